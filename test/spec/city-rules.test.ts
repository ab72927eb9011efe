import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rules } from '../../constructs/spec/rules';
import { largest, problemsIn, smallest, withField } from './city-helpers';

const laptop = { name: 'small-town', country: 'FI', population: 10, profile: 'laptop' };
const store = { endpoint: 'https://s3.example', bucket: 'backups', secretName: 'store' };
const existing = { host: 'db.example', adminSecret: { name: 'admin' } };
const zone = { id: 'Z1', name: 'izmir.example' };
const arn = (region: string, account: string) => `arn:aws:acm:${region}:${account}:certificate/1`;
const subnets = (from: number, count: number) => Array.from({ length: count }, (_, at) => `subnet-0000000${from + at}`);
const vpc = (zones: number) => ({
  id: 'vpc-00000000',
  availabilityZones: ['eu-central-1a', 'eu-central-1b', 'eu-central-1c'].slice(0, zones),
  privateSubnetIds: subnets(0, zones),
  publicSubnetIds: subnets(3, zones),
});
const tenants = (count: number) => Array.from({ length: count }, (_, at) => ({ id: `tenant${at}` }));
const ferry = (iris: Record<string, string>) => ({
  type: 'Ferry',
  attributes: Object.fromEntries(Object.entries(iris).map(([name, iri]) => [name, { kind: 'Property', iri }])),
});
const meters = { id: 'meters', type: 'Device', unlisted: 'pass' };
const demo = {
  location: { latitude: 38.42, longitude: 27.14 },
  dataModels: ['WeatherObserved'],
  demoData: true,
};
const network = { host: 'lora.izmir.example', user: 'izmir', secret: { name: 'lora' } };
const adopted = { name: 'shared', securityGroupId: 'sg-00000000', storageClass: 'gp3', autoMode: true };
const administrators = ['arn:aws:iam::111122223333:role/operations'];
const onKubernetes = (spec: object, section: object) => withField(spec, 'targets.kubernetes', section);
const onAws = (section: object, spec: object = smallest) =>
  withField(spec, 'targets.aws', { hostedZone: zone, ...section });

const withModel = (
  { name = 'level', type = 'Ferry', iri = 'https://example.org/level', ...more }: Record<string, unknown>,
  others: readonly string[] = [],
) => ({
  ...smallest,
  dataModels: [{ type, attributes: { [String(name)]: { kind: 'Property', iri, ...more } } }, ...others],
});

interface Case {
  readonly code: string;
  /** A spec that breaks the rule and no other. */
  readonly bad: object;
  readonly path: string;
  readonly value: unknown;
  readonly fix: string;
  /** @default that of the rule */
  readonly rule?: string;
  /** One that is near it and keeps every rule. */
  readonly good: object;
}

/** A data model of a city's own. */
const resident = {
  type: 'Resident',
  attributes: { age: { kind: 'Property', iri: 'https://town.example/age' } },
};

