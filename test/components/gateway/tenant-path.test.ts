import { RootConstruct } from 'constructs';
import { routeConfiguration } from '../../../constructs/components/gateway/envoy/routes';
import { tenantPathFilter } from '../../../constructs/components/gateway/envoy/tenant-path';
import { type GatewayModel, upstreamsOf } from '../../../constructs/components/gateway/gateway-model';
import { CityPlatform } from '../../../constructs/platform/city-platform';
import { parseCity } from '../../../constructs/spec/city';
import { brokerRoute, sampleModel } from './sample-model';

type Json = Record<string, unknown>;

const maps = { ...brokerRoute, id: 'maps', path: '/features', tenantPath: '/my-tenants' };
const model: GatewayModel = { ...sampleModel, hosts: [{ host: 'api.city.test', routes: [maps] }] };
const entries = ((routeConfiguration(model).virtual_hosts as Json[])[0]!.routes as Json[]).filter(
  ({ name }) => name === 'maps',
);
const regexOf = ({ match }: Json) => (match as { safe_regex?: { regex: string } }).safe_regex?.regex ?? '';
const byPath = entries.filter((entry) => regexOf(entry).startsWith('/my-tenants/'));
const byHeader = entries.filter((entry) => !byPath.includes(entry));

test('each entry of the route is there once more for the tenant in the path, and decides the same', () => {
  expect(byPath).toHaveLength(byHeader.length);
  for (const [index, entry] of byPath.entries()) {
    const { match, typed_per_filter_config: filters, ...rest } = entry;
    const { match: otherMatch, typed_per_filter_config: otherFilters, ...other } = byHeader[index]!;
    expect(rest).toEqual(other);
    const { 'gateway.tenant-path': added, ...same } = filters as Json;
    expect(same).toEqual(otherFilters);
    expect((match as Json).headers).toEqual((otherMatch as Json).headers);
    // The first one refuses, whoever asks.
    if (index === 0) expect(added).toBeUndefined();
    else expect(added).toMatchObject({ name: 'maps' });
  }
});

test('a tenant is one segment, of what tenants are made of, and nothing around it is', () => {
  const good = byPath.slice(1).map((entry) => new RegExp(`^(?:${regexOf(entry)})$`));
  const matches = (path: string) => good.some((regex) => regex.test(path));
  for (const path of ['/my-tenants/parking/features', '/my-tenants/air_2/features/collections/X/items/urn%3Ax'])
    expect([path, matches(path)]).toEqual([path, true]);
  for (const path of [
    '/my-tenants/features',
    '/my-tenants//features',
    '/my-tenants/a/b/features',
    '/my-tenants/a%2Fb/features',
    '/my-tenants/Parking/features',
    '/my-tenants/parking/featuresx',
    '/my-tenants/parking',
    '/x/my-tenants/parking/features',
  ])
    expect([path, matches(path)]).toEqual([path, false]);
  // RE2 has flags for a group, and Node 20 has none.
  const unsafe = new RegExp(`^(?:${regexOf(byPath[0]!).replaceAll('(?i:', '(?:')})$`, 'i');
  for (const path of [
    '/my-tenants/parking/features;x',
    '/my-tenants/parking/features/a%5cb',
    '/my-tenants/parking/features/a%2f..',
  ])
    expect([path, unsafe.test(path)]).toEqual([path, true]);
});

test('the header is written from the path, whatever the client sent, before tokens are looked at', () => {
  const [filter] = tenantPathFilter(model);
  expect(filter).toMatchObject({ name: 'gateway.tenant-path' });
  const { source_codes } = filter!.typed_config as { source_codes: Record<string, { inline_string: string }> };
  expect(source_codes.maps!.inline_string).toContain(`match('^/my%-tenants/([a-z0-9_]+)/')`);
  expect(source_codes.maps!.inline_string).toContain(`replace('ngsild-tenant', tenant or '')`);
  expect(tenantPathFilter(sampleModel)).toEqual([]);
});

test('two ports of one service are two upstreams', () => {
  const city = parseCity({
    name: 'town',
    country: 'FI',
    population: 8200,
    profile: 'laptop',
    dataModels: ['GtfsStop'],
  });
  const { gateway } = new CityPlatform(new RootConstruct('town'), 'Platform', { city });
  const names = gateway.routes
    .filter(({ props }) => props.path === '/features')
    .map(({ props }) => props.endpoint.port);
  expect(names).toEqual([8080, 8081]);
  expect(() => gateway.service.files['/citykit/envoy/envoy.json']).not.toThrow();
  expect(upstreamsOf(maps)).toHaveLength(1);
});
