import { checkGatewayModel } from '../../../constructs/components/gateway/check-gateway-model';
import { envoyConfig } from '../../../constructs/components/gateway/envoy-config';
import type { AccessRule, GatewayModel, GatewayRoute } from '../../../constructs/components/gateway/gateway-model';
import { brokerRoute, sampleModel } from './sample-model';

const withRoutes = (...routes: GatewayRoute[]): GatewayModel => ({
  ...sampleModel,
  hosts: [{ host: 'api.city.test', routes }],
});
const withRule = (rule: AccessRule): GatewayModel => withRoutes({ ...brokerRoute, access: [rule] });
const { identity: _, ...anonymous } = sampleModel;
const { tenantHeader: __, anonymousTenants: ___, ...plainRoute } = brokerRoute;

it('finds nothing in a good model', () => {
  expect(checkGatewayModel(sampleModel)).toEqual([]);
});

it.each<[string, GatewayModel, string[]]>([
  [
    'a path with a slash at its end',
    withRoutes({ ...brokerRoute, path: '/ngsi-ld/' }),
    ["route broker-ngsi-ld: '/ngsi-ld/' is no plain path such as /ngsi-ld/v1"],
  ],
  [
    'contexts that more could begin with than is meant',
    withRoutes({
      ...brokerRoute,
      guard: { root: '/ngsi-ld/v1', contexts: { urls: ['https://models.city.test'] }, receivers: [] },
    }),
    ["route broker-ngsi-ld: 'https://models.city.test' is no URL that ends in a slash"],
  ],
  [
    'a path with dots',
    withRoutes({ ...brokerRoute, path: '/a/../b' }),
    ["route broker-ngsi-ld: '/a/../b' is no plain path such as /ngsi-ld/v1"],
  ],
  [
    'a tenant in the path, and no header for it',
    withRoutes({ ...plainRoute, tenantPath: '/tenants' }),
    ['route broker-ngsi-ld: a tenant in the path needs a tenant header to be written to'],
  ],
  [
    'a tenant in a path that is written anew',
    withRoutes({ ...brokerRoute, tenantPath: '/tenants', rewrite: '/x' }),
    ['route broker-ngsi-ld: a tenant in the path goes with no rewrite, no guard and no path that is / alone'],
  ],
  [
    'a rewrite that is no path',
    withRoutes({ ...brokerRoute, rewrite: 'x' }),
    ["route broker-ngsi-ld: 'x' is no plain path such as /ngsi-ld/v1"],
  ],
  [
    'a rule for a path with an encoded letter',
    withRule({ methods: ['GET'], paths: ['/%65ntities'], allow: 'anyone' }),
    ["route broker-ngsi-ld: '/%65ntities' is no plain path such as /ngsi-ld/v1"],
  ],
  [
    'a method in lower case',
    withRule({ methods: ['get'], allow: 'anyone' }),
    ["route broker-ngsi-ld: 'get' is no method in upper case"],
  ],
  ['no method', withRule({ methods: [], allow: 'anyone' }), ['route broker-ngsi-ld: a rule names no method']],
  ['no role', withRule({ methods: ['GET'], allow: { roles: [] } }), ['route broker-ngsi-ld: a rule names no role']],
  [
    'a role when nobody issues tokens',
    {
      ...anonymous,
      hosts: [{ host: 'a', routes: [{ ...brokerRoute, access: brokerRoute.access.slice(1, 2) as AccessRule[] }] }],
    },
    ['route broker-ngsi-ld: a rule asks for roles, and nothing issues tokens'],
  ],
  [
    'a token to forward when nobody issues tokens',
    { ...anonymous, hosts: [{ host: 'a', routes: [{ ...brokerRoute, access: [], forwardToken: true }] }] },
    ['route broker-ngsi-ld: there are no tokens to forward'],
  ],
  [
    'an anonymous tenant that is none of the platform',
    withRoutes({ ...brokerRoute, anonymousTenants: ['ghost'] }),
    ["route broker-ngsi-ld: anonymous tenant 'ghost' is no tenant of the platform"],
  ],
  [
    'tenants on a passthrough route',
    withRoutes({ ...plainRoute, access: 'passthrough', tenantHeader: 'NGSILD-Tenant' }),
    ['route broker-ngsi-ld: a tenant header needs the gateway to check tokens, and passthrough checks none'],
  ],
  [
    'two routes for one path',
    withRoutes(brokerRoute, { ...brokerRoute, id: 'other' }),
    ['api.city.test has two routes for /ngsi-ld/v1'],
  ],
  [
    'one upstream id for two servers',
    withRoutes(brokerRoute, { ...brokerRoute, path: '/x', upstream: { ...brokerRoute.upstream, port: 1 } }),
    ['upstream broker is both 127.0.0.1:9000 and 127.0.0.1:1'],
  ],
  [
    'one host twice',
    {
      ...sampleModel,
      hosts: [
        { host: 'a.test', routes: [] },
        { host: 'A.test', routes: [] },
      ],
    },
    ['host a.test is there twice'],
  ],
])('finds %s', (_name, model, problems) => {
  expect(checkGatewayModel(model)).toEqual(problems);
});

it('is asked before any configuration is made, and tells all at once', () => {
  const model = withRoutes({ ...brokerRoute, path: '/a/', anonymousTenants: ['ghost'] });
  expect(() => envoyConfig(model)).toThrow(
    "The gateway model is wrong:\n- route broker-ngsi-ld: '/a/' is no plain path such as /ngsi-ld/v1\n" +
      "- route broker-ngsi-ld: anonymous tenant 'ghost' is no tenant of the platform",
  );
});
