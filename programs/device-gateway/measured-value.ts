import type { MeasuredKind } from '../../constructs/components/device-gateway/device-group';
import { tryGeometry } from '../publisher/geometry';
import { isObject } from '../shared/json-value';
import { instantText, tryInstant } from './instant';
import type { AttributeReason } from './refusal';

/** A value as the broker takes it, or why it is none. */
export type MeasuredValue = { readonly value: unknown } | { readonly refused: AttributeReason };

const decimal = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const uri = /^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+$/;

/** What the broker takes for the absence of a value. */
const absence = 'urn:ngsi-ld:null';

/** How many lists and objects may lie around a value. */
const deepest = 32;

/** Reads a value that a device has sent, as a number, a text or any other JSON. */
export function measuredValue(kind: MeasuredKind, raw: unknown): MeasuredValue {
  if (!isStorable(raw)) return { refused: 'not-storable' };
  if (raw === null || raw === undefined || raw === absence) return { refused: 'empty' };
  if (typeof raw === 'string' && raw.trim() === '') return { refused: 'empty' };
  return readers[kind](raw);
}

/** Whether PostgreSQL keeps it as it is: its jsonb has no NUL and no half of a surrogate pair, and JSON no infinity. */
function isStorable(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return !value.includes('\0') && !/\p{Surrogate}/u.test(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= deepest) return false;
  return Object.entries(value).every(([name, item]) => isStorable(name) && isStorable(item, depth + 1));
}

const readers: Readonly<Record<MeasuredKind, (raw: unknown) => MeasuredValue>> = {
  number: readNumber,
  boolean: readBoolean,
  text: readText,
  texts: readTexts,
  instant: readInstant,
  geometry: readPlace,
  relationship: readRelationship,
  json: (value) => ({ value }),
};

function readNumber(raw: unknown): MeasuredValue {
  const text = typeof raw === 'string' ? raw.trim() : raw;
  const number = typeof text === 'string' && decimal.test(text) ? Number(text) : text;
  return typeof number === 'number' && Number.isFinite(number) ? { value: number } : { refused: 'no-number' };
}

function readBoolean(raw: unknown): MeasuredValue {
  // Of an object with a member `toString` there is no text.
  if (typeof raw === 'object') return { refused: 'no-boolean' };
  const word = String(raw).trim().toLowerCase();
  if (word === 'true' || word === '1') return { value: true };
  if (word === 'false' || word === '0') return { value: false };
  return { refused: 'no-boolean' };
}

function readText(raw: unknown): MeasuredValue {
  if (typeof raw === 'object') return { refused: 'no-text' };
  return { value: String(raw) };
}

function readTexts(raw: unknown): MeasuredValue {
  const values = Array.isArray(raw) ? raw : [raw];
  const isText = (one: unknown) => typeof one === 'string' && one.trim() !== '';
  return values.length > 0 && values.every(isText) ? { value: values } : { refused: 'no-text' };
}

function readInstant(raw: unknown): MeasuredValue {
  const time = typeof raw === 'string' ? tryInstant(raw) : undefined;
  return time === undefined ? { refused: 'no-instant' } : { value: instantText(time) };
}

function readRelationship(raw: unknown): MeasuredValue {
  const values = Array.isArray(raw) ? raw : [raw];
  const isUri = (one: unknown) => typeof one === 'string' && uri.test(one);
  return values.length > 0 && values.every(isUri) ? { value: raw } : { refused: 'no-uri' };
}

/** GeoJSON, `latitude, longitude` as people write it, or both as members of an object. */
function readPlace(raw: unknown): MeasuredValue {
  const point =
    typeof raw === 'string' ? pointOfText(raw) : isObject(raw) && !('type' in raw) ? pointOfMembers(raw) : raw;
  const value = tryGeometry(point);
  return value ? { value } : { refused: 'no-place' };
}

function pointOfText(text: string): unknown {
  const parts = text.split(/[,;\s]+/).filter((part) => part !== '');
  if (parts.length !== 2 || !parts.every((part) => decimal.test(part))) return undefined;
  const [latitude, longitude] = parts.map(Number);
  return { type: 'Point', coordinates: [longitude, latitude] };
}

function pointOfMembers(place: Readonly<Record<string, unknown>>): unknown {
  const latitude = readNumber(place.latitude ?? place.lat);
  const longitude = readNumber(place.longitude ?? place.lon ?? place.lng);
  if (!('value' in latitude) || !('value' in longitude)) return undefined;
  return { type: 'Point', coordinates: [longitude.value, latitude.value] };
}
