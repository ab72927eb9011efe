import * as pulumi from '@pulumi/pulumi';
import { App } from 'cdk8s';
import { CityPlatformChart } from '../../charts';
import { parseCity } from '../../constructs/spec/city';
import { images } from '../../constructs/waist/images';
import { Secret, Service } from '../../constructs/waist/primitives';
import { Cpu, Size } from '../../constructs/waist/units';
import { CityPlatformComponent, KubernetesComponent } from '../../pulumi';

interface Created {
  readonly type: string;
  readonly name: string;
  /** Set for what is read only. */
  readonly id?: string | undefined;
  readonly inputs: Record<string, never>;
}

/** What the cluster holds of each Secret that is read. */
const held = { password: Buffer.from('from the cluster').toString('base64') };

const created: Created[] = [];

/** A whole platform, and what was created for it. */
let whole: CityPlatformComponent;
let ofWhole: readonly Created[];

const mocks: pulumi.runtime.Mocks = {
  newResource({ type, name, id, inputs }) {
    created.push({ type, name, id, inputs });
    return { id: id || `${name}-id`, state: id ? { data: held } : inputs };
  },
  call: ({ inputs }) => inputs,
};

beforeAll(async () => {
  pulumi.runtime.setMocks(mocks);
  whole = new CityPlatformComponent('izmir', { city });
  await settled(whole.resources.values());
  ofWhole = created.splice(0);
});

// One test has a preview of its own.
beforeEach(() => pulumi.runtime.setMocks(mocks));
afterEach(() => created.splice(0));

const city = {
  name: 'izmir',
  country: 'TR',
  population: 4_500_000,
  domain: 'izmir.example',
  contact: { email: 'it@izmir.example' },
  profile: 'pilot',
  tenants: [{ id: 'parking' }],
  dataModels: ['OffStreetParking'],
} as const;

async function settled(resources: Iterable<pulumi.Resource>): Promise<string[]> {
  return Promise.all(
    [...resources].map((resource) => new Promise<string>((done) => resource.urn.apply((urn) => done(urn)))),
  );
}

/** Pulumi would wait for ever for a claim that waits for its first pod. */
function withoutWaiting(object: { kind: string; metadata: { annotations: object } }): object {
  if (object.kind !== 'PersistentVolumeClaim') return object;
  const annotations = { ...object.metadata.annotations, 'pulumi.com/skipAwait': 'true' };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function sorted(objects: readonly object[]): object[] {
  const key = (object: object) => {
    const { kind, metadata } = object as { kind: string; metadata: { name: string } };
    return `${kind}/${metadata.name}`;
  };
  return [...objects].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function adminPassword({ platform }: CityPlatformComponent): Secret {
  return platform.portal!.node.findAll().find((one) => one.node.id === 'AdminPassword') as Secret;
}

function resolved<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((done) => output.apply(done));
}

test('a whole platform is created as typed resources, in start order', () => {
  // Names of jobs end in a hash of what they run.
  const names = [...whole.resources.keys()].map((key) => key.replace(/-[0-9a-f]{8}$/, '-<hash>'));
  expect(names).toMatchSnapshot();
  expect(new Set(ofWhole.map(({ type }) => type))).toMatchSnapshot();
});

test('every object of the chart becomes one resource that says the same in every field', () => {
  const chart = new CityPlatformChart(new App(), 'izmir', { city: parseCity(city) });
  const inputs = ofWhole.flatMap(({ type, inputs }) => (type.startsWith('kubernetes:') ? [inputs] : []));
  expect(sorted(inputs)).toEqual(sorted(chart.toJson().map(withoutWaiting)));
});

test('a namespace that is there is used and not created', async () => {
  const platform = new CityPlatformComponent('izmir', { city, adoptNamespace: 'shared' });
  await settled(platform.resources.values());
  expect(created.some(({ type }) => type === 'kubernetes:core/v1:Namespace')).toBe(false);
  const namespaces = created.flatMap(
    ({ inputs }) => (inputs as { metadata?: { namespace?: string } }).metadata?.namespace ?? [],
  );
  expect(new Set(namespaces)).toEqual(new Set(['shared']));
});

test('a secret that is read is marked secret, and read once', async () => {
  const value = whole.secretValue(adminPassword(whole));
  expect(whole.secretValue(adminPassword(whole))).toBe(value);
  expect(await pulumi.isSecret(value)).toBe(true);
  expect(await resolved(value)).toBe('from the cluster');
  expect(created.filter(({ id }) => id).map(({ id }) => id)).toEqual(['izmir/izmir-portal-admin-password']);
});

test('a secret that somebody else keeps is read from where it is', async () => {
  const existing = { host: 'postgres.example', adminSecret: { name: 'postgres-admin', key: 'password' } };
  const platform = new CityPlatformComponent('izmir', {
    city: { ...city, targets: { kubernetes: { postgres: { existing } } } },
  });
  const adopted = platform.platform.node.findAll().find((one) => one instanceof Secret && one.existing);
  await resolved(platform.secretValue(adopted as Secret));
  expect(created.filter(({ id }) => id).map(({ id }) => id)).toEqual(['izmir/postgres-admin']);
});

test('a city with a mistake is refused before anything is created', () => {
  expect(() => new CityPlatformComponent('izmir', { city: { ...city, population: -1 } })).toThrow('population');
  expect(created).toEqual([]);
});

test('a component alone becomes resources in a program of one’s own', async () => {
  const component = new KubernetesComponent('edge', {
    options: { namespace: 'city' },
    build: (chart) => {
      new Service(chart, 'Web', {
        image: images.nginx,
        size: { cpu: Cpu.millis(10), memory: Size.mebibytes(32) },
        ports: { http: 8080 },
        probes: { ready: { tcp: 8080 }, live: { tcp: 8080 } },
      });
    },
  });
  await settled([component]);
  const deployment = 'kubernetes:apps/v1:Deployment edge-web-deployment';
  while (!created.some(({ type, name }) => `${type} ${name}` === deployment))
    await new Promise((done) => setTimeout(done, 5));
});

test('the preview of a new platform does not look for the secrets that its job will make', async () => {
  /** What an engine gives for whatever only `up` will know. */
  const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';
  const read: string[] = [];
  const preview = true;
  pulumi.runtime.setMocks(
    {
      newResource({ id, inputs }) {
        if (id) read.push(id);
        return { id: '', state: inputs };
      },
      call: ({ inputs }) => inputs,
    },
    'project',
    'stack',
    preview,
  );
  const platform = new CityPlatformComponent('izmir', { city });
  const secrets = platform.platform.node.findAll().filter((one) => one instanceof Secret);
  const values = secrets.map((secret) => platform.secretValue(secret as Secret));
  await Promise.all(values.map((value) => pulumi.isSecret(value)));
  await Promise.all(values.map((value) => (value as unknown as { isKnown: Promise<boolean> }).isKnown));
  expect(new Set(read)).toEqual(new Set([unknown]));
});
