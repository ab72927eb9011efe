import type { Chart } from 'cdk8s';
import type { ApiServerOption } from '../../charts/kubernetes-options';
import { KubernetesTarget } from '../../charts/kubernetes-target';
import { connections } from '../../constructs/waist/graph';
import { images } from '../../constructs/waist/images';
import { Cache, EventBus, Job, PostgresDatabase } from '../../constructs/waist/primitives';
import { Size } from '../../constructs/waist/units';
import { type Manifest, newChart, postgres, Rendered, service, size } from './support';

/** Of everything that has a port, with references across. */
function platform(): Chart {
  const chart = newChart();
  const server = postgres(chart);
  const data = new PostgresDatabase(chart, 'Data', { server, name: 'data' });
  const cache = new Cache(chart, 'Cache', { size });
  const bus = new EventBus(chart, 'Bus', { replicas: 1, size, storage: Size.gibibytes(1) });
  const broker = service(chart, 'Broker', {
    ports: { http: 8080, management: 9000 },
    env: { HOST: data.host, PASSWORD: data.password, BUS: bus.bootstrapServers, SELF: () => broker.endpoint().url() },
  });
  service(chart, 'Portal', {
    env: { BROKER: broker.endpoint().url(), MANAGEMENT: broker.endpoint('management').url(), CACHE: cache.url },
  });
  new Job(chart, 'Tenants', { image: images.node, size, args: [broker.endpoint().url()] });
  new Job(chart, 'Nightly', {
    image: images.node,
    size,
    schedule: '0 2 * * *',
    files: { '/setup/url': broker.endpoint().url() },
  });
  service(chart, 'Lonely');
  return chart;
}

interface Path {
  readonly from: string;
  readonly to: string;
  readonly port: number;
}

/** Every path between programs of the platform that a side of the policies opens. */
function opened(policies: readonly Manifest[], side: 'ingress' | 'egress'): string[] {
  const label = (selector: Manifest): string => Object.values(selector.matchLabels).join();
  const paths = policies.flatMap(({ spec }): Path[] =>
    (spec[side] ?? []).flatMap((rule: Manifest) =>
      ((side === 'ingress' ? rule.from : rule.to) ?? [])
        .filter((peer: Manifest) => peer.podSelector && !peer.namespaceSelector)
        .flatMap((peer: Manifest) =>
          rule.ports.map(({ port }: { port: number }) => {
            const [own, other] = [label(spec.podSelector), label(peer.podSelector)];
            return side === 'ingress' ? { from: other, to: own, port } : { from: own, to: other, port };
          }),
        ),
    ),
  );
  // Instances of a server that their operator runs talk among themselves: no reference of ours.
  return [
    ...new Set(paths.filter(({ from, to }) => from !== to).map(({ from, to, port }) => `${from} → ${to}:${port}`)),
  ].sort();
}