const cases: readonly Case[] = [
  ...[
    ['master', 'city-master'],
    ['pg', 'city-pg'],
    ['pg-town', 'city-pg-town'],
  ].map(([name = '', otherwise = '']) => ({
    code: 'name-reserved',
    bad: { ...smallest, name },
    path: 'name',
    value: name,
    fix: `Name it otherwise, such as ${otherwise}.`,
    good: { ...smallest, name: otherwise },
  })),
  {
    code: 'domain-required',
    bad: { ...smallest, domain: undefined },
    path: 'domain',
    value: undefined,
    fix: "Set domain to one that the city owns, or profile to 'laptop'.",
    good: laptop,
  },
  {
    code: 'domain-required',
    bad: { ...smallest, domain: 'platform.localhost' },
    path: 'domain',
    value: 'platform.localhost',
    fix: "Set domain to one that the city owns, or profile to 'laptop'.",
    good: { ...laptop, domain: 'platform.localhost' },
  },
  {
    code: 'domain-doubled',
    bad: { ...smallest, domain: 'data.izmir.example' },
    path: 'domain',
    value: 'data.izmir.example',
    fix: 'Set domain to izmir.example, for the portal at data.izmir.example.',
    good: { ...smallest, domain: 'open.izmir.example' },
  },
  {
    code: 'term-unique',
    bad: { ...smallest, dataModels: [ferry({ seats: 'https://a.example/seats', places: 'https://a.example/seats' })] },
    path: 'dataModels[0].attributes.places.iri',
    value: 'https://a.example/seats',
    fix: 'Give places an IRI of its own, or call it seats as the other is.',
    good: {
      ...smallest,
      dataModels: [ferry({ seats: 'https://a.example/seats', places: 'https://a.example/places' })],
    },
  },
  {
    code: 'term-unique',
    bad: { ...smallest, dataModels: [ferry({ name_of: 'https://smartdatamodels.org/name' }), 'Building'] },
    path: 'dataModels[0].attributes.name_of.iri',
    value: 'https://smartdatamodels.org/name',
    fix: 'Give name_of an IRI of its own, or call it name as the other is.',
    good: { ...smallest, dataModels: [ferry({ name: 'https://smartdatamodels.org/name' }), 'Building'] },
  },
  {
    code: 'term-taken',
    bad: { ...smallest, dataModels: [ferry({ location: 'https://a.example/position' })] },
    path: 'dataModels[0].attributes.location.iri',
    value: 'https://a.example/position',
    fix: 'Write https://uri.etsi.org/ngsi-ld/location, which location stands for already, or give it another name.',
    good: { ...smallest, dataModels: [ferry({ location: 'https://uri.etsi.org/ngsi-ld/location' })] },
  },
  {
    code: 'term-taken',
    bad: { ...smallest, dataModels: [ferry({ name: 'https://schema.org/name' }), 'OffStreetParking'] },
    path: 'dataModels[0].attributes.name.iri',
    value: 'https://schema.org/name',
    fix: 'Write https://smartdatamodels.org/name, which name stands for already, or give it another name.',
    good: { ...smallest, dataModels: [ferry({ name: 'https://schema.org/name' })] },
  },
  {
    code: 'term-taken',
    bad: {
      ...smallest,
      dataModels: [
        ferry({ deck: 'https://a.example/deck' }),
        { ...ferry({ deck: 'https://b.example/deck' }), type: 'Tug' },
      ],
    },
    path: 'dataModels[1].attributes.deck.iri',
    value: 'https://b.example/deck',
    fix: 'Write https://a.example/deck, which deck stands for already, or give it another name.',
    good: {
      ...smallest,
      dataModels: [
        ferry({ deck: 'https://a.example/deck' }),
        { ...ferry({ deck: 'https://a.example/deck' }), type: 'Tug' },
      ],
    },
  },
  {
    code: 'load-fits-profile',
    bad: { ...smallest, load: { messagesPerSecond: 100_000 } },
    path: 'load.messagesPerSecond',
    value: 100_000,
    fix: "Set load.messagesPerSecond to 147 or less, or profile to 'city' and load.messagesPerSecond to 1197 or less.",
    good: { ...smallest, load: { messagesPerSecond: 147 } },
  },
  {
    code: 'load-fits-profile',
    bad: { ...largest, load: { messagesPerSecond: 100_000 }, broker: { replicas: 2 } },
    path: 'load.messagesPerSecond',
    value: 100_000,
    fix: 'Set load.messagesPerSecond to 1197 or less.',
    good: { ...largest, load: { messagesPerSecond: 100 } },
  },
  {
    code: 'data-model-schema',
    bad: withModel({ schema: { $ref: '#/$defs/A' } }),
    path: 'dataModels[0].attributes.level.schema.$ref',
    value: '#/$defs/A',
    rule: 'A reference leads to a schema within the same attribute: the platform reads nothing from elsewhere.',
    fix: 'Copy what it leads to into $defs of this schema, and refer to it as #/$defs/NAME.',
    good: withModel({ schema: { $ref: '#/$defs/A', $defs: { A: { type: 'integer' } } } }),
  },
  {
    code: 'data-model-core-term',
    bad: withModel({ name: 'values' }),
    path: 'dataModels[0].attributes.values',
    value: 'values',
    fix: 'Give the attribute another name.',
    good: withModel({ name: 'status' }),
  },
  {
    code: 'data-model-core-term',
    bad: withModel({ type: 'Point' }),
    path: 'dataModels[0].type',
    value: 'Point',
    fix: 'Give the type another name.',
    good: withModel({ type: 'MeasuringPoint' }),
  },
  {
    code: 'replicas-fit-profile',
    bad: { ...smallest, broker: { bus: 'kafka', replicas: 3 } },
    path: 'broker.replicas',
    value: 3,
    fix: "Ask for 2 or fewer, or set profile to 'city'.",
    good: { ...smallest, broker: { bus: 'kafka', replicas: 2 } },
  },
  {
    code: 'replicas-fit-profile',
    bad: { ...smallest, openDataPortal: { replicas: 4 } },
    path: 'openDataPortal.replicas',
    value: 4,
    fix: "Ask for 2 or fewer, or set profile to 'city'.",
    good: { ...smallest, openDataPortal: { replicas: 2 } },
  },
  {
    code: 'load-fits-profile',
    bad: { ...smallest, load: { messagesPerSecond: 200 } },
    path: 'load.messagesPerSecond',
    value: 200,
    fix: "Set load.messagesPerSecond to 147 or less, history.retentionDays to 9 or less, or profile to 'city'.",
    good: { ...smallest, load: { messagesPerSecond: 147 } },
  },
  {
    code: 'load-fits-profile',
    bad: { ...largest, load: { messagesPerSecond: 3000 }, history: { retentionDays: 1 }, broker: { replicas: 2 } },
    path: 'load.messagesPerSecond',
    value: 3000,
    fix: 'Set load.messagesPerSecond to 1904 or less, or broker.replicas to 8.',
    good: { ...largest, load: { messagesPerSecond: 3000 }, history: { retentionDays: 1 } },
  },
  {
    code: 'load-fits-profile',
    bad: { ...laptop, load: { devices: 2_000_000, messagesPerSecond: 1 } },
    path: 'load.devices',
    value: 2_000_000,
    fix: "Set load.devices to 801528 or less, or profile to 'pilot'.",
    good: { ...laptop, load: { devices: 500_000, messagesPerSecond: 1 } },
  },
  {
    code: 'load-fits-profile',
    bad: { ...laptop, load: { messagesPerSecond: 15 } },
    path: 'load.messagesPerSecond',
    value: 15,
    fix: "Set load.messagesPerSecond to 12 or less, history.retentionDays to 5 or less, or profile to 'pilot'.",
    good: { ...smallest, load: { messagesPerSecond: 15 } },
  },
  {
    code: 'requests-fit-profile',
    bad: { ...laptop, gateway: { requestsPerSecond: 1500 } },
    path: 'gateway.requestsPerSecond',
    value: 1500,
    fix: "Set gateway.requestsPerSecond to 1000 or less, or set profile to 'pilot'.",
    good: { ...smallest, gateway: { requestsPerSecond: 1500 } },
  },
  {
    code: 'tenants-fit-database',
    bad: { ...laptop, tenants: tenants(40) },
    path: 'tenants',
    value: 40,
    fix: "Name 26 or fewer, or set profile to 'pilot'.",
    good: { ...laptop, tenants: tenants(26) },
  },
  {
    code: 'tenants-fit-database',
    bad: { ...largest, tenants: tenants(200), broker: { replicas: 8 } },
    path: 'tenants',
    value: 200,
    fix: 'Name 95 or fewer, or set broker.replicas to 3 or less.',
    good: { ...largest, tenants: tenants(200), broker: { replicas: 3 } },
  },
  {
    code: 'requests-fit-profile',
    bad: { ...smallest, gateway: { requestsPerSecond: 20_000 } },
    path: 'gateway.requestsPerSecond',
    value: 20_000,
    fix: "Set gateway.requestsPerSecond to 2000 or less, or set profile to 'city'.",
    good: { ...smallest, gateway: { requestsPerSecond: 2000 } },
  },
  {
    code: 'contact-email-required',
    bad: { ...smallest, contact: { name: 'İzmir' } },
    path: 'contact.email',
    value: undefined,
    fix: 'Add contact.email with a mailbox that someone reads.',
    good: { ...laptop, contact: { name: 'Small Town' } },
  },
  {
    code: 'tenant-unique',
    bad: { ...smallest, tenants: [{ id: 'waste' }, { id: 'air' }, { id: 'waste', title: 'Refuse' }] },
    path: 'tenants[2].id',
    value: 'waste',
    fix: 'Give it another id, or remove it.',
    good: { ...smallest, tenants: [{ id: 'waste' }, { id: 'air', title: 'Waste' }] },
  },
  {
    code: 'tenant-database',
    bad: { ...smallest, tenants: [{ id: 'zone_an' }, { id: 'waste' }, { id: 'zone_c0' }] },
    path: 'tenants[2].id',
    value: 'zone_c0',
    fix: 'Give it another id: zone_an has the same.',
    good: { ...smallest, tenants: [{ id: 'zone_an' }, { id: 'waste' }, { id: 'zone_c1' }] },
  },
  {
    code: 'data-model-unique',
    bad: {
      ...smallest,
      dataModels: [
        'Building',
        { type: 'Building', attributes: { floors: { kind: 'Property', iri: 'https://izmir.example/floors' } } },
      ],
    },
    path: 'dataModels[1].type',
    value: 'Building',
    fix: 'Remove it, or give it another type.',
    good: { ...smallest, dataModels: ['Building', 'Device'] },
  },
  {
    code: 'data-model-unique',
    bad: { ...smallest, dataModels: ['Building', 'Building'] },
    path: 'dataModels[1]',
    value: 'Building',
    fix: 'Remove it, or give it another type.',
    good: { ...smallest, dataModels: ['Building'] },
  },
  {
    code: 'open-data-model',
    bad: { ...smallest, dataModels: ['ParkingSpot'], openData: [{ type: 'ParkingSpots', licence: 'CC0-1.0' }] },
    path: 'openData[0].type',
    value: 'ParkingSpots',
    fix: "Did you mean 'ParkingSpot'? Else add ParkingSpots to dataModels.",
    good: { ...smallest, dataModels: ['ParkingSpot'], openData: [{ type: 'ParkingSpot', licence: 'CC0-1.0' }] },
  },
  {
    code: 'open-data-personal',
    bad: {
      ...smallest,
      dataModels: [{ ...resident, personal: true }],
      openData: [{ type: 'Resident', licence: 'CC0-1.0' }],
    },
    path: 'openData[0].type',
    value: 'Resident',
    fix: 'Remove it, or publish figures in a data model of their own that tell of nobody.',
    good: { ...smallest, dataModels: [resident], openData: [{ type: 'Resident', licence: 'CC0-1.0' }] },
  },
  {
    code: 'open-data-tenant',
    bad: {
      ...smallest,
      tenants: [{ id: 'parking' }],
      dataModels: ['ParkingSpot'],
      openData: [{ type: 'ParkingSpot', licence: 'CC0-1.0', tenant: 'traffic' }],
    },
    path: 'openData[0].tenant',
    value: 'traffic',
    fix: 'Add traffic to tenants.',
    good: {
      ...smallest,
      tenants: [{ id: 'parking' }],
      dataModels: ['ParkingSpot'],
      openData: [{ type: 'ParkingSpot', licence: 'CC0-1.0', tenant: 'parking' }],
    },
  },
  {
    code: 'dashboards-model',
    bad: { ...smallest, dashboards: { enabled: true } },
    path: 'dashboards.enabled',
    value: true,
    fix: 'Name the data models in use in dataModels.',
    good: { ...smallest, dataModels: ['ParkingSpot'], dashboards: { enabled: true } },
  },
  {
    code: 'dashboards-tenant',
    bad: {
      ...smallest,
      tenants: [{ id: 'parking' }],
      dataModels: ['ParkingSpot'],
      dashboards: { enabled: true, tenants: ['parkin'] },
    },
    path: 'dashboards.tenants[0]',
    value: 'parkin',
    fix: "Did you mean 'parking'? Else add parkin to tenants.",
    good: {
      ...smallest,
      tenants: [{ id: 'parking' }],
      dataModels: ['ParkingSpot'],
      dashboards: { enabled: true, tenants: ['parking'] },
    },
  },
  {
    code: 'device-group-unique',
    bad: { ...smallest, dataModels: ['Device'], devices: [meters, { ...meters, type: 'Device' }] },
    path: 'devices[1].id',
    value: 'meters',
    fix: 'Give it another id.',
    good: { ...smallest, dataModels: ['Device'], devices: [meters, { ...meters, id: 'gates' }] },
  },
  {
    code: 'device-unique',
    bad: { ...smallest, dataModels: ['Device'], devices: [{ ...meters, devices: ['a', 'b', { id: 'a' }] }] },
    path: 'devices[0].devices[2]',
    value: 'a',
    fix: 'Remove it.',
    good: { ...smallest, dataModels: ['Device'], devices: [{ ...meters, devices: ['a', 'b', { id: 'c' }] }] },
  },
  {
    code: 'demo-data-profile',
    bad: { ...smallest, ...demo, profile: 'city' },
    path: 'demoData',
    value: true,
    fix: "Set it to false, or set profile to 'pilot' or 'laptop'.",
    good: { ...smallest, ...demo },
  },
  {
    code: 'demo-data-place',
    bad: { ...smallest, ...demo, location: undefined },
    path: 'demoData',
    value: true,
    fix: 'Add location, with latitude and longitude.',
    good: { ...smallest, demoData: false },
  },
  {
    code: 'demo-data-model',
    bad: { ...smallest, ...demo, dataModels: ['Device'] },
    path: 'demoData',
    value: true,
    fix: 'Add one of them to dataModels.',
    good: { ...smallest, ...demo, dataModels: ['Device', 'TrafficFlowObserved'] },
  },
  {
    code: 'demo-group-reserved',
    bad: { ...smallest, dataModels: ['Device'], demoData: false, devices: [{ ...meters, id: 'demo-meters' }] },
    path: 'devices[0].id',
    value: 'demo-meters',
    fix: 'Name it otherwise, such as meters.',
    good: { ...smallest, dataModels: ['Device'], devices: [{ ...meters, id: 'demo-meters' }] },
  },
  {
    code: 'device-group-tenant',
    bad: {
      ...smallest,
      tenants: [{ id: 'parking' }],
      dataModels: ['Device'],
      devices: [{ ...meters, tenant: 'parkin' }],
    },
    path: 'devices[0].tenant',
    value: 'parkin',
    fix: "Did you mean 'parking'? Else add parkin to tenants.",
    good: {
      ...smallest,
      tenants: [{ id: 'parking' }],
      dataModels: ['Device'],
      devices: [{ ...meters, tenant: 'parking' }],
    },
  },
  {
    code: 'device-group-model',
    bad: { ...smallest, devices: [meters] },
    path: 'devices[0].type',
    value: 'Device',
    fix: 'Add Device to dataModels.',
    good: { ...smallest, dataModels: ['Device'], devices: [meters] },
  },
  {
    code: 'device-group-model',
    bad: {
      ...smallest,
      dataModels: ['Device'],
      devices: [{ ...meters, attributes: { v: { name: 'batteryLeve', unit: 'P1' } } }],
    },
    path: 'devices[0].attributes.v.name',
    value: 'batteryLeve',
    fix: "Did you mean 'batteryLevel'?",
    good: { ...smallest, dataModels: ['Device'], devices: [{ ...meters, attributes: { v: 'batteryLevel' } }] },
  },
  {
    code: 'device-group-takes',
    bad: { ...smallest, dataModels: ['Device'], devices: [{ id: 'meters', type: 'Device' }] },
    path: 'devices[0]',
    value: 'meters',
    fix: "List attributes, or set unlisted to 'pass'.",
    good: {
      ...smallest,
      dataModels: ['Device'],
      devices: [{ id: 'meters', type: 'Device', attributes: { v: 'batteryLevel' } }],
    },
  },
  {
    code: 'device-group-network',
    bad: { ...smallest, dataModels: ['Device'], devices: [{ ...meters, network }] },
    path: 'devices[0].network',
    value: 'lora.izmir.example',
    fix: "Set protocol to 'things-stack' or 'chirpstack', or remove network: devices of json come by themselves.",
    good: { ...smallest, dataModels: ['Device'], devices: [{ ...meters, protocol: 'things-stack', network }] },
  },
  {
    code: 'device-group-network',
    bad: { ...smallest, dataModels: ['Device'], devices: [{ ...meters, protocol: 'chirpstack', network }] },
    path: 'devices[0].network.application',
    value: undefined,
    fix: 'Add the id of the application.',
    good: {
      ...smallest,
      dataModels: ['Device'],
      devices: [{ ...meters, protocol: 'chirpstack', network: { ...network, application: 'a1' } }],
    },
  },
  {
    code: 'open-data-unique',
    bad: {
      ...smallest,
      tenants: [{ id: 'parking' }],
      dataModels: ['Device'],
      openData: [
        { type: 'Device', licence: 'CC0-1.0', tenant: 'parking' },
        { type: 'Device', licence: 'CC0-1.0' },
        { type: 'Device', licence: 'CC-BY-4.0', tenant: 'parking' },
      ],
    },
    path: 'openData[2]',
    value: 'Device of parking',
    fix: 'Remove it, or name another tenant.',
    good: {
      ...smallest,
      tenants: [{ id: 'parking' }],
      dataModels: ['Device'],
      openData: [
        { type: 'Device', licence: 'CC0-1.0', tenant: 'parking' },
        { type: 'Device', licence: 'CC0-1.0' },
      ],
    },
  },
  {
    code: 'broker-replicas',
    bad: { ...smallest, broker: { replicas: 2 } },
    path: 'broker.replicas',
    value: 2,
    fix: 'Set broker.bus to kafka, or replicas to 1.',
    good: { ...smallest, broker: { replicas: 2, bus: 'kafka' } },
  },
  {
    code: 'city-broker-bus',
    bad: { ...largest, broker: { bus: 'memory' } },
    path: 'broker.bus',
    value: 'memory',
    fix: "Remove broker.bus, or set profile to 'pilot'.",
    good: { ...smallest, broker: { bus: 'memory' } },
  },
  {
    code: 'city-broker-bus',
    bad: { ...largest, broker: { replicas: 1 } },
    path: 'broker.replicas',
    value: 1,
    fix: "Set broker.replicas to 2 or more, or profile to 'pilot'.",
    good: { ...largest, broker: { replicas: 2 } },
  },
  {
    code: 'laptop-single',
    bad: { ...laptop, broker: { bus: 'kafka', replicas: 2 } },
    path: 'broker.bus',
    value: 'kafka',
    fix: "Remove it, or set profile to 'pilot'.",
    good: { ...laptop, broker: { bus: 'memory' } },
  },
  {
    code: 'laptop-single',
    bad: { ...laptop, broker: { replicas: 2 } },
    path: 'broker.replicas',
    value: 2,
    fix: "Remove it, or set profile to 'pilot'.",
    good: { ...laptop, broker: { replicas: 1 } },
  },
  {
    code: 'laptop-single',
    bad: { ...laptop, openDataPortal: { replicas: 3 } },
    path: 'openDataPortal.replicas',
    value: 3,
    fix: "Remove it, or set profile to 'pilot'.",
    good: { ...smallest, openDataPortal: { replicas: 2 } },
  },
  {
    code: 'kubernetes-backup-store',
    bad: onKubernetes(largest, {}),
    path: 'targets.kubernetes.objectStore',
    value: undefined,
    fix: 'Add objectStore with endpoint, bucket and secretName, or set backups to enabled: false with a reason.',
    good: onKubernetes(largest, { objectStore: store }),
  },
  {
    code: 'kubernetes-database-operator',
    bad: onKubernetes(largest, { postgres: { operator: 'none' }, objectStore: store }),
    path: 'targets.kubernetes.postgres.operator',
    value: 'none',
    fix: "Set it to 'cloudnative-pg', or describe an existing server.",
    good: onKubernetes(largest, { postgres: { existing }, objectStore: store }),
  },
  {
    code: 'kubernetes-backup-store',
    bad: onKubernetes(largest, { postgres: { existing } }),
    path: 'targets.kubernetes.objectStore',
    value: undefined,
    fix: 'Add objectStore with endpoint, bucket and secretName, or set backups to enabled: false with a reason.',
    good: onKubernetes(largest, { postgres: { existing }, objectStore: store }),
  },
  {
    code: 'kubernetes-database-operator',
    bad: onKubernetes(smallest, { postgres: { operator: 'none' } }),
    path: 'targets.kubernetes.postgres.operator',
    value: 'none',
    fix: "Set it to 'cloudnative-pg', or set backups to enabled: false with a reason.",
    good: {
      ...onKubernetes(smallest, { postgres: { operator: 'none' } }),
      backups: { enabled: false, reason: 'A trial that ends in June.' },
    },
  },
  {
    code: 'kubernetes-restore',
    bad: onKubernetes(smallest, { restore: { number: 1 } }),
    path: 'targets.kubernetes.restore',
    value: { number: 1 },
    fix: 'Remove it, or add objectStore, with backups enabled and CloudNativePG as the operator.',
    good: onKubernetes(smallest, { restore: { number: 1 }, objectStore: store }),
  },
  {
    code: 'kubernetes-namespace',
    bad: onKubernetes(smallest, { namespace: 'cnpg-system' }),
    path: 'targets.kubernetes.namespace',
    value: 'cnpg-system',
    fix: 'Name another namespace, such as city-platform.',
    good: onKubernetes(smallest, { namespace: 'platform' }),
  },
  {
    code: 'kubernetes-namespace',
    bad: onKubernetes(smallest, { edge: { kind: 'gateway', name: 'public', namespace: 'izmir' } }),
    path: 'targets.kubernetes.namespace',
    value: 'izmir',
    fix: 'Name another namespace, such as city-platform.',
    good: onKubernetes(smallest, { edge: { kind: 'gateway', name: 'public', namespace: 'edge' } }),
  },
  ...['default', 'kube-system', 'kube-public', 'kube-node-lease', 'openshift', 'openshift-ingress'].flatMap(
    (namespace) => [
      {
        code: 'kubernetes-namespace',
        bad: onKubernetes(smallest, { namespace, existingNamespace: true }),
        path: 'targets.kubernetes.namespace',
        value: namespace,
        fix: 'Name another namespace, such as city-platform.',
        good: onKubernetes(smallest, { namespace: `${namespace}s`.replace(/^(kube|openshift)-/, '') }),
      },
      {
        code: 'kubernetes-namespace',
        bad: onKubernetes({ ...smallest, name: namespace }, {}),
        path: 'targets.kubernetes.namespace',
        value: namespace,
        fix: 'Name another namespace, such as city-platform.',
        good: onKubernetes({ ...smallest, name: namespace }, { namespace: 'city-platform' }),
      },
    ],
  ),
  {
    code: 'aws-profile',
    bad: withField(laptop, 'targets.aws', {}),
    path: 'targets.aws',
    value: undefined,
    fix: "Make it for Kubernetes alone (--target kubernetes, no targets.aws), or set profile to 'pilot' and add a domain.",
    good: withField(laptop, 'targets.kubernetes', {}),
  },
  {
    code: 'aws-certificate',
    bad: onAws({ hostedZone: undefined }),
    path: 'targets.aws',
    value: undefined,
    fix: 'Add targets.aws.hostedZone, or targets.aws.certificateArn.',
    good: onAws({ hostedZone: undefined, certificateArn: arn('eu-central-1', '111122223333') }),
  },
  {
    code: 'aws-certificate-place',
    bad: onAws({ certificateArn: arn('us-east-1', '111122223333') }),
    path: 'targets.aws.certificateArn',
    value: 'arn:aws:acm:us-east-1:111122223333:certificate/1',
    fix: 'Name a certificate of region eu-central-1.',
    good: onAws({ region: 'us-east-1', certificateArn: arn('us-east-1', '111122223333') }),
  },
  {
    code: 'aws-certificate-place',
    bad: onAws({ account: '444455556666', certificateArn: arn('eu-central-1', '111122223333') }),
    path: 'targets.aws.certificateArn',
    value: 'arn:aws:acm:eu-central-1:111122223333:certificate/1',
    fix: 'Name a certificate of region eu-central-1 and account 444455556666.',
    good: onAws({ account: '111122223333', certificateArn: arn('eu-central-1', '111122223333') }),
  },
  {
    code: 'kubernetes-namespace',
    bad: onAws({ eks: { namespace: 'kube-system' } }),
    path: 'targets.aws.eks.namespace',
    value: 'kube-system',
    fix: 'Name another namespace, such as city-platform.',
    good: onAws({ eks: { namespace: 'platform' } }),
  },
  {
    code: 'kubernetes-namespace',
    bad: { ...onAws({}), name: 'kube-system' },
    path: 'targets.aws.eks.namespace',
    value: 'kube-system',
    fix: 'Name another namespace, such as city-platform.',
    good: { ...onAws({ eks: { namespace: 'platform' } }), name: 'kube-system' },
  },
  {
    code: 'aws-hosted-zone',
    bad: onAws({ hostedZone: { id: 'Z1', name: 'mir.example' } }),
    path: 'targets.aws.hostedZone.name',
    value: 'mir.example',
    fix: 'Name the zone that holds izmir.example.',
    good: onAws({}, { ...smallest, domain: 'platform.izmir.example' }),
  },
  {
    code: 'aws-vpc-zones',
    bad: onAws({ vpc: vpc(2) }, largest),
    path: 'targets.aws.vpc.availabilityZones',
    value: ['eu-central-1a', 'eu-central-1b'],
    fix: 'Name at least 3 zones, and their subnets.',
    good: onAws({ vpc: vpc(3) }, largest),
  },
  {
    code: 'aws-vpc-zones',
    bad: onAws({ vpc: vpc(1) }),
    path: 'targets.aws.vpc.availabilityZones',
    value: ['eu-central-1a'],
    fix: 'Name at least 2 zones, and their subnets.',
    good: onAws({ vpc: vpc(2) }),
  },
  {
    code: 'aws-vpc-zones',
    bad: onAws({ vpc: { ...vpc(2), availabilityZones: ['eu-central-1a', 'eu-west-1b'] } }),
    path: 'targets.aws.vpc.availabilityZones[1]',
    value: 'eu-west-1b',
    fix: 'Name a zone of region eu-central-1.',
    good: onAws({ vpc: vpc(2) }),
  },
  {
    code: 'aws-vpc-zones',
    bad: onAws({ vpc: { ...vpc(2), availabilityZones: ['eu-central-1a', 'eu-central-1a'] } }),
    path: 'targets.aws.vpc.availabilityZones[1]',
    value: 'eu-central-1a',
    fix: 'Name each zone once.',
    good: onAws({ vpc: vpc(2) }),
  },
  {
    code: 'aws-vpc-subnets',
    bad: onAws({ vpc: { ...vpc(2), publicSubnetIds: subnets(3, 3) } }),
    path: 'targets.aws.vpc.publicSubnetIds',
    value: ['subnet-00000003', 'subnet-00000004', 'subnet-00000005'],
    fix: 'Name 2 subnets, one for each zone in order, or a multiple.',
    good: onAws({ vpc: { ...vpc(2), publicSubnetIds: subnets(3, 4) } }),
  },
  {
    code: 'aws-vpc-subnets',
    bad: onAws({ vpc: { ...vpc(2), databaseSubnetIds: ['subnet-00000000', 'subnet-00000009'] } }),
    path: 'targets.aws.vpc.databaseSubnetIds[0]',
    value: 'subnet-00000000',
    fix: 'Name each subnet once.',
    good: onAws({ vpc: { ...vpc(2), databaseSubnetIds: subnets(6, 2) } }),
  },
  {
    code: 'aws-eks-vpc',
    bad: onAws({ eks: { existing: adopted } }),
    path: 'targets.aws.eks.existing',
    value: 'shared',
    fix: 'Add targets.aws.vpc with the VPC of the cluster, or remove existing.',
    good: onAws({ vpc: vpc(2), eks: { existing: adopted } }),
  },
  {
    code: 'aws-eks-administrators',
    bad: onAws({ vpc: vpc(2), eks: { existing: adopted, administrators } }),
    path: 'targets.aws.eks.administrators',
    value: administrators,
    fix: 'Remove administrators, or existing.',
    good: onAws({ eks: { administrators } }),
  },
  {
    code: 'compose-single',
    bad: withField(largest, 'targets.compose', {}),
    path: 'targets.compose',
    value: undefined,
    fix: "Set profile to 'laptop' or 'pilot', broker.bus to 'memory' and replicas to 1, or render the city for Kubernetes or AWS.",
    good: withField(laptop, 'targets.compose', {}),
  },
  {
    code: 'compose-ports',
    bad: withField(laptop, 'targets.compose', { httpsPort: 8443, httpPort: 8443 }),
    path: 'targets.compose.httpPort',
    value: 8443,
    fix: 'Remove it, or choose another.',
    good: withField(laptop, 'targets.compose', { httpsPort: 8443, httpPort: 8080 }),
  },
];

