import type { DeviceGroup } from '../../constructs/components/device-gateway/device-group';
import { instantText, tryInstant } from './instant';
import { measuredValue } from './measured-value';
import type { Reading } from './reading';
import { type AttributeReason, Refusal } from './refusal';

/** Name of the time among the values of a device, as the IoT Agents have it. */
const timeName = 'TimeInstant';

/** What the broker is told of one entity and moment. */
export interface Measure {
  readonly group: DeviceGroup;
  /** Id of the entity. */
  readonly entity: string;
  /** In milliseconds since 1970. */
  readonly time: number;
  /** NGSI-LD attributes, each with the time of the measure. */
  readonly attributes: Readonly<Record<string, object>>;
  /** NGSI-LD attributes that the entity has besides, whatever is measured. */
  readonly fixed: Readonly<Record<string, object>>;
}

/** Values of a reading that are left out, by the names that the device gives them. */
export type LeftOut = Readonly<Record<string, AttributeReason>>;

/** Bounds of what a device may send. */
export interface MeasureLimits {
  /** Values of one reading. */
  readonly values: number;
  /** How far a device's clock may be ahead, in milliseconds. */
  readonly ahead: number;
}

/**
 * Makes a measure of a reading. What a value is follows from the data model; a value that is not that is left out.
 *
 * @throws Refusal when nothing of it can be taken
 */
export function measureOf(
  group: DeviceGroup,
  device: string,
  { time: sent, values }: Reading,
  limits: MeasureLimits,
  now = Date.now(),
): { readonly measure: Measure; readonly leftOut: LeftOut } {
  const entries = Object.entries(values);
  const time = timeOf(sent, now);
  if (time > now + limits.ahead)
    throw new Refusal('future', `The clock of the device is more than ${limits.ahead / 1000} s ahead.`);
  const attributes: Record<string, object> = {};
  const leftOut: Record<string, AttributeReason> = {};
  // A decoder nests: what it gives as a whole and in parts counts where it is listed.
  const listed = [...entries, [timeName, instantText(time)] as const].filter(([name]) =>
    Object.hasOwn(group.attributes, name),
  );
  const isUplink = group.protocol === 'things-stack' || group.protocol === 'chirpstack';
  if ((isUplink ? listed : entries).length > limits.values)
    throw new Refusal('too-many', `A reading holds at most ${limits.values} values.`);
  for (const [name, raw] of listed) {
    const attribute = group.attributes[name]!;
    const read = measuredValue(attribute.kind, raw);
    if ('refused' in read) leftOut[name] = read.refused;
    else attributes[attribute.name] = ngsiLd(attribute, read.value, time);
  }
  // A network server adds much that nobody has asked for.
  if (!isUplink) for (const [name] of entries) if (!Object.hasOwn(group.attributes, name)) leftOut[name] = 'not-listed';
  const sentSomething = Object.keys(attributes).some((name) => name !== group.attributes[timeName]?.name);
  if (!sentSomething) throw new Refusal('nothing-left', nothingLeft(leftOut));
  const fixed = { ...group.fixed, ...group.devices[device] };
  return { measure: { group, entity: entityOf(group, device), time, attributes, fixed }, leftOut };
}

/** Id of the entity that a device measures for. */
export const entityOf = ({ entity }: DeviceGroup, device: string): string => entity.replaceAll('{id}', device);

function timeOf(sent: unknown, now: number): number {
  if (sent === undefined) return now;
  const time = typeof sent === 'string' ? tryInstant(sent) : undefined;
  if (time === undefined)
    throw new Refusal('no-time', 'The time of the measure is not one of RFC 3339 with its offset.');
  return time;
}

function nothingLeft(leftOut: LeftOut): string {
  const reasons = [...new Set(Object.values(leftOut))].sort();
  return reasons.length === 0
    ? 'The reading holds no value that is listed.'
    : `No value of the reading can be taken: ${reasons.join(', ')}.`;
}

function ngsiLd(
  { kind, unit }: DeviceGroup['attributes'][string],
  value: unknown,
  time: number,
): Readonly<Record<string, unknown>> {
  const observedAt = instantText(time);
  if (kind === 'geometry') return { type: 'GeoProperty', value, observedAt };
  if (kind === 'relationship') return { type: 'Relationship', object: value, observedAt };
  return { type: 'Property', value, observedAt, ...(unit !== undefined && { unitCode: unit }) };
}
