/** Narrowing of JSON that came from outside. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** Notes what is wrong with a value, in words that follow its name: `must be a JSON list`. */
export type Note = (rule: string) => void;

/** Whether the value is an object, and no list. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether the value is a text that is not blank. */
export const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** The value when it is a text that is not blank. */
export const textOf = (value: unknown): string | undefined => (isText(value) ? value.trim() : undefined);

/** The items of a list that are objects; none when it is no list. */
export const objectsOf = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** A list of texts, for {@link Environment.json}. */
export function textList(value: unknown, note: Note): readonly string[] {
  if (Array.isArray(value) && value.every(isText)) return value;
  note('must be a JSON list of texts');
  return [];
}

/** An object with texts as its values, for {@link Environment.json}. */
export function textMap(value: unknown, note: Note): Readonly<Record<string, string>> {
  if (isObject(value) && Object.values(value).every(isText)) return value as Record<string, string>;
  note('must be a JSON object of texts');
  return {};
}
