/** JSON Schemas of the values that attributes of the built-in models take; each carries an example. */

/** Free text. */
export const freeText = (example: string) => ({ type: 'string', minLength: 1, examples: [example] });

/** A finite number, optionally within bounds (both included). */
export const number = (example: number, bounds: { readonly minimum?: number; readonly maximum?: number } = {}) => ({
  type: 'number',
  ...bounds,
  examples: [example],
});

/** A number that cannot be below zero. */
export const amount = (example: number) => number(example, { minimum: 0 });

/** A share between 0 and 1. */
export const share = (example: number) => number(example, { minimum: 0, maximum: 1 });

/** A whole number that cannot be below `minimum`. */
export const integerFrom = (example: number, minimum = 0) => ({ type: 'integer', minimum, examples: [example] });

/** A whole number of either sign. */
export const integer = (example: number) => ({ type: 'integer', examples: [example] });

/** True or false. */
export const flag = (example: boolean) => ({ type: 'boolean', examples: [example] });

/** An instant as RFC 3339, for example `2026-01-01T12:00:00Z`. */
export const instant = (example = '2026-01-01T12:00:00Z') => ({
  type: 'string',
  format: 'date-time',
  examples: [example],
});

/** A calendar day as RFC 3339, for example `2026-01-01`. */
export const day = (example = '2026-01-01') => ({ type: 'string', format: 'date', examples: [example] });

/** An instant, or an interval between two as ISO 8601 (`2026-01-01T12:00:00Z/2026-01-01T13:00:00Z`). */
export const instantOrInterval = (example = '2026-01-01T12:00:00Z') => ({
  anyOf: [
    { type: 'string', format: 'date-time' },
    { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T[^/]+/(\\d{4}-\\d{2}-\\d{2}T|P)[^/]+$' },
  ],
  examples: [example],
});

/** An ISO 8601 interval between two instants. */
export const interval = (example: string) => ({
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T[^/]+/\\d{4}-\\d{2}-\\d{2}T[^/]+$',
  examples: [example],
});

/** A URI. */
export const link = (example: string) => ({ type: 'string', format: 'uri', examples: [example] });

/** One of the values. */
export const choice = (values: readonly string[], example = values[0]) => ({
  type: 'string',
  enum: [...values],
  examples: [example],
});

/** One item or several: JSON-LD compaction, as brokers do it, turns a list of one into its item. */
const oneOrMore = (item: object, example: string | readonly string[]) => ({
  anyOf: [item, { type: 'array', items: item, uniqueItems: true, minItems: 1 }],
  examples: [example],
});

/** One or more of the values. */
export const choices = (values: readonly string[], example: readonly string[]) =>
  oneOrMore({ type: 'string', enum: [...values] }, example);

/** One or more free texts. */
export const texts = (...example: readonly string[]) => oneOrMore({ type: 'string', minLength: 1 }, example);

/** One or more URIs; as the schema of a Relationship, one or more entities. */
export const links = (example: string) => oneOrMore({ type: 'string', format: 'uri' }, example);

/** An object with known members, each optional. */
export const structure = (properties: Readonly<Record<string, object>>, example: object) => ({
  type: 'object',
  properties: { ...properties },
  examples: [example],
});
