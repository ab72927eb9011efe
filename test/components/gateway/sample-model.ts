import type { GatewayModel, GatewayRoute } from '../../../constructs/components/gateway/gateway-model';

const broker = { id: 'broker', host: '127.0.0.1', port: 9000 };

/** A route of every kind that a platform has. */
export const brokerRoute: GatewayRoute = {
  id: 'broker-ngsi-ld',
  path: '/ngsi-ld/v1',
  upstream: broker,
  encodedSlashes: true,
  tenantHeader: 'NGSILD-Tenant',
  anonymousTenants: ['open'],
  access: [
    { methods: ['GET'], paths: ['/types', '/attributes'], allow: 'anyone' },
    { methods: ['POST'], paths: ['/entityOperations/query'], allow: { roles: ['writer', 'reader'] } },
    { methods: ['GET'], allow: { roles: ['reader', 'writer'] } },
    { methods: ['POST', 'PATCH', 'DELETE'], allow: { roles: ['writer'] } },
  ],
};

export const sampleModel: GatewayModel = {
  listenPort: 8080,
  adminPort: 9901,
  readyPort: 8081,
  trustedHops: 1,
  identity: {
    issuer: 'https://id.city.test/realms/city',
    audience: 'city-platform',
    jwks: { url: 'http://identity:8080/realms/city/protocol/openid-connect/certs' },
  },
  tenants: ['parking', 'air', 'open'],
  cors: { origins: ['https://map.city.test'] },
  limits: { requestsPerSecond: 200, burst: 400, maxBodyBytes: 2_000_000 },
  hosts: [
    {
      host: 'api.city.test',
      routes: [
        {
          id: 'registry-core',
          path: '/apis',
          upstream: { id: 'registry', host: 'registry', port: 8080 },
          rewrite: '/',
          forwardToken: true,
          access: [
            { methods: ['GET'], allow: 'anyone' },
            { methods: ['POST'], allow: { roles: ['steward'] } },
          ],
        },
        brokerRoute,
      ],
    },
    {
      host: 'models.city.test',
      routes: [
        {
          id: 'models',
          path: '/',
          upstream: { id: 'models', host: 'models', port: 8080 },
          access: [{ methods: ['GET', 'HEAD'], allow: 'anyone' }],
        },
      ],
    },
    {
      host: 'id.city.test',
      routes: [
        {
          id: 'identity-realm',
          path: '/realms/city',
          upstream: { id: 'identity', host: 'identity', port: 8080 },
          access: 'passthrough',
        },
      ],
    },
    {
      host: 'data.city.test',
      routes: [
        {
          id: 'portal',
          path: '/',
          upstream: { id: 'portal', host: 'portal', port: 5000 },
          access: 'passthrough',
          timeoutSeconds: 120,
          maxBodyBytes: 50_000_000,
          requestsPerSecond: 50,
        },
      ],
    },
  ],
};
