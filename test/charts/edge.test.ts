import { checkManifests } from '../../charts/gates/gate';
import type { EdgeOption, KubernetesOptions } from '../../charts/kubernetes-options';
import { CityError } from '../../constructs/problems/city-error';
import { Edge } from '../../constructs/waist/primitives';
import { Size } from '../../constructs/waist/units';
import { newChart, Rendered, service } from './support';

const hosts = ['city.example', 'data.city.example'];

const mqtt = { name: 'mqtts', port: 8883, host: 'mqtt.city.example' };

function render(
  option: EdgeOption,
  options: KubernetesOptions = {},
  listeners: readonly (typeof mqtt)[] = [],
  healthPort = 8080,
): Rendered {
  const chart = newChart();
  const gateway = service(chart, 'Gateway', { ports: { http: 8080, health: 9000 } });
  const edge = new Edge(chart, 'Edge', {
    domain: 'city.example',
    https: { target: gateway.endpoint(), health: { path: '/', port: healthPort }, hosts, maxBody: Size.mebibytes(50) },
  });
  const devices = service(chart, 'Devices', { ports: { mqtt: 1883 } });
  for (const listener of listeners) edge.addTls({ ...listener, target: devices.endpoint('mqtt') });
  return new Rendered(chart, { edge: option, ...options });
}

const gatewayIngress = (rendered: Rendered) => rendered.one('NetworkPolicy', 'city-gateway').spec.ingress;
const port = [{ protocol: 'TCP', port: 8080 }];
const namespace = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });

describe('an edge as an Ingress', () => {
  test('sends every path of every host to the target, over TLS with a certificate of cert-manager', () => {
    const { metadata, spec } = render({ kind: 'ingress', className: 'traefik', clusterIssuer: 'letsencrypt' }).one(
      'Ingress',
      'city-edge',
    );
    expect(metadata.annotations['cert-manager.io/cluster-issuer']).toBe('letsencrypt');
    const backend = { service: { name: 'city-gateway', port: { number: 8080 } } };
    expect(spec).toEqual({
      ingressClassName: 'traefik',
      tls: [{ hosts, secretName: 'city-edge-tls' }],
      rules: hosts.map((host) => ({ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } })),
    });
  });

  test('carries the annotations of the city, before the kit’s own', () => {
    const annotations = { 'external-dns.alpha.kubernetes.io/ttl': '60', 'cert-manager.io/cluster-issuer': 'own' };
    const { metadata } = render({ kind: 'ingress', clusterIssuer: 'letsencrypt', annotations }).one(
      'Ingress',
      'city-edge',
    );
    expect(metadata.annotations).toMatchObject({ ...annotations, 'citykit/path': expect.any(String) });
  });

  test('without an issuer takes the certificate that the controller has', () => {
    const rendered = render({ kind: 'ingress' });
    const { metadata, spec } = rendered.one('Ingress', 'city-edge');
    expect(metadata.annotations).not.toHaveProperty('cert-manager.io/cluster-issuer');
    expect(spec.tls).toEqual([{ hosts }]);
    expect(spec.ingressClassName).toBeUndefined();
    expect(rendered.names).not.toContain('NetworkPolicy/city-edge');
  });

  test('takes a certificate that somebody else keeps in a Secret', () => {
    const rendered = render({ kind: 'ingress', tlsSecret: 'city-certificate' });
    expect(rendered.one('Ingress', 'city-edge').spec.tls).toEqual([{ hosts, secretName: 'city-certificate' }]);
    expect(rendered.names).not.toContain('NetworkPolicy/city-edge');
  });

  test('tells controllers with a limit of their own the largest body that the target takes', () => {
    const { annotations } = render({ kind: 'ingress' }).one('Ingress', 'city-edge').metadata;
    expect(annotations).toMatchObject({
      'nginx.org/client-max-body-size': '50m',
      'nginx.ingress.kubernetes.io/proxy-body-size': '50m',
    });
  });

  test('lets the controller reach the pods with which cert-manager proves its hosts', () => {
    const rendered = render({
      kind: 'ingress',
      clusterIssuer: 'letsencrypt',
      callers: { kind: 'pods', namespace: 'traefik' },
    });
    expect(rendered.one('NetworkPolicy', 'city-edge').spec).toEqual({
      podSelector: { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [namespace('traefik')], ports: [{ protocol: 'TCP', port: 8089 }] }],
    });
  });
});

