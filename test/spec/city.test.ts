import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { parse } from 'yaml';
import { CityError, isCityError } from '../../constructs/problems/city-error';
import {
  defineCity,
  isCity,
  licences,
  modelType,
  namedTargets,
  parseCity,
  requireTarget,
} from '../../constructs/spec/city';
import { countryCodes } from '../../constructs/spec/country-codes';
import { jsonSchemas } from '../../constructs/spec/json-schemas';
import { runs } from '../support/runs';
import { codesIn, largest, problemsIn, problemsOf, smallest, withField } from './city-helpers';
import { mistakes } from './city-mistakes';

const root = join(__dirname, '../..');
const example = (name: string) => parse(readFileSync(join(root, 'examples', name), 'utf8')) as Record<string, unknown>;

const { domain: _, ...withoutDomain } = smallest;

const vpcOf = (availabilityZones: string[]) => ({
  id: 'vpc-0123456789abcdef0',
  availabilityZones,
  privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
  publicSubnetIds: ['subnet-0123456789abcdef2', 'subnet-0123456789abcdef3'],
});

describe('a valid spec', () => {
  test('of five fields gets every default', () => {
    expect(parseCity(smallest)).toEqual({
      name: 'izmir',
      title: 'Izmir',
      country: 'TR',
      population: 4_504_185,
      languages: ['en'],
      timeZone: 'UTC',
      domain: 'izmir.example',
      contact: { name: 'Izmir', email: 'data@izmir.example' },
      profile: 'pilot',
      rotation: 0,
      tenants: [],
      dataModels: [],
      openData: [],
      devices: [],
      declarations: {},
      dashboards: { enabled: false, tenants: [], mapTiles: 'https://tile.openstreetmap.org/{z}/{x}/{y}.png' },
      verification: { enabled: true, everyHours: 24 },
      load: { devices: 4505, messagesPerSecond: 20 },
      history: { retentionDays: 14 },
      identity: {
        passwordMinLength: 12,
        multiFactor: 'optional',
        accessTokenMinutes: 5,
        ldap: [],
        providers: [],
        adminEmail: 'data@izmir.example',
      },
      broker: {
        bus: 'memory',
        replicas: 1,
        notifications: [{ host: '*', schemes: ['https'], ports: [443] }],
        contextHosts: [],
      },
      openDataPortal: { replicas: 1 },
      gateway: { requestsPerSecond: 200, maxBodyMegabytes: 2, corsOrigins: [] },
      backups: { enabled: true, retentionDays: 14, schedule: '0 2 * * *' },
      registryMirrors: {},
      targets: {
        kubernetes: {
          apiServer: { ports: [443, 6443] },
          namespace: 'izmir',
          existingNamespace: false,
          edge: { kind: 'ingress', callers: { kind: 'anyone' } },
          rerun: 0,
          imagePullSecrets: [],
          postgres: { operator: 'cloudnative-pg' },
          operatorNamespaces: { cloudNativePg: 'cnpg-system', strimzi: 'strimzi' },
        },
        aws: { deletionProtection: true, eks: { administrators: [], rerun: 0 } },
        compose: { address: '127.0.0.1', httpsPort: 443, certificate: 'local' },
      },
    });
  });

  test('of profile city runs twice on kafka and asks for a second factor', () => {
    const { broker, openDataPortal, identity } = parseCity(largest);
    expect(broker).toMatchObject({ bus: 'kafka', replicas: 2 });
    expect(openDataPortal).toEqual({ replicas: 2 });
    expect(identity.multiFactor).toBe('required');
  });

  test('of profile laptop needs no domain, mailbox, operator or backups', () => {
    const city = parseCity({ name: 'small-town', country: 'FI', population: 10, profile: 'laptop' });
    expect(city.title).toBe('Small Town');
    expect(city.domain).toBe('small-town.localhost');
    expect(city.contact).toEqual({ name: 'Small Town', email: 'contact@small-town.localhost' });
    expect(city.load).toEqual({ devices: 1, messagesPerSecond: 1 });
    expect(city.gateway.requestsPerSecond).toBe(200);
    expect(city.targets.kubernetes.postgres).toEqual({ operator: 'none' });
    expect(city.backups).toEqual({
      enabled: false,
      reason: 'The laptop profile is for trying things out and holds no data of record.',
    });
  });

  test('keeps what it says, even where a default would follow from another field', () => {
    const city = parseCity({
      ...largest,
      $schema: '../schema/city.schema.json',
      title: 'İzmir',
      load: { messagesPerSecond: 500 },
      broker: { replicas: 3 },
      identity: { multiFactor: 'optional', adminEmail: 'it@izmir.example' },
      tenants: [{ id: 'air_quality' }, { id: 'waste', title: 'Refuse' }],
      backups: { retentionDays: 35 },
      targets: {
        kubernetes: {
          namespace: 'platform',
          objectStore: { endpoint: 'https://s3.example', bucket: 'backups', secretName: 'object-store' },
          postgres: { existing: { host: 'db.izmir.example', adminSecret: { name: 'admin' } } },
        },
      },
    });
    expect(city).not.toHaveProperty('$schema');
    expect(city.contact.name).toBe('İzmir');
    expect(city.load).toEqual({ devices: 4505, messagesPerSecond: 500 });
    expect(city.gateway.requestsPerSecond).toBe(2000);
    expect(city.broker).toMatchObject({ bus: 'kafka', replicas: 3 });
    expect(city.identity).toMatchObject({ multiFactor: 'optional', adminEmail: 'it@izmir.example' });
    expect(city.tenants).toEqual([
      { id: 'air_quality', title: 'Air quality' },
      { id: 'waste', title: 'Refuse' },
    ]);
    expect(city.backups).toEqual({ enabled: true, retentionDays: 35, schedule: '0 2 * * *' });
    expect(city.targets.kubernetes.namespace).toBe('platform');
    expect(city.targets.kubernetes.postgres).toEqual({
      existing: {
        host: 'db.izmir.example',
        port: 5432,
        adminUser: 'postgres',
        adminSecret: { name: 'admin', key: 'password' },
      },
    });
  });

  test('says who may be notified, on the ports that their schemes mean', () => {
    const notifications = [
      { host: 'alerts' },
      { host: '*.izmir.example', network: '10.20.0.0/16', schemes: ['https', 'mqtts'] },
      { network: 'fd00:20::/32', schemes: ['http'], ports: [8080] },
      { namespace: 'apps', schemes: ['http', 'mqtt'] },
    ];
    expect(parseCity({ ...smallest, broker: { notifications } }).broker.notifications).toEqual([
      { host: 'alerts', schemes: ['https'], ports: [443] },
      { host: '*.izmir.example', network: '10.20.0.0/16', schemes: ['https', 'mqtts'], ports: [443, 8883] },
      { network: 'fd00:20::/32', schemes: ['http'], ports: [8080] },
      { namespace: 'apps', schemes: ['http', 'mqtt'], ports: [80, 1883] },
    ]);
  });

  test('takes networks of the city and of the internet, of both versions', () => {
    const good = [
      '10.0.0.0/8',
      '192.0.2.0/24',
      '192.0.2.7/32',
      'fd00::/8',
      '2001:db8::ffff:0/112',
      '2001:db8:0:1::/64',
    ];
    for (const network of good) {
      expect(
        parseCity({ ...smallest, broker: { notifications: [{ network }] } }).broker.notifications[0]?.network,
      ).toBe(network);
    }
  });

  test('becomes a city that cannot be changed, and that is read again as it is', () => {
    const city = defineCity({ ...smallest, location: { latitude: 38.42, longitude: 27.14 } });
    expect(Object.isFrozen(city)).toBe(true);
    expect(Object.isFrozen(city.targets.kubernetes.edge)).toBe(true);
    expect(parseCity(city)).toBe(city);
    expect(isCity(city)).toBe(true);
    expect(isCity({ ...city })).toBe(false);
  });

  test('in TypeScript is checked by its type', () => {
    expect(() =>
      // @ts-expect-error a population is a number
      defineCity({ ...smallest, population: 'many' }),
    ).toThrow(CityError);
  });

  test.each(['izmir/city.yaml', 'istanbul/city.yaml', 'small-town/city.yaml'])('%s is one', (file) => {
    expect(problemsIn(example(file))).toEqual([]);
  });
});

