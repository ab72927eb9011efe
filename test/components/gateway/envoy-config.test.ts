import { envoyConfig } from '../../../constructs/components/gateway/envoy-config';
import type { GatewayModel } from '../../../constructs/components/gateway/gateway-model';
import { brokerRoute, sampleModel } from './sample-model';

// biome-ignore lint/suspicious/noExplicitAny: the tests walk through Envoy's JSON.
type Loose = any;

const config = (model: GatewayModel = sampleModel): Loose => envoyConfig(model);
const named = (list: Loose[], name: string): Loose => list.find((one) => one.name === name);
const listenerOf = (bootstrap: Loose, name: string): Loose => named(bootstrap.static_resources.listeners, name);
const managerOf = (bootstrap: Loose, listener: string): Loose =>
  named(listenerOf(bootstrap, listener).filter_chains[0].filters, 'envoy.filters.network.http_connection_manager')
    .typed_config;
/** The first entry of a host that leads to an upstream. */
const forwarding = (routes: Loose[], cluster?: string): Loose =>
  routes.find(({ route }) => route && (cluster === undefined || route.cluster === cluster));
const filterOf = (bootstrap: Loose, name: string): Loose =>
  managerOf(bootstrap, 'public').http_filters.find((filter: Loose) => filter.name === name)?.typed_config;
const hostOf = (bootstrap: Loose, name: string): Loose =>
  managerOf(bootstrap, 'public').route_config.virtual_hosts.find((host: Loose) => host.name === name);
const clusterOf = (bootstrap: Loose, name: string): Loose =>
  bootstrap.static_resources.clusters.find((cluster: Loose) => cluster.name === name);
const without = <K extends keyof GatewayModel>(key: K): Omit<GatewayModel, K> => {
  const { [key]: _, ...others } = sampleModel;
  return others;
};

describe('the bootstrap', () => {
  it('is the same bytes for the same model', () => {
    expect(JSON.stringify(config())).toBe(JSON.stringify(config(structuredClone(sampleModel))));
  });

  it('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(config()))).toEqual(config());
  });

  it('keeps the administration interface on loopback', () => {
    expect(config().admin).toEqual({ address: { socket_address: { address: '127.0.0.1', port_value: 9901 } } });
  });

  it('opens the public and the ready port, and no other', () => {
    const { listeners } = config().static_resources;
    expect(listeners.map((listener: Loose) => listener.address.socket_address.port_value)).toEqual([8080, 8081]);
  });

  it('limits connections, and leaves the ready port out of it', () => {
    const bootstrap = config();
    const connections = 'envoy.resource_monitors.global_downstream_max_connections';
    const monitor = named(bootstrap.overload_manager.resource_monitors, connections);
    expect(monitor.typed_config.max_active_downstream_connections).toBe(10_000);
    expect(listenerOf(bootstrap, 'public').ignore_global_conn_limit).toBeUndefined();
    expect(listenerOf(bootstrap, 'ready').ignore_global_conn_limit).toBe(true);
  });

  it('refuses requests near the heap limit when there is one', () => {
    const { overload_manager } = config({
      ...sampleModel,
      limits: { ...sampleModel.limits, maxHeapBytes: 200_000_000 },
    });
    const heap = named(overload_manager.resource_monitors, 'envoy.resource_monitors.fixed_heap');
    expect(heap.typed_config.max_heap_size_bytes).toBe(200_000_000);
    expect(overload_manager.actions.map((action: Loose) => [action.name, action.triggers[0].threshold.value])).toEqual([
      ['envoy.overload_actions.shrink_heap', 0.85],
      ['envoy.overload_actions.disable_http_keepalive', 0.9],
      ['envoy.overload_actions.stop_accepting_requests', 0.95],
    ]);
  });
});

