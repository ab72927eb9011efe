import * as pulumi from '@pulumi/pulumi';
import { images } from '../../constructs/images';
import { Secret, Service } from '../../constructs/primitives';
import { Cpu, Size } from '../../constructs/units';
import { CityPlatform, KubernetesComponent } from '../../pulumi';

interface Created {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, never>;
}

const created: Created[] = [];

beforeAll(() => {
  pulumi.runtime.setMocks({
    newResource({ type, name, inputs }) {
      created.push({ type, name, inputs });
      return { id: `${name}-id`, state: inputs };
    },
    call: ({ inputs }) => inputs,
  });
});

beforeEach(() => created.splice(0));

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

test('a whole platform is created as typed resources, in start order', async () => {
  const platform = new CityPlatform('izmir', { city });
  await settled(platform.resources.values());
  // Names of jobs end in a hash of what they run.
  const names = [...platform.resources.keys()].map((key) => key.replace(/-[0-9a-f]{8}$/, '-<hash>'));
  expect(names).toMatchSnapshot();
  expect(new Set(created.map(({ type }) => type))).toMatchSnapshot();
});

test('every object of the chart becomes one resource', async () => {
  const platform = new CityPlatform('izmir', { city });
  await settled(platform.resources.values());
  expect(created.filter(({ type }) => type.startsWith('kubernetes:'))).toHaveLength(platform.resources.size);
});

test('a namespace that is there is used and not created', async () => {
  const platform = new CityPlatform('izmir', { city, adoptNamespace: 'shared' });
  await settled(platform.resources.values());
  expect(created.some(({ type }) => type === 'kubernetes:core/v1:Namespace')).toBe(false);
  const namespaces = created.flatMap(
    ({ inputs }) => (inputs as { metadata?: { namespace?: string } }).metadata?.namespace ?? [],
  );
  expect(new Set(namespaces)).toEqual(new Set(['shared']));
});

test('a secret that is read is marked secret', async () => {
  const platform = new CityPlatform('izmir', { city });
  const [value] = platform.platform.portal.node.findAll().filter((construct) => construct instanceof Secret);
  expect(await pulumi.isSecret(platform.secretValue(value as Secret))).toBe(true);
});

test('a city with a mistake is refused before anything is created', () => {
  expect(() => new CityPlatform('izmir', { city: { ...city, population: -1 } })).toThrow('population');
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
  await new Promise((done) => setTimeout(done, 50));
  expect(created.map(({ type, name }) => `${type} ${name}`)).toEqual(
    expect.arrayContaining(['kubernetes:apps/v1:Deployment edge-web-deployment']),
  );
});
