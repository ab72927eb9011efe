import { App, Chart } from 'cdk8s';
import { CityPlatformChart } from '../../charts/city-platform-chart';
import { synthKubernetes } from '../../charts/synth';
import { loadSpec } from '../../constructs/files/load-spec';

import { type City, type CityInput, parseCity } from '../../constructs/spec/city';
import { smallest, withField } from '../spec/city-helpers';
import { readable, withoutHashes } from '../support/readable';
import type { Manifest } from './support';

async function example(name: string): Promise<City> {
  const spec = await loadSpec(`examples/${name}/city.yaml`);
  if (spec.kind !== 'city') throw new Error(`${name} is no city`);
  return spec.city;
}

function kindAndName({ kind, metadata }: Manifest): string {
  return withoutHashes(`${kind} ${metadata.name}`);
}

function sorted(objects: readonly Manifest[]): Manifest[] {
  const keyed = objects.map((object) => [kindAndName(object), object] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}

/** An object as it stands in a snapshot. What is in its files stands in that of the platform's files. */
function readableObject(object: Manifest): string {
  if (object.kind !== 'ConfigMap') return readable(object);
  const files = Object.keys(object.data).map((key) => [key, '<file>']);
  return readable({ ...object, data: Object.fromEntries(files) });
}

test('izmir becomes these objects', async () => {
  const { objects, findings } = synthKubernetes(await example('izmir'));
  expect(findings).toEqual([]);
  expect(sorted(objects).map(readableObject).join('---\n')).toMatchSnapshot();
});

test.each(['small-town', 'istanbul'])('%s becomes objects of these kinds and names', async (name) => {
  const { objects, findings } = synthKubernetes(await example(name));
  expect(findings).toEqual([]);
  expect(sorted(objects).map(kindAndName).join('\n')).toMatchSnapshot();
});

/** Kinds and names of what has to be there before an object. A pod waits by itself for the secrets it names. */
function needs({ kind, spec, roleRef, subjects }: Manifest): string[] {
  if (kind === 'RoleBinding') return [roleRef, ...subjects].map((named) => `${named.kind} ${named.name}`);
  const pod = spec?.template?.spec;
  if (!pod) return [];
  const volumes: Manifest[] = (pod.volumes ?? []).flatMap((one: Manifest) => one.projected?.sources ?? [one]);
  return [
    `ServiceAccount ${pod.serviceAccountName}`,
    ...volumes.flatMap(({ configMap }) =>
      // The cluster itself puts its authority's certificate into every namespace.
      configMap && configMap.name !== 'kube-root-ca.crt' ? [`ConfigMap ${configMap.name}`] : [],
    ),
    ...volumes.flatMap(({ persistentVolumeClaim: claim }) =>
      claim ? [`PersistentVolumeClaim ${claim.claimName}`] : [],
    ),
  ];
}

test.each(['small-town', 'izmir', 'istanbul'])(
  'a cluster takes the objects of %s in the order they are in: all is closed first, and what an object names is there',
  async (name) => {
    const objects: readonly Manifest[] = synthKubernetes(await example(name)).objects;
    const order = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(order.slice(0, 2)).toEqual([`Namespace ${name}`, `NetworkPolicy ${name}-default-deny`]);
    const needed = objects.flatMap((object, at) => needs(object).map((one) => ({ one, there: order.slice(0, at) })));
    expect(needed.filter(({ one, there }) => !there.includes(one)).map(({ one }) => one)).toEqual([]);
    expect(needed.length).toBeGreaterThan(30);
  },
);

test('the chart lives in somebody else’s app beside other charts', async () => {
  const app = new App();
  new Chart(app, 'other');
  const chart = new CityPlatformChart(app, 'town', { city: await example('small-town') });
  expect(app.charts.map((one) => one.node.id)).toEqual(['other', 'town']);
  expect(chart.toJson().length).toBeGreaterThan(50);
});

test('two platforms in one cluster share no name', async () => {
  const app = new App();
  const city = await example('small-town');
  const names = ['north', 'south'].map((id) =>
    new CityPlatformChart(app, id, { city })
      .toJson()
      .filter((object) => object.kind !== 'Namespace')
      .map((object) => `${object.kind}/${object.metadata.name}`),
  );
  expect(names[0]!.filter((name) => names[1]!.includes(name))).toEqual([]);
});

test('a platform is changed through its constructs before it is rendered', async () => {
  const chart = new CityPlatformChart(new App(), 'town', {
    city: await example('small-town'),
    customize: (platform) => platform.broker.service.addEnv('QUARKUS_LOG_LEVEL', 'DEBUG'),
  });
  const broker = chart
    .toJson()
    .find((object) => object.kind === 'Deployment' && object.metadata.name === 'town-broker');
  expect(broker.spec.template.spec.containers[0].env).toContainEqual({ name: 'QUARKUS_LOG_LEVEL', value: 'DEBUG' });
});

test('an object is changed through the escape hatch after it is rendered', async () => {
  const chart = new CityPlatformChart(new App(), 'town', { city: await example('small-town') });
  const deployment = chart.platform.broker.service.node.defaultChild as unknown as {
    addJsonPatch(patch: object): void;
  };
  expect(deployment).toHaveProperty('addJsonPatch');
});

test('a city that cannot be had on Kubernetes is refused with what its section lacks', () => {
  const city = {
    name: 'izmir',
    country: 'TR',
    population: 4_500_000,
    domain: 'izmir.example',
    contact: { email: 'it@izmir.example' },
    profile: 'city' as const,
  };
  expect(() => new CityPlatformChart(new App(), 'izmir', { city })).toThrow('targets.kubernetes.objectStore');
});

test('every program asks the DNS of the spec and no other, whatever it is', () => {
  const openShift = {
    kind: 'pods' as const,
    namespace: 'openshift-dns',
    labels: { 'dns.operator.openshift.io/daemonset-dns': 'default' },
    port: 5353,
  };
  const dnsRules = (kubernetes: NonNullable<CityInput['targets']>['kubernetes']) => {
    const leiria = { name: 'leiria', country: 'PT', population: 128_000, profile: 'laptop' } as const;
    const { objects, findings } = synthKubernetes(parseCity({ ...leiria, targets: { kubernetes } }));
    expect(findings).toEqual([]);
    const policies = (objects as readonly Manifest[]).filter(
      ({ kind, metadata }) => kind === 'NetworkPolicy' && !metadata.name.endsWith('-default-deny'),
    );
    return [...new Set(policies.map(({ spec }) => JSON.stringify(spec.egress[0])))];
  };
  const selector = (namespace: string, labels: object) => ({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels: labels },
  });
  const rule = (to: readonly object[], port: number) =>
    JSON.stringify({ ports: ['UDP', 'TCP'].map((protocol) => ({ port, protocol })), to });
  const cache = (cidr: string) => ({ ipBlock: { cidr } });
  const usual = ['kube-dns', 'node-local-dns'].map((app) => selector('kube-system', { 'k8s-app': app }));
  expect(dnsRules({})).toEqual([rule([...usual, cache('169.254.20.10/32')], 53)]);
  expect(dnsRules({ dns: openShift })).toEqual([rule([selector('openshift-dns', openShift.labels)], 5353)]);
  // Cloud DNS of GKE.
  expect(dnsRules({ dns: { kind: 'addresses', networks: ['169.254.169.254/32'], port: 53 } })).toEqual([
    rule([cache('169.254.169.254/32')], 53),
  ]);
});

