import { isCalendarDay } from '../shared/calendar-day';
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

/**
 * A text in one language or several: `title_translated` as ckanext-fluent has it, else `title`, in the language that
 * `title_language` names. Without one it is in that of the portal.
 */
export function translatedTexts(
  object: JsonObject,
  key: string,
): readonly (readonly [text: string, language?: string])[] {
  const translated = object[`${key}_translated`];
  if (isObject(translated)) {
    const texts = Object.entries(translated).flatMap(([language, value]): [string, string][] => {
      const text = textOf(value);
      return text !== undefined && languageTag.test(language) ? [[text, language]] : [];
    });
    if (texts.length > 0) return texts;
  }
  const text = textOf(object[key]);
  if (text === undefined) return [];
  const language = extra(object, `${key}_language`);
  return [language !== undefined && languageTag.test(language) ? [text, language] : [text]];
}

const languageTag = /^[a-z]{2,3}(-[a-z0-9]+)*$/i;

const time = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(?:Z|([+-]\d{2}):?(\d{2}))?$/;

/**
 * A timestamp as `xsd:dateTime` has it, with seconds and a colon in the offset (XSD 1.1, 3.3.7); undefined for what is none.
 * CKAN's are in UTC and do not say so.
 */
export function timestamp(value: unknown): string | undefined {
  const [, day = '', minute, second = ':00', hours, minutes] = time.exec(textOf(value) ?? '') ?? [];
  const offset = hours === undefined ? 'Z' : `${hours}:${minutes}`;
  const complete = `${day}T${minute}${second}${offset}`;
  const isFar = offset.slice(1) > '14:00';
  return isCalendarDay(day) && !isFar && !Number.isNaN(Date.parse(complete)) ? complete : undefined;
}

/** A date or a timestamp as a typed value, for extras that people fill in. */
export function dateOrTime(value: string | undefined): readonly [string, 'xsd:date' | 'xsd:dateTime'] | undefined {
  if (value === undefined) return undefined;
  if (isCalendarDay(value)) return [value, 'xsd:date'];
  const time = timestamp(value);
  return time === undefined ? undefined : [time, 'xsd:dateTime'];
}