describe('an edge on a Gateway', () => {
  test('is an HTTPRoute for its hosts', () => {
    const rendered = render({ kind: 'gateway', name: 'public', namespace: 'edge', sectionName: 'https' });
    expect(rendered.one('HTTPRoute', 'city-edge')).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
      spec: {
        parentRefs: [
          {
            group: 'gateway.networking.k8s.io',
            kind: 'Gateway',
            namespace: 'edge',
            name: 'public',
            sectionName: 'https',
          },
        ],
        hostnames: hosts,
        rules: [
          {
            matches: [{ path: { type: 'PathPrefix', value: '/' } }],
            backendRefs: [{ group: '', kind: 'Service', name: 'city-gateway', port: 8080, weight: 1 }],
          },
        ],
      },
    });
  });

  test('names the listener that ends TLS, so that none for plain HTTP serves the platform', () => {
    const sectionOf = (option: { sectionName?: string }) =>
      render({ kind: 'gateway', name: 'public', namespace: 'edge', ...option }).one('HTTPRoute', 'city-edge').spec
        .parentRefs[0].sectionName;
    expect(sectionOf({})).toBe('https');
    expect(sectionOf({ sectionName: 'cities' })).toBe('cities');
  });
});

describe('who may call the target of an Ingress or a Gateway', () => {
  const kinds = [{ kind: 'ingress' }, { kind: 'gateway', name: 'public', namespace: 'edge' }] as const;

  // The Envoy of Cilium, a controller on its node's network and load balancers that send to pods are no pods to a policy.
  test.each(kinds)('is anyone where nothing is said: $kind', (option) => {
    expect(gatewayIngress(render(option))).toEqual([{ ports: port }]);
    expect(gatewayIngress(render({ ...option, callers: { kind: 'anyone' } }))).toEqual([{ ports: port }]);
  });

  test.each(kinds)('are the pods of a namespace, or addresses: $kind', (option) => {
    expect(gatewayIngress(render({ ...option, callers: { kind: 'pods', namespace: 'traefik' } }))).toEqual([
      { from: [namespace('traefik')], ports: port },
    ]);
    const networks = ['10.20.0.0/16', 'fd00::/64'];
    expect(gatewayIngress(render({ ...option, callers: { kind: 'addresses', networks } }))).toEqual([
      { from: networks.map((cidr) => ({ ipBlock: { cidr } })), ports: port },
    ]);
  });
});

describe('how the target of an Ingress or a Gateway is, is asked', () => {
  const kinds = [
    { kind: 'ingress', clusterIssuer: 'letsencrypt' },
    { kind: 'gateway', name: 'public', namespace: 'edge' },
  ] as const;

  // An ALB with target-type: ip, and those of GKE, send to pods and ask them.
  test.each(kinds)('by load balancers beside the cluster, of those networks alone: $kind', (option) => {
    const networks = ['10.20.0.0/16', '35.191.0.0/16'];
    const rendered = render({ ...option, callers: { kind: 'addresses', networks } }, {}, [], 9000);
    expect(rendered.one('NetworkPolicy', 'city-edge-health').spec).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'city-gateway' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: networks.map((cidr) => ({ ipBlock: { cidr } })), ports: [{ protocol: 'TCP', port: 9000 }] }],
    });
  });

  test.each(kinds)('by nobody where callers are pods, or not told: $kind', (option) => {
    for (const callers of [{ kind: 'pods', namespace: 'traefik' }, { kind: 'anyone' }] as const)
      expect(render({ ...option, callers }).names).not.toContain('NetworkPolicy/city-edge-health');
    expect(render(option).names).not.toContain('NetworkPolicy/city-edge-health');
  });
});

describe('an edge as a load balancer', () => {
  const rendered = () => render({ kind: 'loadBalancer', clusterIssuer: 'letsencrypt' }, { zones: 3 });

  test('brings the outside to proxies that end TLS, and these alone to the target', () => {
    const all = rendered();
    const { metadata, spec } = all.all('Service').find(({ spec }) => spec.type === 'LoadBalancer');
    expect(Object.values(metadata.annotations)).toContain('the way in for city.example');
    expect(spec).toEqual({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      selector: { 'app.kubernetes.io/instance': 'city-edge' },
      ports: [
        { name: 'https', port: 443, targetPort: 8443, protocol: 'TCP' },
        { name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' },
      ],
    });
    expect(all.one('NetworkPolicy', 'city-edge').spec).toMatchObject({
      ingress: [
        {
          ports: [
            { protocol: 'TCP', port: 8443 },
            { protocol: 'TCP', port: 8080 },
          ],
        },
      ],
      egress: [
        {},
        { to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'city-gateway' } } }], ports: port },
      ],
    });
    expect(gatewayIngress(all)).toEqual([
      { from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'city-edge' } } }], ports: port },
    ]);
  });

  test('has a certificate of cert-manager, which the proxies take up when it is renewed', () => {
    const all = rendered();
    expect(all.one('Certificate', 'city-edge')).toMatchObject({
      apiVersion: 'cert-manager.io/v1',
      spec: { secretName: 'city-edge-tls', dnsNames: hosts, issuerRef: { kind: 'ClusterIssuer', name: 'letsencrypt' } },
    });
    const { replicas, template } = all.one('Deployment', 'city-edge').spec;
    expect(replicas).toBe(2);
    expect(template.spec.volumes).toContainEqual({
      name: 'certificate',
      secret: { secretName: 'city-edge-tls', defaultMode: 0o440 },
    });
    const files = all.one('ConfigMap', 'city-edge-files').data;
    const [secret] = JSON.parse(files['etc_envoy_secrets.json']).resources;
    expect(secret.tls_certificate.watched_directory).toEqual({ path: '/etc/envoy/certificate' });
    const bootstrap = JSON.parse(files['etc_envoy_envoy.json']).static_resources;
    expect(bootstrap.clusters[0].load_assignment.endpoints[0].lb_endpoints[0].endpoint.address.socket_address).toEqual({
      address: 'city-gateway',
      port_value: 8080,
    });
  });
});

