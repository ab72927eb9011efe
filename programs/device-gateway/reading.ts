import type {
  DeviceGroup,
  DeviceProtocol,
  MeasuredKind,
} from '../../constructs/components/device-gateway/device-group';
import { isObject, type JsonObject, textOf } from '../shared/json-value';
import { Refusal } from './refusal';

/** What a device has sent of one moment, in its own words. */
export interface Reading {
  /** As it was sent. @default - the message names no time: it is that of its arrival */
  readonly time?: unknown;
  /** By the names that the device gives them. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** An uplink of a LoRaWAN network server: which device, and what it has sent. */
export interface Uplink {
  readonly device: string;
  /** None for a message that carries no measurement: a join, or an uplink that no decoder understood. */
  readonly readings: readonly Reading[];
}

/** Most readings in one message. */
const mostReadings = 100;

/**
 * What a device has sent of itself.
 *
 * @param path what follows `attrs` in the topic: the name of a single value. @default - the message holds all values
 * @throws Refusal
 */
export function readingsOf(
  { protocol, attributes }: Pick<DeviceGroup, 'protocol' | 'attributes'>,
  payload: string,
  path?: string,
): readonly Reading[] {
  if (path !== undefined) {
    const kind = Object.hasOwn(attributes, path) ? attributes[path]!.kind : undefined;
    return [{ values: { [path]: protocol === 'ultralight' ? payload.trim() : single(payload, kind) } }];
  }
  const readings = protocol === 'ultralight' ? ultralight(payload) : json(payload);
  if (readings.length > mostReadings)
    throw new Refusal('too-many', `A message holds at most ${mostReadings} readings, not ${readings.length}.`);
  return readings;
}

/** JSON where it is some, else the text itself. So is what looks like a number and is none: `1.10` is no 1.1 for a version. */
function single(payload: string, kind: MeasuredKind | undefined): unknown {
  try {
    const value: unknown = JSON.parse(payload);
    const isText = typeof value === 'number' && (kind === 'text' || kind === 'texts');
    return isText ? payload.trim() : value;
  } catch {
    return payload;
  }
}

/** An object of values, or a list of them. `TimeInstant` is the time, as the IoT Agents have it. */
function json(payload: string): readonly Reading[] {
  const value = parsed(payload);
  const objects = Array.isArray(value) ? value : [value];
  if (objects.length === 0 || !objects.every(isObject))
    throw new Refusal('not-readable', 'A measure is a JSON object, or a list of objects.');
  return objects.map(({ TimeInstant: time, ...values }) => ({ ...(time !== undefined && { time }), values }));
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    throw new Refusal('not-readable', 'The message is no JSON.');
  }
}

/**
 * Ultralight 2.0: `a|1|b|2`, several readings with `#` between them, each with a time in front where it has one.
 *
 * @see https://fiware-iotagent-ul.readthedocs.io/en/latest/usermanual.html
 */
function ultralight(payload: string): readonly Reading[] {
  return payload
    .trim()
    .split('#')
    .map((group) => {
      const parts = group.split('|');
      const time = parts.length % 2 === 1 ? parts.shift() : undefined;
      const names = parts.filter((_, at) => at % 2 === 0);
      if (names.length === 0 || names.some((name) => name.trim() === ''))
        throw new Refusal('not-readable', 'The message is not name|value|name|value.');
      const values = Object.fromEntries(names.map((name, at) => [name.trim(), parts[2 * at + 1]]));
      return { ...(time !== undefined && { time }), values };
    });
}

/**
 * An uplink as The Things Stack 3 or ChirpStack 4 publishes and posts it.
 *
 * @see https://www.thethingsindustries.com/docs/integrations/data-formats/
 * @see https://www.chirpstack.io/docs/chirpstack/integrations/events.html
 * @throws Refusal
 */
export function uplinkOf(protocol: DeviceProtocol, payload: string): Uplink {
  const message = parsed(payload);
  if (!isObject(message)) throw new Refusal('not-readable', 'An uplink is a JSON object.');
  const { device, time, decoded } = protocol === 'things-stack' ? thingsStack(message) : chirpStack(message);
  if (device === undefined) throw new Refusal('not-readable', 'The uplink names no device.');
  if (!isObject(decoded)) return { device, readings: [] };
  return { device, readings: [{ ...(time !== undefined && { time }), values: flattened(decoded) }] };
}

const member = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

function thingsStack(message: JsonObject) {
  const uplink = message.uplink_message;
  return {
    device: textOf(member(message.end_device_ids, 'device_id')),
    time: member(uplink, 'received_at') ?? message.received_at,
    decoded: member(uplink, 'decoded_payload'),
  };
}

function chirpStack(message: JsonObject) {
  return { device: textOf(member(message.deviceInfo, 'devEui')), time: message.time, decoded: message.object };
}

/** Objects within objects as paths with dots: `air.temperature`. Each is there as a whole, too. */
function flattened(object: JsonObject, before = '', depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => {
      const path = `${before}${name}`;
      const inner = isObject(value) && depth < 4 ? Object.entries(flattened(value, `${path}.`, depth + 1)) : [];
      return [[path, value], ...inner];
    }),
  );
}
