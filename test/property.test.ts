import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'yaml';
import { synthKubernetes } from '../charts/synth';
import { synthCompose } from '../compose/synth';
import { isCityError } from '../constructs/problems/city-error';
import { type City, parseCity } from '../constructs/spec/city';
import { runs } from './support/runs';

/** The parsed examples, and a spec with every section, to mutate. */
const seeds: readonly object[] = readdirSync('examples')
  .filter((name) => readdirSync(`examples/${name}`).includes('city.yaml'))
  .map((name) => parse(readFileSync(`examples/${name}/city.yaml`, 'utf8')) as object);

/** Most of the time a number that every profile carries, so that not most specs are refused for that alone. */
const upTo = (modest: number, most: number) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.integer({ min: 1, max: modest }) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: most }) },
  );

const written = fc.record(
  {
    name: fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/),
    country: fc.constantFrom('TR', 'FI', 'PT', 'BR'),
    population: fc.integer({ min: 1, max: 50_000_000 }),
    domain: fc.stringMatching(/^[a-z]{1,12}\.example$/),
    contact: fc.constant({ email: 'it@city.example' }),
    profile: fc.constantFrom('pilot', 'laptop', 'city'),
    languages: fc.subarray(['tr', 'en', 'fi', 'pt'], { minLength: 1 }),
    tenants: fc
      .uniqueArray(fc.stringMatching(/^[a-z][a-z0-9_]{0,31}$/), { maxLength: 12 })
      .map((ids) => ids.map((id) => ({ id }))),
    dataModels: fc.subarray(['OffStreetParking', 'AirQualityObserved', 'GtfsStop', 'WasteContainer', 'Device']),
    location: fc.record({
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    }),
    demoData: fc.boolean(),
    devices: fc.constantFrom(
      [{ id: 'meters', type: 'Device', unlisted: 'pass', devices: ['hall'] }],
      [{ id: 'car-parks', type: 'OffStreetParking', pattern: '*', attributes: { free: 'availableSpotNumber' } }],
    ),
    load: fc.record({ devices: upTo(500, 2_000_000), messagesPerSecond: upTo(2, 5000) }),
    gateway: fc.record({
      requestsPerSecond: upTo(20, 5000),
      maxBodyMegabytes: fc.integer({ min: 1, max: 50 }),
    }),
    broker: fc.oneof(
      { weight: 2, arbitrary: fc.constant({}) },
      {
        weight: 1,
        arbitrary: fc.record({ replicas: fc.integer({ min: 1, max: 6 }), bus: fc.constantFrom('memory', 'kafka') }),
      },
      {
        weight: 5,
        arbitrary: fc.record({
          notifications: fc.subarray([
            { host: '*' },
            { host: '*.izmir.example', network: '10.20.0.0/16', schemes: ['https', 'mqtts'] },
            { network: 'fd00:20::/32', schemes: ['http'], ports: [8080, 8081] },
            { namespace: 'apps', schemes: ['http'], ports: [8080] },
          ]),
          contextHosts: fc.subarray(['smart-data-models.github.io', '*.izmir.example']),
        }),
      },
    ),
    identity: fc.record({
      multiFactor: fc.constantFrom('required', 'optional'),
      accessTokenMinutes: fc.integer({ min: 1, max: 15 }),
      ldap: fc.subarray([{ host: 'ldap.izmir.example' }, { host: 'ad.izmir.example', port: 389 }]),
      providers: fc.subarray([{ host: 'login.izmir.example' }]),
    }),
    mail: fc.constantFrom(
      { host: 'smtp.izmir.example', from: 'a@izmir.example' },
      { host: 'smtp.izmir.example', from: 'a@izmir.example', login: { user: 'a', secret: { name: 'mail' } } },
    ),
    telemetry: fc.constantFrom(
      { endpoint: 'https://otlp.izmir.example' },
      { endpoint: 'https://otlp.izmir.example:4318/otlp', headers: { 'api-key': { name: 'otlp', key: 'token' } } },
    ),
    backups: fc.oneof(
      fc.constant({ retentionDays: 7 }),
      fc.constant({ enabled: false, reason: 'Copied to the regional archive nightly.' }),
    ),
    targets: fc.oneof(
      fc.constant({}),
      fc.record({
        kubernetes: fc.record(
          {
            edge: fc.constantFrom(
              { kind: 'ingress' },
              { kind: 'ingress', className: 'traefik', clusterIssuer: 'letsencrypt' },
              { kind: 'ingress', tlsSecret: 'certificate', callers: { kind: 'addresses', networks: ['10.20.0.0/16'] } },
              { kind: 'gateway', name: 'public', namespace: 'edge' },
              { kind: 'loadBalancer', clusterIssuer: 'letsencrypt' },
              { kind: 'none', reason: 'Only reached from inside the cluster.' },
            ),
            secretStore: fc.constant({ name: 'vault' }),
            objectStore: fc.constantFrom(
              { endpoint: 'https://s3.example', bucket: 'backups', secretName: 'object-store' },
              {
                ...{ endpoint: 'https://s3.fr-par.scw.cloud', bucket: 'backups', secretName: 'object-store' },
                ...{ region: 'fr-par', authority: { name: 'authority' } },
              },
            ),
            apiServer: fc.constant({ networks: ['10.30.0.10/32'], ports: [16_443] }),
            storageClass: fc.constant('fast'),
            sharedStorageClass: fc.constant('shared'),
            dns: fc.constantFrom(
              { kind: 'addresses', networks: ['169.254.20.10/32'] },
              { kind: 'pods', namespace: 'openshift-dns', labels: { dns: 'default' }, port: 5353 },
            ),
          },
          { requiredKeys: ['edge'] },
        ),
      }),
    ),
  },
  { requiredKeys: ['name', 'country', 'population', 'domain', 'contact', 'profile'] },
);