describe('network policies', () => {
  test.each(['ingress', 'egress'] as const)(
    'open in their %s rules what references ask for, and nothing else',
    (side) => {
      const chart = platform();
      const names = new KubernetesTarget(chart);
      const asked = connections(chart).map(
        ({ from, to, port }) => `${names.nameOf(from)} → ${names.nameOf(to)}:${port}`,
      );
      expect(asked.length).toBeGreaterThan(6);
      expect(opened(new Rendered(chart).all('NetworkPolicy'), side)).toEqual(asked.sort());
    },
  );

  test('select every pod of the platform for a policy of its own, and all for the one that refuses', () => {
    const rendered = new Rendered(platform());
    const policies = rendered.all('NetworkPolicy');
    const selectors = policies.map(({ spec }) => JSON.stringify(spec.podSelector.matchLabels));
    expect(new Set(selectors).size).toBe(selectors.length);
    for (const object of rendered.objects) {
      const labels = (object.spec?.template ?? object.spec?.jobTemplate?.spec.template)?.metadata?.labels;
      if (!labels) continue;
      const selecting = policies.filter(({ spec }) =>
        Object.entries(spec.podSelector.matchLabels).every(([key, value]) => labels[key] === value),
      );
      expect(selecting.map(({ metadata }) => metadata.name)).toEqual(
        expect.arrayContaining([labels['app.kubernetes.io/instance'], 'city-default-deny']),
      );
      expect(selecting).toHaveLength(2);
    }
  });

  test('refuse everything by default: for the pods of the platform, or for all of a namespace that is its own', () => {
    const spec = (options = {}) => new Rendered(platform(), options).one('NetworkPolicy', 'city-default-deny').spec;
    expect(spec()).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/part-of': 'city' } },
      policyTypes: ['Ingress', 'Egress'],
    });
    expect(spec({ namespace: 'city', createNamespace: true }).podSelector).toEqual({});
  });

  test('let every program ask the DNS of the cluster and no other', () => {
    const dns = (options = {}) => new Rendered(platform(), options).one('NetworkPolicy', 'city-lonely').spec.egress;
    const ports = (port: number) => [
      { protocol: 'UDP', port },
      { protocol: 'TCP', port },
    ];
    expect(dns()).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          },
          // NodeLocal DNSCache: its pods, to which Cilium leads what is meant for the cluster's DNS,
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'node-local-dns' } },
          },
          // or, elsewhere, on the network of its node.
          { ipBlock: { cidr: '169.254.20.10/32' } },
        ],
        ports: ports(53),
      },
    ]);
    expect(dns({ dns: { kind: 'pods', namespace: 'openshift-dns', labels: { dns: 'default' }, port: 5353 } })).toEqual([
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'openshift-dns' } },
            podSelector: { matchLabels: { dns: 'default' } },
          },
        ],
        ports: ports(5353),
      },
    ]);
    expect(dns({ dns: { kind: 'addresses', networks: ['169.254.169.254/32'], port: 53 } })).toEqual([
      { to: [{ ipBlock: { cidr: '169.254.169.254/32' } }], ports: ports(53) },
    ]);
  });

  test('let out to the internet without the private ranges', () => {
    const chart = newChart();
    service(chart, 'Portal', { egress: [{ to: 'internet', ports: [443, 80], reason: 'fetches contexts' }] });
    expect(new Rendered(chart).one('NetworkPolicy', 'city-portal').spec.egress[1]).toEqual({
      to: [
        {
          ipBlock: {
            cidr: '0.0.0.0/0',
            except: ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
          },
        },
        { ipBlock: { cidr: '::/0', except: ['fc00::/7', 'fe80::/10'] } },
      ],
      ports: [
        { protocol: 'TCP', port: 443 },
        { protocol: 'TCP', port: 80 },
      ],
    });
  });

  test('let out to a network on its ports, and to the pods of a namespace on theirs, which only its services know', () => {
    const chart = newChart();
    service(chart, 'Portal', {
      egress: [
        { to: { network: '10.20.0.0/16' }, ports: [8080], reason: 'subscribers' },
        { to: { namespace: 'apps' }, ports: [80], reason: 'subscribers' },
      ],
    });
    expect(new Rendered(chart).one('NetworkPolicy', 'city-portal').spec.egress.slice(1)).toEqual([
      { to: [{ ipBlock: { cidr: '10.20.0.0/16' } }], ports: [{ protocol: 'TCP', port: 8080 }] },
      { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'apps' } } }] },
    ]);
  });

  test('let out to a host that is known by its name, on its port alone', () => {
    const chart = newChart();
    service(chart, 'Portal', { egress: [{ to: { host: 'smtp.izmir.example' }, ports: [587], reason: 'mail' }] });
    expect(new Rendered(chart).one('NetworkPolicy', 'city-portal').spec.egress[1]).toEqual({
      ports: [{ protocol: 'TCP', port: 587 }],
    });
  });

  test('let who asks the API server out to where it is said to be, and to its usual ports where nothing is said', () => {
    const rules = (apiServer?: ApiServerOption) => {
      const chart = newChart();
      postgres(chart, { replicas: 2 });
      new EventBus(chart, 'Bus', { replicas: 1, size, storage: Size.gibibytes(1) });
      const job = new Job(chart, 'First', { image: images.node, size });
      service(chart, 'Second', { after: [job] });
      service(chart, 'Lonely');
      const rendered = new Rendered(chart, { ...(apiServer && { apiServer }) });
      const toAny = (name: string) =>
        rendered
          .one('NetworkPolicy', name)
          .spec.egress.filter((rule: Manifest) => !rule.to?.some((peer: Manifest) => peer.podSelector))
          .map(JSON.stringify);
      expect(toAny('city-lonely')).toEqual([]);
      return new Set(['city-database', 'city-bus', 'city-second', 'city-secrets'].flatMap(toAny));
    };
    const ports = (...numbers: number[]) => numbers.map((port) => ({ port, protocol: 'TCP' }));
    const text = (rule: object) => new Set([JSON.stringify(rule)]);
    expect(rules()).toEqual(text({ ports: ports(443, 6443) }));
    expect(rules({ ports: [16_443] })).toEqual(text({ ports: ports(16_443) }));
    expect(rules({ ports: [6443], networks: ['10.30.0.10/32'] })).toEqual(
      text({ ports: ports(6443), to: [{ ipBlock: { cidr: '10.30.0.10/32' } }] }),
    );
  });

  test('let replicas reach the peer ports of each other', () => {
    const chart = newChart();
    service(chart, 'Portal', { peerPorts: [7800, 7900] });
    const own = { podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'city-portal' } } };
    const ports = [
      { protocol: 'TCP', port: 7800 },
      { protocol: 'TCP', port: 7900 },
    ];
    const { ingress, egress } = new Rendered(chart).one('NetworkPolicy', 'city-portal').spec;
    expect(ingress).toEqual([{ from: [own], ports }]);
    expect(egress[1]).toEqual({ to: [own], ports });
  });

  test('let the Prometheus of the options read metrics', () => {
    const chart = newChart();
    service(chart, 'Portal', { ports: { http: 8080, inner: 9100 }, metrics: { port: 9100, path: '/metrics' } });
    service(chart, 'Silent');
    const rendered = new Rendered(chart, { monitoringNamespace: 'monitoring' });
    expect(rendered.one('NetworkPolicy', 'city-portal').spec.ingress).toEqual([
      {
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
        ports: [{ protocol: 'TCP', port: 9100 }],
      },
    ]);
    expect(rendered.one('NetworkPolicy', 'city-silent').spec.ingress).toBeUndefined();
  });
});
