import { isObject, isText, type JsonObject, textMap } from '../shared/json-value';
import { type Alphabet, alphabets } from './random-value';

/** A value to make under a key of a Secret. */
export interface SecretKey {
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
  readonly keys: readonly SecretKey[];
  readonly labels: Readonly<Record<string, string>>;
}

const NAME = /^[a-z0-9]([-a-z0-9]{0,251}[a-z0-9])?$/;
const KEY = /^[-._a-zA-Z0-9]{1,253}$/;
const MEMBERS = ['name', 'type', 'username', 'keys', 'labels'];

type Problem = (rule: string) => void;

/** Reads the variable SECRETS, noting everything that is wrong with it. */
export function parseSecretSpecs(value: unknown, problem: Problem): readonly SecretSpec[] {
  if (!Array.isArray(value)) {
    problem('must be a JSON list');
    return [];
  }
  const specs = value.map((item, index) => parseSpec(item, (rule) => problem(`[${index}] ${rule}`)));
  const names = specs.map(({ name }) => name);
  if (new Set(names).size < names.length) problem('must name each Secret once');
  return specs;
}

function parseSpec(value: unknown, problem: Problem): SecretSpec {
  const item: JsonObject = isObject(value) ? value : {};
  if (!isObject(value)) problem('must be an object');
  const unknown = Object.keys(item).filter((member) => !MEMBERS.includes(member));
  if (unknown.length > 0) problem(`has the unknown members ${unknown.join(', ')}`);
  const { name, username } = item;
  if (!isText(name) || !NAME.test(name)) problem('name must be the name of a Secret');
  const type = item.type === undefined ? 'Opaque' : item.type;
  if (!isText(type)) problem('type must be a text');
  if (username !== undefined && !isText(username)) problem('username must be a text');
  if (type === 'kubernetes.io/basic-auth' && username === undefined) problem('username is missing');
  const keys = parseKeys(item.keys, problem);
  if (username !== undefined && keys.some(({ key }) => key === 'username')) problem('makes its username up');
  return {
    name: String(name),
    type: String(type),
    ...(isText(username) && { username }),
    keys,
    labels: textMap(item.labels ?? {}, (rule) => problem(`labels ${rule}`)),
  };
}

function parseKeys(value: unknown, problem: Problem): readonly SecretKey[] {
  if (!Array.isArray(value) || value.length === 0) {
    problem('keys must be a list that is not empty');
    return [];
  }
  const keys = value.map((item: unknown, index) => parseKey(item, (rule) => problem(`keys[${index}] ${rule}`)));
  if (new Set(keys.map(({ key }) => key)).size < keys.length) problem('keys must name each key once');
  return keys;
}

function parseKey(value: unknown, problem: Problem): SecretKey {
  const item: JsonObject = isObject(value) ? value : {};
  const { key, length = 40, alphabet = 'alphanumeric' } = item;
  if (!isText(key) || !KEY.test(key)) problem('key must be letters, digits, -, _ and .');
  const isLength = Number.isInteger(length) && Number(length) >= 16 && Number(length) <= 1024;
  if (!isLength) problem('length must be a whole number from 16 to 1024');
  const isAlphabet = typeof alphabet === 'string' && Object.hasOwn(alphabets, alphabet);
  if (!isAlphabet) problem(`alphabet must be one of ${Object.keys(alphabets).join(', ')}`);
  return {
    key: String(key),
    length: isLength ? Number(length) : 40,
    alphabet: isAlphabet ? (alphabet as Alphabet) : 'alphanumeric',
  };
}