describe('the clusters', () => {
  it('are each upstream once, sorted, after the two of the gateway itself', () => {
    const { clusters } = config().static_resources;
    expect(clusters.map((cluster: Loose) => cluster.name)).toEqual([
      'gateway.admin',
      'gateway.jwks',
      'broker',
      'identity',
      'models',
      'portal',
      'registry',
    ]);
  });

  it('reach the signing keys where the model says, without TLS for an internal URL', () => {
    const jwks = clusterOf(config(), 'gateway.jwks');
    expect(jwks.load_assignment.endpoints[0].lb_endpoints[0].endpoint.address.socket_address).toEqual({
      address: 'identity',
      port_value: 8080,
    });
    expect(jwks).not.toHaveProperty('transport_socket');
  });

  it('check the certificate of an issuer outside', () => {
    const jwks = { url: 'https://login.example.org/keys' };
    const cluster = clusterOf(config({ ...sampleModel, identity: { ...sampleModel.identity!, jwks } }), 'gateway.jwks');
    expect(cluster.load_assignment.endpoints[0].lb_endpoints[0].endpoint.address.socket_address.port_value).toBe(443);
    expect(cluster.transport_socket.typed_config).toMatchObject({
      sni: 'login.example.org',
      common_tls_context: {
        validation_context: {
          match_typed_subject_alt_names: [{ san_type: 'DNS', matcher: { exact: 'login.example.org' } }],
        },
      },
    });
  });
});

describe('the filters', () => {
  it('come in the order in which they protect each other', () => {
    expect(managerOf(config(), 'public').http_filters.map((filter: Loose) => filter.name)).toEqual([
      'gateway.headers',
      'envoy.filters.http.cors',
      'gateway.rate-limit',
      'gateway.token',
      'gateway.tenant',
      'gateway.role',
      'gateway.body-limit',
      'envoy.filters.http.router',
    ]);
  });

  it('read tokens from the Authorization header only, of one issuer for one audience, and with an end', () => {
    const { providers } = filterOf(config(), 'gateway.token');
    expect(Object.keys(providers)).toEqual(['platform']);
    expect(providers.platform).toMatchObject({
      issuer: 'https://id.city.test/realms/city',
      audiences: ['city-platform'],
      require_expiration: true,
      from_headers: [
        { name: 'Authorization', value_prefix: 'Bearer ' },
        { name: 'Authorization', value_prefix: 'bearer ' },
      ],
    });
    expect(providers.platform).not.toHaveProperty('from_params');
  });

  it('let nobody through by themselves', () => {
    expect(filterOf(config(), 'gateway.role').rules).toEqual({ action: 'ALLOW', policies: {} });
  });

  it('limit all requests, each client and each route that has a limit', () => {
    const perClient = { requestsPerSecond: 20, burst: 60 };
    const limits = filterOf(
      config({ ...sampleModel, limits: { ...sampleModel.limits, perClient } }),
      'gateway.rate-limit',
    );
    expect(limits.token_bucket).toEqual({ max_tokens: 400, tokens_per_fill: 200, fill_interval: '1s' });
    expect(limits.descriptors).toEqual([
      {
        entries: [{ key: 'masked_remote_address' }],
        token_bucket: { max_tokens: 60, tokens_per_fill: 20, fill_interval: '1s' },
      },
      {
        entries: [{ key: 'route', value: 'portal' }],
        token_bucket: { max_tokens: 50, tokens_per_fill: 50, fill_interval: '1s' },
      },
    ]);
  });

  it('know nothing of tokens when nobody issues them', () => {
    const hosts = sampleModel.hosts.filter(({ host }) => host !== 'api.city.test');
    const bootstrap = config({ ...without('identity'), hosts });
    expect(JSON.stringify(bootstrap)).not.toContain('jwt_authn.v3');
    expect(clusterOf(bootstrap, 'gateway.jwks')).toBeUndefined();
  });

  it('let through credentials of any kind when nobody issues tokens', () => {
    const route = { ...brokerRoute, access: [{ methods: ['GET'], allow: 'anyone' }] as const };
    const principal = (model: GatewayModel) =>
      forwarding(
        hostOf(config({ ...model, hosts: [{ host: 'api.city.test', routes: [route] }] }), 'api.city.test').routes,
      ).typed_per_filter_config['gateway.role'].rbac.rules.policies.anyone.principals[0];
    expect(principal(without('identity'))).toEqual({ any: true });
    expect(principal(sampleModel).and_ids.ids[0]).toEqual({
      or_ids: { ids: [{ not_id: expect.anything() }, expect.anything()] },
    });
  });
});

