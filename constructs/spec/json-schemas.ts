import { z } from 'zod';
import { citySchema } from './city-schema';
import { federationSchema } from './federation-schema';

/** The JSON Schemas (draft 2020-12) of what a user writes, by file name, for editors. */
export function jsonSchemas(): Readonly<Record<string, object>> {
  return {
    'city.schema.json': jsonSchema('city', citySchema),
    'federation.schema.json': jsonSchema('federation', federationSchema),
  };
}

function jsonSchema(name: string, schema: z.ZodType): object {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  // A name rather than an address: nothing is fetched to validate a spec.
  return { $schema, $id: `urn:citykit:schema:${name}`, ...rest };
}