describe('a mistake in one field', () => {
  test.each(mistakes)(
    '%s: %j is reported with path, value, rule and fix',
    (field, written, code, path, value, rule, fix) => {
      const base = field.startsWith('targets.aws')
        ? { ...smallest, targets: { aws: { hostedZone: { id: 'Z1', name: 'izmir.example' } } } }
        : { ...smallest, dataModels: ['Building'] };
      expect(problemsIn(withField(base, field, written))).toEqual([{ code, path, value, rule, fix }]);
    },
  );

  test.each(['name', 'country', 'population'])('%s is required', (field) => {
    const problems = problemsIn({ ...smallest, [field]: undefined });
    expect(problems).toEqual([expect.objectContaining({ code: 'required', path: field, value: undefined })]);
    expect(problems[0]?.fix).toMatch(new RegExp(`^Add ${field}: .+\\.$`));
  });

  test.each([
    ['populaton', "Did you mean 'population'?"],
    ['Domain', "Did you mean 'domain'?"],
    ['opendata', "Did you mean 'openData'?"],
    ['data', "Did you mean 'dataModels'?"],
    ['xyz', /^Remove it; the spec has \$schema, name, title, country, .+, targets\.$/],
  ])('the unknown key %s is refused with a hint', (key, fix) => {
    expect(problemsIn({ ...smallest, [key]: 1 })).toEqual([
      {
        code: 'unknown-key',
        path: key,
        value: key,
        rule: `Unknown keys are refused, and the spec has no '${key}'.`,
        fix: expect.stringMatching(fix),
      },
    ]);
  });

  test.each([undefined, null, 'city', 4, [], () => 0])('%p instead of a mapping is one problem', (spec) => {
    expect(problemsIn(spec)).toEqual([expect.objectContaining({ path: '', rule: expect.any(String) })]);
  });

  test('empty values say what to do', () => {
    expect(problemsIn({ ...smallest, gateway: null })).toEqual([
      {
        code: 'wrong-type',
        path: 'gateway',
        value: null,
        rule: 'A mapping.',
        fix: 'Give it a value, or remove the key.',
      },
    ]);
  });
});