test.each(cases)('$code is broken at $path: $fix', ({ code, bad, path, value, fix, good, ...own }) => {
  const general = rules.find((candidate) => candidate.code === code)?.rule;
  expect(general).toMatch(/^[A-Z].*\.$/);
  const rule = own.rule ?? general;
  expect(problemsIn(bad)).toEqual([{ code, path, value, rule, fix }]);
  expect(problemsIn(good)).toEqual([]);
});

test('a target that the spec does not declare breaks no rule', () => {
  expect(problemsIn(largest)).toEqual([]);
  expect(problemsIn(laptop)).toEqual([]);
});

test('backups of profile city need no object store where they are off', () => {
  const backups = { enabled: false, reason: 'The regional archive copies the disks.' };
  expect(problemsIn({ ...onKubernetes(largest, {}), backups })).toEqual([]);
});

test('a second factor may stay optional in profile city', () => {
  expect(problemsIn({ ...largest, identity: { multiFactor: 'optional' } })).toEqual([]);
});

test('every rule has a file of its name, a unique code and a case above', () => {
  const files = readdirSync(join(__dirname, '../../constructs/spec/rules'))
    .map((file) => file.replace('.ts', ''))
    .filter((file) => !['index', 'city-rule'].includes(file));
  expect(rules.map(({ code }) => code).sort()).toEqual(files.sort());
  expect([...new Set(cases.map(({ code }) => code))].sort()).toEqual(files);
});
