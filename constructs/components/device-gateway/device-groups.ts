import { contextPath, shortSubject } from '../../models/context';
import type { DataModel, ModelAttribute } from '../../models/data-model';
import type { City } from '../../spec/city';
import type { DeviceGroup, MeasuredAttribute, MeasuredKind, NetworkServer } from './device-group';

/** A group of devices as a spec has it. */
type GroupEntry = City['devices'][number];

/**
 * The devices of a city, as the device gateway reads them. What a value is, and in which unit, follows from the data model.
 *
 * @param modelsUrl public URL of the contexts, without a slash at the end
 */
export function deviceGroups(
  devices: City['devices'],
  models: readonly DataModel[],
  modelsUrl: string,
): readonly DeviceGroup[] {
  return devices.map((entry) => {
    const { id, tenant, type, protocol, pattern, network } = entry;
    const model = models.find((one) => one.type === type)!;
    return {
      id,
      ...(tenant !== undefined && { tenant }),
      protocol,
      type,
      entity: entry.entity ?? `urn:ngsi-ld:${type}:{id}`,
      // That of the subject: its terms are exact for the type.
      context: `${modelsUrl}${contextPath(models, shortSubject(model.subject))}`,
      devices: Object.fromEntries(
        entry.devices.map((device) =>
          typeof device === 'string' ? [device, {}] : [device.id, fixedAttributes(device.static, model)],
        ),
      ),
      ...(pattern !== undefined && { pattern }),
      attributes: measuredAttributes(entry, model),
      fixed: fixedAttributes(entry.static, model),
      ...(network && { network: networkServer(id, protocol, network) }),
    };
  });
}

/** Variable of the environment with the password for the network server of a group. */
const passwordVariable = (group: string): string => `NETWORK_PASSWORD_${group.toUpperCase().replaceAll('-', '_')}`;

function networkServer(
  group: string,
  protocol: GroupEntry['protocol'],
  { host, port, user, application }: NonNullable<GroupEntry['network']>,
): NetworkServer {
  const topic =
    protocol === 'chirpstack'
      ? `application/${application}/device/+/event/up`
      : `v3/${application ?? user}/devices/+/up`;
  return { host, port, user, passwordVariable: passwordVariable(group), topic };
}

function measuredAttributes(
  { attributes, unlisted }: GroupEntry,
  model: DataModel,
): Readonly<Record<string, MeasuredAttribute>> {
  const passing = unlisted === 'pass' ? Object.keys(model.attributes).map((name) => [name, name] as const) : [];
  return Object.fromEntries(
    [...passing, ...Object.entries(attributes)].map(([from, to]) => {
      const { name, unit: own = undefined } = typeof to === 'string' ? { name: to } : to;
      const attribute = model.attributes[name]!;
      const unit = own ?? attribute.unit;
      return [from, { name, kind: measuredKind(attribute), ...(unit !== undefined && { unit }) }];
    }),
  );
}

function fixedAttributes(
  values: Readonly<Record<string, unknown>>,
  model: DataModel,
): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const { kind, unit } = model.attributes[name]!;
      if (kind === 'Relationship') return [name, { type: kind, object: value }];
      return [name, { type: kind, value, ...(unit !== undefined && { unitCode: unit }) }];
    }),
  );
}

interface Schema {
  readonly type?: unknown;
  readonly format?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
}

function measuredKind({ kind, schema }: ModelAttribute): MeasuredKind {
  if (kind === 'GeoProperty') return 'geometry';
  return kind === 'Relationship' ? 'relationship' : kindOf(schema);
}

function kindOf(schema: Schema = {}): MeasuredKind {
  switch (schema.type) {
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'string':
      return schema.format === 'date-time' ? 'instant' : 'text';
    case 'array':
      return kindOf(schema.items) === 'text' ? 'texts' : 'json';
    default:
      return schema.anyOf?.every((one) => kindOf(one) === 'text') ? 'text' : 'json';
  }
}
