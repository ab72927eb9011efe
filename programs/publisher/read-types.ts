import { type PublishedType, valueKinds } from '../../constructs/components/publisher/published-type';
import { isObject, isText, type JsonObject } from '../shared/json-value';

/** Published types out of JSON, for `Environment.json`. */
export function readTypes(value: unknown, problem: (rule: string) => void): readonly PublishedType[] {
  if (Array.isArray(value) && value.every(isPublishedType)) return value as unknown as PublishedType[];
  problem('must be a JSON list of published types');
  return [];
}

const texts = ['type', 'context', 'schema', 'title', 'description', 'licence', 'licenceUrl', 'frequency'] as const;

function isPublishedType(value: unknown): value is JsonObject {
  if (!isObject(value)) return false;
  const { name, tenant, access, themes, keywords, attributes, highValue, titleLanguage, descriptionLanguage } = value;
  return (
    typeof name === 'string' &&
    /^[a-z0-9_-]{2,100}$/.test(name) &&
    [tenant, highValue, titleLanguage, descriptionLanguage].every((text) => text === undefined || isText(text)) &&
    (access === 'public' || access === 'restricted') &&
    [themes, keywords].every((list) => Array.isArray(list) && list.every(isText)) &&
    texts.every((key) => isText(value[key])) &&
    Array.isArray(attributes) &&
    attributes.every(isAttribute)
  );
}

/** Whether the value is an attribute that is published. */
export const isAttribute = (value: unknown): boolean =>
  isObject(value) && isText(value.name) && valueKinds.some((kind) => kind === value.value);
