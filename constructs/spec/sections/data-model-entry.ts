import { z } from 'zod';
import { builtInModels } from '../../models/built-in';
import { isPlainJson } from '../plain-json';
import { listOf, textLine } from './fields';

/** The built-in data models, by NGSI-LD type, in alphabetical order. */
const builtInModelNames: readonly string[] = Object.keys(builtInModels).sort();

const typeName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, {
    error: 'The type of an entity: letters, digits and underscores, beginning with a letter, at most 64.',
  })
  .meta({ description: 'The NGSI-LD type of the entities.', examples: ['AirQualityObserved'] });

const reserved = ['id', 'type', 'scope'];

const attributeName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, {
    error: 'The name of an attribute: letters, digits and underscores, beginning with a letter, at most 64.',
  })
  .refine((name) => !reserved.includes(name), {
    error: `${reserved.join(', ')} belong to NGSI-LD itself and cannot name an attribute.`,
  });

function iri() {
  return z
    .string()
    .regex(/^https?:\/\/[^\s/?#@]+([/#][^\s\p{Cc}]*)?$/u, { error: 'An absolute http or https IRI.' })
    .max(500, { error: 'An IRI of at most 500 characters.' });
}

const attribute = z
  .strictObject({
    kind: z
      .enum(['Property', 'GeoProperty', 'Relationship'])
      .meta({ description: 'What sort of NGSI-LD attribute this is.', examples: ['Property'] }),
    iri: iri().meta({
      description:
        "The identifier of what the attribute means; it becomes part of the @context. A term of NGSI-LD's core context keeps that of the core.",
      examples: ['https://smartdatamodels.org/dataModel.Environment/no2'],
    }),
    schema: z
      .record(z.string(), z.unknown())
      .refine((value) => isPlainJson(value), { error: 'A JSON Schema: plain JSON, at most 20 levels deep.' })
      .meta({
        description:
          'JSON Schema 2020-12 of the value; of a Relationship, of its object. Default: any value of the kind.',
        examples: [{ type: 'number', minimum: 0 }],
      })
      .optional(),
    unit: z
      .string()
      .regex(/^[A-Z0-9]{2,3}$/, { error: 'A UN/CEFACT common code: two or three capital letters or digits.' })
      .meta({ description: 'UN/CEFACT unit code of the value.', examples: ['GQ'] })
      .optional(),
    required: z
      .boolean()
      .meta({ description: 'Whether every entity has it.', examples: [true] })
      .default(false),
    description: textLine(1000)
      .meta({ description: 'What the attribute says, in one sentence.', examples: ['Passengers it can carry.'] })
      .optional(),
  })
  .refine(({ kind, unit }) => unit === undefined || kind === 'Property', {
    path: ['unit'],
    error: 'Only a Property is measured in a unit.',
    params: { fix: 'Remove the unit, or make it a Property.' },
  });

const inlineModel = z
  .strictObject({
    type: typeName,
    iri: iri()
      .meta({
        description: "The identifier of the type. Default: below the city's own context site.",
        examples: ['https://izmir.example/models/Ferry'],
      })
      .optional(),
    title: textLine(100)
      .meta({ description: 'For people. Default: the type.', examples: ['Ferry'] })
      .optional(),
    description: textLine(1000)
      .meta({ description: 'What such an entity stands for.', examples: ['A ferry in service.'] })
      .optional(),
    personal: z
      .boolean()
      .meta({ description: 'Whether such entities tell of persons. They cannot be open data then.', examples: [true] })
      .default(false),
    attributes: z
      .record(attributeName, attribute)
      .refine((attributes) => Object.keys(attributes).length > 0, { error: 'A data model has at least one attribute.' })
      .meta({
        description: 'The attributes by name.',
        examples: [
          { capacity: { kind: 'Property', iri: 'https://example.org/capacity', schema: { type: 'integer' } } },
        ],
      }),
  })
  .meta({ description: "A data model of the city's own." });

const dataModelEntry = z
  .union(
    [
      z
        .enum(builtInModelNames as [string, ...string[]], {
          error: 'The type of a built-in data model, or a data model described here with type and attributes.',
        })
        .meta({ description: 'A data model that comes with the kit.' }),
      inlineModel,
    ],
    { error: 'The type of a built-in data model, or a data model described here with type and attributes.' },
  )
  .meta({ examples: ['AirQualityObserved'] });

/** The data models of a city. */
export const dataModels = listOf(dataModelEntry, 500);

/** The type of a data model where it is referred to. */
export const modelTypeName = typeName;