test('all problems come at once: of the schema, and of the rules whose fields are good', () => {
  const spec = {
    name: 'Izmir',
    contry: 'TR',
    population: 4_504_185,
    profile: 'pilot',
    tenants: [{ id: 'a' }, { id: 'a', titel: 'A' }],
    openData: [{ type: 'Building', licence: 'CC-BY-4.0', tenant: 'b' }],
    dataModels: ['Bilding'],
    broker: { replicas: 2 },
    targets: { kubernetes: { namespace: 'Izmir' }, aws: {} },
  };
  expect(codesIn(spec)).toEqual([
    'bad-format name',
    'unknown-key tenants[1].titel',
    'not-allowed dataModels[0]',
    'bad-format targets.kubernetes.namespace',
    'unknown-key contry',
    'domain-required domain',
    'contact-email-required contact.email',
    'tenant-unique tenants[1].id',
    'open-data-tenant openData[0].tenant',
    'broker-replicas broker.replicas',
    'aws-certificate targets.aws',
  ]);
});

describe('a bad field hides nothing of its neighbours', () => {
  const bad = { ...smallest, dataModels: ['OffStreetParking'], tenants: [{ id: 'parking' }] };

  test.each<[string, object, string[]]>([
    [
      'in the same entry of a list',
      { ...bad, openData: [{ type: 'Ferry', tenant: 'parks', licence: 'none' }] },
      ['not-allowed openData[0].licence', 'open-data-model openData[0].type', 'open-data-tenant openData[0].tenant'],
    ],
    [
      'in an entry before: the others keep their places',
      {
        ...bad,
        openData: [
          { type: 5, licence: 'CC0-1.0' },
          { type: 'Ferry', licence: 'CC0-1.0' },
        ],
      },
      ['wrong-type openData[0].type', 'open-data-model openData[1].type'],
    ],
    [
      'in a section',
      { ...bad, targets: { aws: { region: 'mars', vpc: vpcOf(['eu-central-1a', 'eu-central-1a']) } } },
      ['not-allowed targets.aws.region', 'aws-certificate targets.aws'],
    ],
    [
      'of a pair of fields that exclude each other',
      {
        ...bad,
        mail: { host: 'UPPER', from: 'a@b.example', security: 'none', login: { user: 'a', secret: { name: 'b' } } },
      },
      ['bad-format mail.host', 'bad-format mail.security'],
    ],
  ])('%s', (_, spec, codes) => {
    expect(codesIn(spec)).toEqual(codes);
  });

  test.each<[string, object, string[]]>([
    [
      'what is compared with a bad field',
      {
        ...bad,
        tenants: [{ id: 'Parks' }],
        openData: [{ type: 'OffStreetParking', tenant: 'parks', licence: 'CC0-1.0' }],
      },
      ['bad-format tenants[0].id'],
    ],
    [
      'what follows from it',
      { ...smallest, population: '5', load: { messagesPerSecond: 900 } },
      ['wrong-type population'],
    ],
    ['what a misspelt key would have said', { ...withoutDomain, domian: 'izmir.example' }, ['unknown-key domian']],
    [
      'that it is missing',
      { ...withoutDomain, domain: 'izmir.example', contact: { emial: 'a@b.example' } },
      ['unknown-key contact.emial'],
    ],
  ])('and nobody is told %s', (_, spec, codes) => {
    expect(codesIn(spec)).toEqual(codes);
  });
});