describe('no edge', () => {
  test('renders nothing and lets nobody in', () => {
    const rendered = render({ kind: 'none' });
    expect(rendered.names.filter((name) => name.includes('edge'))).toEqual([]);
    expect(gatewayIngress(rendered)).toBeUndefined();
  });
});

describe('an edge with a listener for TLS over TCP', () => {
  const devicesIngress = (rendered: Rendered) => rendered.one('NetworkPolicy', 'city-devices').spec.ingress;
  const inside = [{ protocol: 'TCP', port: 1883 }];

  test('is refused as an Ingress, which would serve HTTP there', () => {
    const refused = () => render({ kind: 'ingress' }, {}, [mqtt]);
    expect(refused).toThrow(CityError);
    expect(refused).toThrow('An Ingress carries HTTP only, and mqtts is TLS over TCP at mqtt.city.example:8883.');
  });

  test('is a TCPRoute at the Gateway’s listener on that port, which ends TLS', () => {
    const option = {
      kind: 'gateway',
      name: 'public',
      namespace: 'edge',
      callers: { kind: 'pods', namespace: 'envoy' },
    } as const;
    const rendered = render(option, {}, [mqtt]);
    expect(rendered.one('TCPRoute', 'city-edge-mqtts')).toMatchObject({
      apiVersion: 'gateway.networking.k8s.io/v1',
      spec: {
        parentRefs: [{ name: 'public', namespace: 'edge', port: 8883 }],
        rules: [{ backendRefs: [{ name: 'city-devices', port: 1883 }] }],
      },
    });
    expect(devicesIngress(rendered)).toEqual([{ from: [namespace('envoy')], ports: inside }]);
    expect(checkManifests(rendered.objects).filter(({ object }) => object.startsWith('TCPRoute'))).toEqual([]);
  });

  test('is a port of the load balancer, whose proxies end TLS with a certificate for that host', () => {
    const rendered = render({ kind: 'loadBalancer', clusterIssuer: 'letsencrypt' }, {}, [mqtt]);
    const balancer = rendered.all('Service').find(({ spec }) => spec.type === 'LoadBalancer');
    expect(balancer.spec.ports).toContainEqual({ name: 'mqtts', port: 8883, targetPort: 10_000, protocol: 'TCP' });
    expect(rendered.one('Certificate', 'city-edge').spec.dnsNames).toEqual([...hosts, 'mqtt.city.example']);
    const files = rendered.one('ConfigMap', 'city-edge-files').data;
    const { listeners, clusters } = JSON.parse(files['etc_envoy_envoy.json']).static_resources;
    const [chain] = listeners.find(({ name }: { name: string }) => name === 'mqtts').filter_chains;
    expect(chain.transport_socket.name).toBe('envoy.transport_sockets.tls');
    expect(chain.filters[0].typed_config).toMatchObject({ stat_prefix: 'mqtts', cluster: 'mqtts' });
    expect(JSON.stringify(clusters)).toContain('{"address":"city-devices","port_value":1883}');
    expect(rendered.one('NetworkPolicy', 'city-edge').spec.ingress[0].ports).toContainEqual({
      protocol: 'TCP',
      port: 10_000,
    });
    expect(devicesIngress(rendered)).toEqual([
      { from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'city-edge' } } }], ports: inside },
    ]);
  });

  test.each([
    [{ ...mqtt, name: 'MQTT' }, 'has a name that is not 1 to 12 letters and digits'],
    [{ ...mqtt, port: 443 }, 'has a port that is not from 1024 to 65535'],
    [{ ...mqtt, host: 'mqtt.other.example' }, 'has a host that does not lie below city.example'],
    [{ ...mqtt, host: 'data.city.example' }, 'is a host of the HTTPS listener too'],
  ])('is refused when it is %j', (listener, message) => {
    expect(() => render({ kind: 'none' }, {}, [listener])).toThrow(message);
  });

  test('is refused when its port is taken', () => {
    expect(() => render({ kind: 'none' }, {}, [mqtt, { ...mqtt, name: 'other' }])).toThrow(
      'has a name or port that is taken',
    );
  });
});