test('a changed list of tenants lets every job of the broker run again that its databases need', async () => {
  const city = await example('small-town');
  const jobs = (tenants: readonly string[]) => {
    const { objects } = synthKubernetes(
      parseCity({ ...city, tenants: tenants.map((id) => ({ id })), openData: [], targets: {} }),
    );
    return (objects as Manifest[])
      .filter(({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith('small-town-broker-'))
      .map(({ metadata }) => metadata.name as string)
      .sort();
  };
  const before = jobs(['parking']);
  const swapped = jobs(['waste']);
  expect(swapped.map((name) => name.replace(/-[0-9a-f]{8}$/, ''))).toEqual(
    before.map((name) => name.replace(/-[0-9a-f]{8}$/, '')),
  );
  expect(before.length).toBeGreaterThan(2);
  expect(swapped.filter((name) => before.includes(name))).toEqual([]);
  expect(jobs(['parking'])).toEqual(before);
});

test('a namespace that the spec says exists is not rendered, and nothing is refused to other pods in it', () => {
  const city = withField(smallest, 'targets.kubernetes', { namespace: 'team-a', existingNamespace: true });
  const objects: readonly Manifest[] = new CityPlatformChart(new App(), 'town', { city }).toJson();
  expect(objects.filter(({ kind }) => kind === 'Namespace')).toEqual([]);
  expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['team-a']));
  const deny = objects.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'town-default-deny');
  expect(deny?.spec.podSelector).toEqual({ matchLabels: { 'app.kubernetes.io/part-of': 'town' } });
});