test('a CityError reads as a list with place, value, rule and fix', () => {
  const [problem] = problemsIn({ ...smallest, profile: 'town' });
  const error = new CityError([{ ...problem!, file: 'city.yaml', line: 7, column: 3 }]);
  expect(error.message).toBe(
    [
      '1 problem in the spec',
      '',
      '  city.yaml:7:3  profile = "town"  [not-allowed]',
      '    rule: One of laptop, pilot, city.',
      '    fix:  Use one of laptop, pilot, city.',
    ].join('\n'),
  );
  expect(isCityError(error)).toBe(true);
  expect(isCityError(new Error('x'))).toBe(false);
});

describe('secrets', () => {
  const secret = 'correct-horse-battery';

  test.each([
    ['an unknown key', { ...smallest, adminPassword: secret }],
    ['an unknown key that holds more', { ...smallest, identity: { clientSecrets: { grafana: secret } } }],
    ['a reference to a Secret', withField(smallest, 'targets.kubernetes.secretStore', secret)],
    ['a user in an address', withField(smallest, 'domain', `https://admin:${secret}@izmir.example`)],
    ['a mapping in the place of a value', { ...smallest, title: { apiKey: secret } }],
    ['the place of a header', withField(smallest, 'telemetry', { headers: { 'x-team': secret } })],
    ['what a header holds', { ...smallest, title: { of: `Bearer ${secret}` } }],
    ['a key block', { ...smallest, title: `-----BEGIN PRIVATE KEY-----\n${secret}` }],
  ])('in %s are not shown', (_, spec) => {
    const problems = problemsIn(spec);
    expect(problems).not.toEqual([]);
    expect(JSON.stringify(problems)).not.toContain(secret);
    expect(new CityError(problems).message).not.toContain(secret);
  });
});

