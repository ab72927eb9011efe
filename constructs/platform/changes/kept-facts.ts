import { z } from 'zod';
import { formatPath } from '../../problems/problem-path';
import type { PlatformFacts } from './platform-facts';

const texts = z.record(z.string(), z.string());

/** Every field, so that one that is added and forgotten here does not compile. */
const fields = {
  format: z.literal(1),
  target: z.string(),
  name: z.string(),
  domain: z.string(),
  rotation: z.number(),
  restored: z.number().optional(),
  profile: z.string().optional(),
  historyDays: z.number().optional(),
  tenants: z.array(z.string()),
  terms: texts,
  models: z
    .record(
      z.string(),
      z.looseObject({
        version: z.number().optional(),
        attributes: z.record(
          z.string(),
          z.looseObject({ kind: z.string(), iri: z.string(), schema: z.looseObject({}).optional() }),
        ),
      }),
    )
    .optional(),
  disks: z.record(z.string(), z.looseObject({ kind: z.string(), mebibytes: z.number() })),
  places: z.record(z.string(), z.string().nullable()),
} satisfies Record<keyof PlatformFacts, z.ZodType>;

/** The form of facts that were kept since an earlier render. What a later version added is let through. */
export const keptFacts = z.looseObject(fields);

/** The first place in a value that is not as its form says: `terms.Ferry`; undefined where all of it is. */
export function misfit(form: z.ZodType, value: unknown): string | undefined {
  const { error } = form.safeParse(value);
  return error && formatPath(error.issues[0]?.path ?? []);
}
