import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type { PublishedModel } from '../models/import/import-model';
import { isJsonRecord, type JsonRecord } from '../models/import/local-schema';
import { fileError } from './spec-source';
import { readYaml } from './yaml-source';

/** Schemas are written by people; what is larger is something else. */
const maxBytes = 5_000_000;

/**
 * Reads a data model in the layout of Smart Data Models: a folder with `schema.json`, and with what may lie in and beside
 * it: `model.yaml`, `context.jsonld`, `examples/`, and the documents that schemas refer to, as a checkout of the subject
 * has them. Nothing is fetched.
 *
 * @param path the folder, or a schema in it
 * @throws {CityError} where it is none.
 */
export function readPublishedFolder(path: string): PublishedModel {
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  const file = isFolder ? join(path, 'schema.json') : path;
  const rule = 'A published data model is a folder with schema.json, as Smart Data Models has one for each type.';
  if (!existsSync(file)) {
    const inside = isFolder ? modelsIn(path) : [];
    const [first] = inside;
    const fix =
      first === undefined
        ? 'Name the folder of one type, such as dataModel.Parking/ParkingSpot.'
        : `Name one of the ${inside.length} in it, such as ${join(path, first)}.`;
    throw fileError('model-folder', path, rule, fix);
  }
  const schema = readDocument(file);
  if (schema === undefined) throw fileError('model-folder', file, rule, 'Mend the file: it holds no JSON object.');
  const folder = dirname(file);
  const written = firstObject(readDocument(join(folder, 'model.yaml')));
  const context = readDocument(join(folder, 'context.jsonld')) ?? readDocument(join(folder, '..', 'context.jsonld'));
  const terms = context?.['@context'];
  return {
    schema,
    ...(written && { name: written[0], written: written[1] }),
    ...(isJsonRecord(terms) && { terms }),
    examples: examplesIn(join(folder, 'examples')),
    documentAt: (address) => beside(folder, address),
  };
}

function modelsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'schema.json')));
}

/** A file of JSON or YAML that holds an object. */
function readDocument(file: string): JsonRecord | undefined {
  if (!existsSync(file) || statSync(file).size > maxBytes) return undefined;
  const text = readFileSync(file, 'utf8');
  try {
    const value: unknown = extname(file) === '.yaml' ? readYaml(file, text).value : JSON.parse(text);
    return isJsonRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The one type of `model.yaml`, and what it says of it. */
function firstObject(document: JsonRecord | undefined): [string, JsonRecord] | undefined {
  return Object.entries(document ?? {}).find((entry): entry is [string, JsonRecord] => isJsonRecord(entry[1]));
}

/** Normalized examples go first: they say units. */
function examplesIn(folder: string): JsonRecord[] {
  if (!existsSync(folder)) return [];
  const rank = (name: string) => Number(!name.includes('normalized'));
  return readdirSync(folder)
    .filter((name) => /\.(json|jsonld)$/.test(name))
    .sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1))
    .map((name) => readDocument(join(folder, name)))
    .filter((document) => document !== undefined);
}

/** The document of an address where it lies in a checkout: in the folder, in that of its subject, or in one beside that. */
function beside(folder: string, address: string): JsonRecord | undefined {
  const parts = address
    .replace(/^[a-z]+:\/\/[^/]*/i, '')
    .split('/')
    .filter((part) => part !== '' && !/^(\.\.?|master|main|blob|raw)$/.test(part));
  const name = parts.at(-1);
  if (name === undefined || basename(name) !== name) return undefined;
  const shared = name === 'schema.json' ? [] : [join(folder, name), join(folder, '..', name)];
  const others = [2, 3].map((count) => join(folder, '..', '..', ...parts.slice(-count)));
  for (const file of [...shared, ...others]) {
    const found = readDocument(file);
    if (found) return found;
  }
  return undefined;
}