describe('requireTarget', () => {
  test('says what a section would have to say when the spec has none', () => {
    const problems = problemsOf(() => requireTarget(parseCity(smallest), 'aws'));
    expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual(['aws-certificate targets.aws']);
    expect(problemsOf(() => requireTarget(parseCity(largest), 'kubernetes')).map(({ code }) => code)).toEqual([
      'kubernetes-backup-store',
    ]);
  });

  test('lets a city pass that can be deployed there', () => {
    expect(problemsOf(() => requireTarget(parseCity(smallest), 'kubernetes'))).toEqual([]);
    expect(problemsOf(() => requireTarget(parseCity(example('izmir/city.yaml')), 'aws'))).toEqual([]);
  });
});

describe('a city that is read for what it names', () => {
  const codes = (input: unknown) => problemsOf(() => parseCity(input, 'named')).map(({ code }) => code);
  const aws = { hostedZone: { id: 'Z0123456789EXAMPLE', name: 'izmir.example' } };

  test('without a section has to do for Kubernetes, read already or not', () => {
    const unfit = { ...smallest, name: 'default' };
    expect(codes(unfit)).toEqual(['kubernetes-namespace']);
    expect(codes(parseCity(unfit))).toEqual(['kubernetes-namespace']);
    expect(codes(smallest)).toEqual([]);
  });

  test('with sections has to do for these alone', () => {
    expect(codes({ ...largest, targets: { aws } })).toEqual([]);
    expect(codes(parseCity({ ...largest, targets: { aws } }))).toEqual([]);
    expect(codes({ ...largest, targets: { aws, kubernetes: {} } })).toEqual(['kubernetes-backup-store']);
  });
});

test('every officially assigned country is known', () => {
  expect(countryCodes).toHaveLength(249);
  expect(new Set(countryCodes).size).toBe(249);
});

test('every licence has an https URI', () => {
  expect(Object.values(licences).filter((uri) => !/^https:\/\/\S+$/.test(uri))).toEqual([]);
  expect(licences['CC-BY-4.0']).toBe('https://creativecommons.org/licenses/by/4.0/');
});

test('a data model is known by its type, built-in or inline', () => {
  expect(['Building', { type: 'Ferry' }].map(modelType)).toEqual(['Building', 'Ferry']);
});

describe('the JSON Schemas', () => {
  const published = (file: string) => JSON.parse(readFileSync(join(root, 'schema', file), 'utf8')) as object;

  test.each(['city.schema.json', 'federation.schema.json'])('%s is the one generated from the code', (file) => {
    expect(published(file)).toEqual(JSON.parse(JSON.stringify(jsonSchemas()[file])));
  });

  test('describe every field', () => {
    const undescribed: string[] = [];
    const walk = (schema: unknown, path: string) => {
      if (typeof schema !== 'object' || schema === null) return;
      const { properties = {}, ...rest } = schema as { properties?: Record<string, { description?: string }> };
      for (const [key, value] of Object.entries(properties)) {
        if (!value.description) undescribed.push(`${path}.${key}`);
        walk(value, `${path}.${key}`);
      }
      for (const [key, value] of Object.entries(rest)) if (!/examples|default/.test(key)) walk(value, path);
    };
    walk(published('city.schema.json'), 'city');
    expect(undescribed).toEqual([]);
  });

  test('accept the examples and refuse an unknown key', () => {
    const ajv = addFormats(new Ajv({ strict: false }));
    const city = ajv.compile(published('city.schema.json'));
    const federation = ajv.compile(published('federation.schema.json'));
    for (const name of ['izmir', 'istanbul', 'small-town']) {
      city(example(`${name}/city.yaml`));
      expect(city.errors).toBeNull();
    }
    expect(federation(example('turkiye/federation.yaml'))).toBe(true);
    expect(city({ ...smallest, populaton: 1 })).toBe(false);
  });

  test('have examples that the schemas themselves accept', () => {
    const ajv = addFormats(new Ajv({ strict: false }));
    const refused: string[] = [];
    const walk = (schema: unknown, path: string) => {
      if (typeof schema !== 'object' || schema === null) return;
      const { examples, $id, ...rest } = schema as { examples?: unknown[]; $id?: string };
      for (const value of Array.isArray(examples) ? examples : []) {
        if (!ajv.validate(rest, value)) refused.push(`${path}: ${JSON.stringify(value)}`);
      }
      for (const [key, value] of Object.entries(rest)) walk(value, `${path}/${key}`);
    };
    walk(published('city.schema.json'), '');
    expect(refused).toEqual([]);
  });
});

