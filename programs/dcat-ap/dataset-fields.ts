import { isObject, type JsonObject, objectsOf, textOf } from '../shared/json-value';

/** The value of an extra field of a dataset, by its key. */
export function extra(dataset: JsonObject, key: string): string | undefined {
  return textOf(objectsOf(dataset.extras).find((item) => item.key === key)?.value) ?? textOf(dataset[key]);
}

/** An extra that holds one text or a JSON list of them, as ckanext-dcat writes lists. */
export function extraList(dataset: JsonObject, key: string): readonly string[] {
  const direct = dataset[key];
  if (Array.isArray(direct)) return direct.flatMap((item) => textOf(item) ?? []);
  const value = extra(dataset, key);
  if (value === undefined) return [];
  if (!value.startsWith('[')) return [value];
  try {
    const list: unknown = JSON.parse(value);
    return Array.isArray(list) ? list.flatMap((item) => textOf(item) ?? []) : [];
  } catch {
    return [];
  }
}

/** A text in one language or several: `title_translated` as ckanext-fluent has it, else `title`. */
export function translatedTexts(
  object: JsonObject,
  key: string,
): readonly (readonly [text: string, language?: string])[] {
  const translated = object[`${key}_translated`];
  if (isObject(translated)) {
    const texts = Object.entries(translated).flatMap(([language, value]): [string, string][] => {
      const text = textOf(value);
      return text !== undefined && /^[a-z]{2,3}(-[a-z0-9]+)*$/i.test(language) ? [[text, language]] : [];
    });
    if (texts.length > 0) return texts;
  }
  const text = textOf(object[key]);
  return text === undefined ? [] : [[text]];
}

/** CKAN's timestamps are in UTC and do not say so. */
export function timestamp(value: unknown): string | undefined {
  const text = textOf(value);
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text)) return undefined;
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? text : `${text}Z`;
  return Number.isNaN(Date.parse(zoned)) ? undefined : zoned;
}

/** A date or a timestamp as a typed value, for extras that people fill in. */
export function dateOrTime(value: string | undefined): readonly [string, 'xsd:date' | 'xsd:dateTime'] | undefined {
  if (value === undefined) return undefined;
  if (/^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))) return [value, 'xsd:date'];
  const time = timestamp(value);
  return time === undefined ? undefined : [time, 'xsd:dateTime'];
}
