import { App } from 'cdk8s';
import { CityPlatformChart } from '../../../charts/city-platform-chart';
import type { Manifest } from '../../charts/support';
import { smallest, withField } from '../../spec/city-helpers';

const existing = {
  url: 'https://login.example:8443/auth',
  realm: 'izmir-platform',
  adminClient: 'city-platform',
  adminSecret: { name: 'keycloak-admin' },
};
const city = withField(smallest, 'identity', { existing });
const chart = new CityPlatformChart(new App(), 'izmir', { city });
const objects: readonly Manifest[] = chart.toJson();
const { identity } = chart.platform;

test('no Keycloak is deployed, no database is made for one, and nothing is routed to one', () => {
  expect(identity.service).toBeUndefined();
  expect(objects.filter(({ metadata }) => /identity/.test(metadata.name)).map(({ kind }) => kind)).not.toContain(
    'Deployment',
  );
  expect(chart.platform.database.setup.databases.map(({ name }) => name)).not.toContain('izmir_keycloak');
  expect(chart.platform.gateway.hosts).toEqual(['api.izmir.example', 'data.izmir.example', 'models.izmir.example']);
});

test('its issuer is the one that the gateway trusts, by keys that come over TLS', () => {
  expect(identity.issuer).toBe('https://login.example:8443/auth/realms/izmir-platform');
  const [file] = Object.values(chart.platform.gateway.service.files);
  const bootstrap = file?.parts.map((part) => (typeof part === 'string' ? part : 'login.example')).join('') ?? '';
  expect(/"uri":\s*"([^"]+)"/.exec(bootstrap)?.[1]).toBe(`${identity.issuer}/protocol/openid-connect/certs`);
  expect(/"sni":\s*"([^"]+)"/.exec(bootstrap)?.[1]).toBe('login.example');
});

test('its realm is kept by a client of the city, which reaches it and nothing else', () => {
  const job = objects.find(({ kind, metadata }) => kind === 'Job' && /^izmir-identity-realm/.test(metadata.name));
  const { env } = job!.spec.template.spec.containers[0];
  expect(env).toContainEqual({ name: 'KEYCLOAK_URL', value: 'https://login.example:8443/auth' });
  expect(env).toContainEqual({ name: 'KEYCLOAK_ADMIN_CLIENT_ID', value: 'city-platform' });
  expect(env).toContainEqual({
    name: 'KEYCLOAK_ADMIN_CLIENT_SECRET',
    valueFrom: { secretKeyRef: { name: 'keycloak-admin', key: 'password' } },
  });
  for (const name of ['izmir-identity-realm', 'izmir-gateway']) {
    const policy = objects.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === name);
    expect(policy?.spec.egress).toContainEqual({ ports: [{ protocol: 'TCP', port: 8443 }] });
  }
  expect(identity.realm).toMatchObject({ realm: 'izmir-platform', attributes: { citykit: 'izmir' } });
});
