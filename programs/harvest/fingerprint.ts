import { createHash } from 'node:crypto';
import { isText, type JsonObject, objectsOf } from '../shared/json-value';

const datasetFields = ['title', 'notes', 'url', 'version', 'license_id'] as const;
const resourceFields = ['uri', 'url', 'name', 'description', 'mimetype', 'license', 'conforms_to', 'size'] as const;

/** Two datasets with the same fingerprint say the same, whether CKAN gave them or takes them. */
export function fingerprint(dataset: JsonObject): string {
  const text = (value: unknown) => (isText(value) ? value.trim() : typeof value === 'number' ? String(value) : '');
  const resources = objectsOf(dataset.resources).map((one) => [
    ...resourceFields.map((field) => text(one[field])),
    // CKAN writes formats that it knows in a case of its own.
    text(one.format).toLowerCase(),
    text(one.issued),
    text(one.modified),
  ]);
  const content = [
    datasetFields.map((field) => text(dataset[field])),
    objectsOf(dataset.tags)
      .map(({ name }) => text(name))
      .sort(),
    objectsOf(dataset.extras)
      .map(({ key, value }) => [text(key), text(value)].join(' '))
      .sort(),
    resources.map((one) => JSON.stringify(one)).sort(),
  ];
  return createHash('sha256').update(JSON.stringify(content)).digest('base64url').slice(0, 22);
}
