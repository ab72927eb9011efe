import {
  foreignTenantHeaders,
  namesTenant,
  tenantFilterPerRoute,
  tenantHeaders,
} from '../../../constructs/components/gateway/envoy/tenant-filter';
import { brokerRoute, sampleModel } from './sample-model';

const { tenantHeader: _, anonymousTenants: __, ...plainRoute } = brokerRoute;
const device = { ...plainRoute, id: 'device', path: '/iot', tenantHeader: 'Fiware-Service' };
const both = { ...sampleModel, hosts: [{ host: 'a', routes: [brokerRoute, device] }] };

it('knows each tenant header once, in lower case', () => {
  expect(tenantHeaders(both)).toEqual(['fiware-service', 'ngsild-tenant']);
});

it('keeps every tenant header but the route own from the upstream', () => {
  expect(foreignTenantHeaders(both, brokerRoute)).toEqual(['fiware-service']);
  expect(foreignTenantHeaders(both, device)).toEqual(['ngsild-tenant']);
  expect(foreignTenantHeaders(both, plainRoute)).toEqual(['fiware-service', 'ngsild-tenant']);
});

it('is off where a route knows no tenants, and as it is where a rule needs a role', () => {
  expect(tenantFilterPerRoute(both, plainRoute, true)).not.toHaveProperty('rbac');
  expect(tenantFilterPerRoute(both, brokerRoute, false)).toBeUndefined();
});

it('has whoever has tenants name one in the header of the route, another header or not', () => {
  expect(namesTenant(plainRoute)).toEqual([]);
  expect(JSON.stringify(namesTenant(device))).toContain(
    '{"or_ids":{"ids":[{"header":{"name":"fiware-service","present_match":true}},{"not_id":',
  );
});

it('opens the anonymous tenants, by name, to rules for anyone', () => {
  const text = JSON.stringify(tenantFilterPerRoute(sampleModel, brokerRoute, true));
  const open = JSON.stringify({ header: { name: 'ngsild-tenant', string_match: { exact: 'open' } } });
  const parking = JSON.stringify({ header: { name: 'ngsild-tenant', string_match: { exact: 'parking' } } });
  expect(text).toContain(`{"not_id":{"header":{"name":"ngsild-tenant","present_match":true}}},${open},`);
  expect(text).toContain(`{"and_ids":{"ids":[${parking},`);
});
