import { z } from 'zod';
import { textLine } from './fields';

const id = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,31}$/, {
    error: 'An NGSI-LD tenant: lower-case letters, digits and underscores, beginning with a letter, at most 32.',
  })
  .meta({ description: 'What the NGSILD-Tenant header carries.', examples: ['air_quality'] });

/** A department: its data stands apart from the others', behind its own roles. */
export const tenant = z.strictObject({
  id,
  title: textLine(100)
    .meta({ description: 'For people. Default: the id in words.', examples: ['Air quality'] })
    .optional(),
});

/** The id of a tenant where it is referred to. */
export const tenantId = id;
