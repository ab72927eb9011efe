import { isObject, isText, type JsonObject, type Note, textMap } from '../shared/json-value';
import { type Alphabet, alphabets } from './random-value';

/** A value to make under a key of a Secret. */
export interface GeneratedKey {
  readonly key: string;
  /** Characters. */
  readonly length: number;
  readonly alphabet: Alphabet;
}

/** A Kubernetes Secret that must exist with at least these keys. */
export interface SecretSpec {
  readonly name: string;
  readonly type: string;
  /** For `kubernetes.io/basic-auth`: kept under the key `username`, as given. */
  readonly username?: string;
  readonly keys: readonly GeneratedKey[];
  readonly labels: Readonly<Record<string, string>>;
}

const NAME = /^[a-z0-9]([-a-z0-9]{0,251}[a-z0-9])?$/;
const KEY = /^[-._a-zA-Z0-9]{1,253}$/;
const MEMBERS = ['name', 'type', 'username', 'keys', 'labels'];

/** Reads the variable SECRETS, noting everything that is wrong with it. */
export function parseSecretSpecs(value: unknown, note: Note): readonly SecretSpec[] {
  if (!Array.isArray(value)) {
    note('must be a JSON list');
    return [];
  }
  const specs = value.map((item, index) => parseSpec(item, (rule) => note(`[${index}] ${rule}`)));
  const names = specs.map(({ name }) => name);
  if (new Set(names).size < names.length) note('must name each Secret once');
  return specs;
}

function parseSpec(value: unknown, note: Note): SecretSpec {
  const item: JsonObject = isObject(value) ? value : {};
  if (!isObject(value)) note('must be an object');
  const unknown = Object.keys(item).filter((member) => !MEMBERS.includes(member));
  if (unknown.length > 0) note(`has the unknown members ${unknown.join(', ')}`);
  const { name, username } = item;
  if (!isText(name) || !NAME.test(name)) note('name must be the name of a Secret');
  const type = item.type === undefined ? 'Opaque' : item.type;
  if (!isText(type)) note('type must be a text');
  if (username !== undefined && !isText(username)) note('username must be a text');
  if (type === 'kubernetes.io/basic-auth' && username === undefined) note('username is missing');
  const keys = parseKeys(item.keys, note);
  if (username !== undefined && keys.some(({ key }) => key === 'username')) note('makes its username up');
  return {
    name: String(name),
    type: String(type),
    ...(isText(username) && { username }),
    keys,
    labels: textMap(item.labels ?? {}, (rule) => note(`labels ${rule}`)),
  };
}

function parseKeys(value: unknown, note: Note): readonly GeneratedKey[] {
  if (!Array.isArray(value) || value.length === 0) {
    note('keys must be a list that is not empty');
    return [];
  }
  const keys = value.map((item: unknown, index) => parseKey(item, (rule) => note(`keys[${index}] ${rule}`)));
  if (new Set(keys.map(({ key }) => key)).size < keys.length) note('keys must name each key once');
  return keys;
}

function parseKey(value: unknown, note: Note): GeneratedKey {
  const item: JsonObject = isObject(value) ? value : {};
  const { key, length = 40, alphabet = 'alphanumeric' } = item;
  if (!isText(key) || !KEY.test(key)) note('key must be letters, digits, -, _ and .');
  const isLength = Number.isInteger(length) && Number(length) >= 16 && Number(length) <= 1024;
  if (!isLength) note('length must be a whole number from 16 to 1024');
  const isAlphabet = typeof alphabet === 'string' && Object.hasOwn(alphabets, alphabet);
  if (!isAlphabet) note(`alphabet must be one of ${Object.keys(alphabets).join(', ')}`);
  return {
    key: String(key),
    length: isLength ? Number(length) : 40,
    alphabet: isAlphabet ? (alphabet as Alphabet) : 'alphanumeric',
  };
}