describe('the routes of a host', () => {
  const entries = (): Loose[] => hostOf(config(), 'api.city.test').routes;
  const summary = (entry: Loose) => [
    entry.name,
    entry.match.path_separated_prefix ?? entry.match.prefix ?? 'unsafe',
    entry.match.headers?.[0].string_match.exact ?? entry.match.headers?.[0].string_match.safe_regex.regex ?? '*',
    entry.direct_response?.status ?? entry.route.cluster,
  ];

  it('are the longest path first: unsafe spellings, each rule in its order, the refusal, and at last 404', () => {
    expect(entries().map(summary)).toEqual([
      ['broker-ngsi-ld', 'unsafe', '*', 400],
      ['broker-ngsi-ld', '/ngsi-ld/v1/types', 'GET|HEAD', 'broker'],
      ['broker-ngsi-ld', '/ngsi-ld/v1/attributes', 'GET|HEAD', 'broker'],
      ['broker-ngsi-ld', '/ngsi-ld/v1/entityOperations/query', 'POST', 'broker'],
      ['broker-ngsi-ld', '/ngsi-ld/v1', 'GET|HEAD', 'broker'],
      ['broker-ngsi-ld', '/ngsi-ld/v1', 'POST|PATCH|DELETE', 'broker'],
      ['broker-ngsi-ld', '/ngsi-ld/v1', '*', 'broker'],
      ['registry-core', 'unsafe', '*', 400],
      ['registry-core', '/apis', 'GET|HEAD', 'registry'],
      ['registry-core', '/apis', 'POST', 'registry'],
      ['registry-core', '/apis', '*', 'registry'],
      ['unknown', '/', '*', 404],
    ]);
  });

  it('say on each entry to an upstream whom they let through', () => {
    const policies = entries()
      .filter((entry) => entry.route)
      .map(
        (entry) => Object.keys(entry.typed_per_filter_config['gateway.role']?.rbac.rules.policies ?? {})[0] ?? 'nobody',
      );
    expect(policies).toEqual(['anyone', 'anyone', 'role', 'role', 'role', 'nobody', 'anyone', 'role', 'nobody']);
  });

  it('need a token wherever they need a role, and nowhere else', () => {
    const needs = entries()
      .filter((entry) => entry.route)
      .map((entry) => entry.typed_per_filter_config['gateway.token'].requirement_name);
    expect(needs).toEqual([
      'optional',
      'optional',
      'required',
      'required',
      'required',
      'required',
      'optional',
      'required',
      'required',
    ]);
  });

  it('send a cut-off request again only when it changes nothing', () => {
    const retries = entries()
      .filter((entry) => entry.route?.retry_policy)
      .map(
        (entry) => `${entry.match.headers[0].string_match.exact ?? 'GET|HEAD'} ${entry.route.retry_policy.retry_on}`,
      );
    expect(new Set(retries.filter((text) => text.startsWith('POST')))).toEqual(
      new Set(['POST connect-failure,refused-stream']),
    );
    expect(retries[0]).toBe('GET|HEAD connect-failure,refused-stream,reset');
  });

  it('keep the token and foreign tenant headers from an upstream', () => {
    const [broker, registry] = ['broker', 'registry'].map((cluster) => forwarding(entries(), cluster));
    expect(broker.request_headers_to_remove).toEqual(['authorization', 'fiware-service']);
    expect(registry.request_headers_to_remove).toEqual(['fiware-service', 'ngsild-tenant']);
  });

  it('give a passthrough route one entry, with its own limits and no rules', () => {
    const portal = hostOf(config(), 'data.city.test').routes;
    expect(portal.map(summary)).toEqual([
      ['portal', 'unsafe', '*', 400],
      ['portal', '/', '*', 'portal'],
      ['unknown', '/', '*', 404],
    ]);
    const entry = forwarding(portal);
    expect(entry.route).toMatchObject({ timeout: '120s', idle_timeout: '125s' });
    expect(entry.typed_per_filter_config['gateway.token'].disabled).toBe(true);
    expect(entry.typed_per_filter_config['gateway.body-limit'].buffer.max_request_bytes).toBe(50_000_000);
    expect(entry.request_headers_to_remove).not.toContain('authorization');
  });

  it.each([
    ['/apis', '/', { regex_rewrite: { pattern: { regex: '^/apis/?' }, substitution: '/' } }],
    ['/apis', '/apis/registry', { prefix_rewrite: '/apis/registry' }],
    ['/', '/portal', { regex_rewrite: { pattern: { regex: '^/' }, substitution: '/portal/' } }],
    ['/', '/', { prefix_rewrite: '/' }],
  ])('rewrite %s to %s without doubling or losing a slash', (path, rewrite, expected) => {
    const route = { ...brokerRoute, path, rewrite, access: [{ methods: ['GET'], allow: 'anyone' }] as const };
    const hosts = [{ host: 'api.city.test', routes: [route] }];
    const { routes } = hostOf(config({ ...sampleModel, hosts }), 'api.city.test');
    expect(forwarding(routes).route).toMatchObject(expected);
  });
});