test('whatever is written, the answer is a city or a CityError with paths', () => {
  const bases = [smallest, largest, example('izmir/city.yaml'), example('istanbul/city.yaml')];
  const paths = (value: unknown, at: string[] = []): string[][] =>
    typeof value === 'object' && value !== null
      ? [at, ...Object.entries(value).flatMap(([key, item]) => paths(item, [...at, key]))]
      : [at];
  const mutate = (value: unknown, [key, ...rest]: string[], change: (old: unknown) => unknown): unknown => {
    if (key === undefined) return change(value);
    const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...(value as object) };
    (copy as Record<string, unknown>)[key] = mutate((copy as Record<string, unknown>)[key], rest, change);
    return copy;
  };
  const change = fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }).map((next) => () => next),
    fc.dictionary(fc.string(), fc.jsonValue()).map((extra) => (old: unknown) => ({ ...(old as object), ...extra })),
    fc.constant((old: unknown) => [old, old]),
    fc.constant((old: unknown) => typeof old),
    fc.constant((old: unknown) => (Array.isArray(old) ? [...old, ...old] : undefined)),
  );
  const spec = fc
    .constantFrom(...bases)
    .chain((base) =>
      fc
        .array(fc.tuple(fc.constantFrom(...paths(base)), change), { minLength: 1, maxLength: 3 })
        .map((changes) => changes.reduce<unknown>((value, [path, next]) => safely(value, path, next), base)),
    );
  // An earlier change may have taken away what a later one is about.
  const safely = (value: unknown, path: string[], next: (old: unknown) => unknown) =>
    paths(value).some((known) => known.join('/') === path.join('/')) ? mutate(value, path, next) : value;
  fc.assert(
    fc.property(spec, (input) => {
      const problems = problemsOf(() => {
        expect(Object.isFrozen(parseCity(input))).toBe(true);
      });
      for (const { path, rule, fix } of problems) {
        expect(typeof path).toBe('string');
        expect(rule).not.toMatch(/^(Invalid|Too|Unrecognized)/);
        expect(fix).not.toBe('');
      }
      expect(() => JSON.stringify(problems)).not.toThrow();
    }),
    runs(300),
  );
});

test.each([
  [undefined, ['kubernetes']],
  [{ kubernetes: {} }, ['kubernetes']],
  [{ aws: { hostedZone: { id: 'Z0123456789EXAMPLE', name: 'izmir.example' } } }, ['aws']],
  [{ aws: { hostedZone: { id: 'Z0123456789EXAMPLE', name: 'izmir.example' } }, kubernetes: {} }, ['kubernetes', 'aws']],
  [{ compose: {} }, ['compose']],
])('a city whose targets are %j is made for %j', (targets, named) => {
  const contact = { email: 'data@izmir.example' };
  const spec = { name: 'izmir', country: 'TR', population: 9, profile: 'pilot', domain: 'izmir.example', contact };
  expect(namedTargets(parseCity({ ...spec, ...(targets && { targets }) }))).toEqual(named);
});