/** With devices and demo data only where their models are, so that not most of them are refused for that alone. */
const pilot: fc.Arbitrary<object> = written.map(({ devices, demoData, ...spec }) => {
  const has = (type: string) => spec.dataModels?.includes(type) ?? false;
  const shows = has('OffStreetParking') && spec.location !== undefined && spec.profile !== 'city';
  return {
    ...spec,
    ...(devices?.every(({ type }) => has(type)) && { devices }),
    ...(demoData !== undefined && { demoData: demoData && shows }),
  };
});

/** Text of any character; `unit: 'binary'` is the same, and takes a second to list them all. */
const anyText = fc.string({
  unit: fc
    .integer({ min: 0, max: 0x10_ffff })
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code)),
});

/** What a tired hand does to a spec: a value of another kind, a key gone, a key of another name, a list doubled. */
const damage = fc.oneof(
  fc.record({
    kind: fc.constant('set' as const),
    value: fc.oneof(fc.jsonValue(), anyText, fc.double(), fc.bigInt()),
  }),
  fc.record({ kind: fc.constant('drop' as const), value: fc.constant(undefined) }),
  fc.record({ kind: fc.constant('rename' as const), value: fc.string() }),
  fc.record({ kind: fc.constant('double' as const), value: fc.constant(undefined) }),
);

const mutated = fc
  .tuple(
    fc.oneof(fc.constantFrom(...seeds), pilot),
    fc.array(fc.tuple(fc.nat(), damage), { minLength: 1, maxLength: 3 }),
  )
  .map(([seed, blows]) => {
    const spec = structuredClone(seed);
    for (const [where, blow] of blows) strike(spec, where, blow);
    return spec;
  });

function strike(spec: object, where: number, { kind, value }: { kind: string; value: unknown }): void {
  const places: [Record<string, unknown>, string][] = [];
  const collect = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node as Record<string, unknown>, key]);
      collect((node as Record<string, unknown>)[key]);
    }
  };
  collect(spec);
  if (places.length === 0) return;
  const [node, key] = places[where % places.length]!;
  if (kind === 'drop') delete node[key];
  else if (kind === 'set') node[key] = value;
  else if (kind === 'double' && Array.isArray(node[key]))
    node[key] = [...(node[key] as unknown[]), ...(node[key] as unknown[])];
  // A key of a list is a number.
  else if (kind === 'rename' && !Array.isArray(node)) {
    node[String(value)] = node[key];
    delete node[key];
  }
}

/** The city, or nothing when the spec was refused as it should be. */
function read(spec: unknown): City | undefined {
  try {
    return parseCity(spec);
  } catch (error) {
    if (!isCityError(error)) throw error;
    const incomplete = error.problems.filter(
      ({ code, path, rule, fix }) => !code || typeof path !== 'string' || !rule || !fix,
    );
    if (error.problems.length === 0 || incomplete.length > 0) {
      throw new Error(`a problem does not say everything: ${JSON.stringify(incomplete)}`);
    }
    return undefined;
  }
}

test('thousands of damaged specs are cities, or refused with path, rule and fix', () => {
  fc.assert(
    fc.property(mutated, (spec) => {
      read(spec);
    }),
    runs(3000),
  );
});

test('every random city becomes a platform that passes every gate, or is refused for the target', () => {
  let platforms = 0;
  fc.assert(
    fc.property(fc.oneof({ weight: 3, arbitrary: pilot }, { weight: 1, arbitrary: mutated }), (spec) => {
      const city = read(spec);
      if (!city) return;
      for (const synth of [synthKubernetes, synthCompose]) {
        try {
          expect(synth(city).findings).toEqual([]);
          platforms += 1;
        } catch (error) {
          if (!isCityError(error)) throw error;
        }
      }
    }),
    runs(160),
  );
  expect(platforms).toBeGreaterThan(60);
});