describe('the listener', () => {
  it('believes as many proxies as the model says, and no address as internal', () => {
    expect(managerOf(config(), 'public')).toMatchObject({
      use_remote_address: true,
      xff_num_trusted_hops: 1,
      internal_address_config: { unix_sockets: false },
    });
  });

  it('terminates TLS when it has a certificate', () => {
    const tls = { certificateFile: '/etc/tls/tls.crt', keyFile: '/etc/tls/tls.key' };
    const listener = listenerOf(config({ ...sampleModel, tls }), 'public');
    expect(listener.filter_chains[0].transport_socket.typed_config.common_tls_context).toEqual({
      alpn_protocols: ['h2', 'http/1.1'],
      tls_params: { tls_minimum_protocol_version: 'TLSv1_2' },
      tls_certificates: [
        { certificate_chain: { filename: '/etc/tls/tls.crt' }, private_key: { filename: '/etc/tls/tls.key' } },
      ],
    });
  });

  it('shows three paths of the ready port', () => {
    const { routes } = managerOf(config(), 'ready').route_config.virtual_hosts[0];
    expect(routes.map((route: Loose) => route.match.path)).toEqual(['/live', '/ready', '/stats/prometheus']);
  });
});

describe('the audit trail', () => {
  it('has neither the token nor the query in it', () => {
    const format = managerOf(config(), 'public').access_log[0].typed_config.log_format.json_format;
    expect(JSON.stringify(format)).not.toMatch(/AUTHORIZATION|COOKIE|REQ\(:PATH/i);
    expect(format).toMatchObject({ path: '%PATH(NQ)%', tenant: '%REQ(ngsild-tenant):64%', route: '%ROUTE_NAME%' });
  });
});

describe('the limits', () => {
  it('are shared by the replicas that a name has', () => {
    const alone = config();
    expect([alone.cluster_manager, filterOf(alone, 'gateway.rate-limit').local_cluster_rate_limit]).toEqual([
      undefined,
      undefined,
    ]);
    const many = config({ ...sampleModel, limits: { ...sampleModel.limits, replicasHost: 'gateway-replicas' } });
    expect(many.cluster_manager).toEqual({ local_cluster_name: 'gateway.replicas' });
    expect(filterOf(many, 'gateway.rate-limit').local_cluster_rate_limit).toEqual({});
    const [{ lb_endpoints }] = clusterOf(many, 'gateway.replicas').load_assignment.endpoints;
    expect(lb_endpoints[0].endpoint.address.socket_address.address).toBe('gateway-replicas');
  });
});
