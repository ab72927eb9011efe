import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RootConstruct } from 'constructs';
import { synthKubernetes } from '../../../charts/synth';
import { CityPlatform } from '../../../constructs/platform/city-platform';
import { partOf } from '../../../constructs/platform/federation-part';
import { type CityInput, parseCity } from '../../../constructs/spec/city';
import { defineFederation, type Federation, type FederationInput } from '../../../constructs/spec/federation';
import type { Secret } from '../../../constructs/waist/primitives';
import { synthAws } from '../../../stacks/synth';

const city = (name: string, changes: Partial<CityInput> = {}): CityInput => ({
  name,
  country: 'FI',
  population: 210_000,
  domain: `${name}.example`,
  contact: { email: `data@${name}.example` },
  profile: 'pilot',
  dataModels: ['OffStreetParking'],
  ...changes,
});

const keycloak = {
  existing: {
    url: 'https://login.espoo.example',
    realm: 'city',
    adminClient: 'citykit',
    adminSecret: { name: 'keycloak-admin' },
  },
  adminEmail: 'it@espoo.example',
} as unknown as CityInput['identity'];

function federationOf(query: Partial<FederationInput['query']> = {}): Federation {
  const cities = [
    city('oulu', { tenants: [{ id: 'parking' }, { id: 'secret' }] }),
    city('espoo', { tenants: [{ id: 'cars' }], identity: keycloak! }),
    city('vantaa'),
  ];
  const shares = { oulu: ['parking'], espoo: ['cars'] };
  return defineFederation({ federation: 'nordic', title: 'Nordic', cities, query: { host: 'oulu', shares, ...query } });
}

function platformOf(federation: Federation, at: number): CityPlatform {
  const own = federation.cities[at]!;
  const part = partOf(federation, own);
  return new CityPlatform(new RootConstruct(own.name), 'Platform', {
    city: own,
    ...(part && { federation: part }),
  });
}

const clientOf = ({ identity }: CityPlatform) =>
  identity.realm.clients.find(({ clientId }) => clientId === 'federation-nordic');

test('a city outside of the query has no part in it', () => {
  const federation = federationOf();
  expect(partOf(federation, federation.cities[2]!)).toBeUndefined();
  expect(clientOf(platformOf(federation, 2))).toBeUndefined();
  const { query: _, ...without } = federation;
  expect(partOf(without, federation.cities[0]!)).toBeUndefined();
});

test('each city that is asked makes a client of its own, which may read what it shares and no more', () => {
  const platform = platformOf(federationOf(), 1);
  expect(platform.federatedQuery).toBeUndefined();
  const { realm } = platform.identity;
  expect(clientOf(platform)).toBeDefined();
  const own = ({ client }: { client: string }) => client === 'federation-nordic';
  expect(realm.scopeMappings.filter(own)).toEqual([{ client: 'federation-nordic', roles: ['viewer'] }]);
  expect(Object.values(realm.clientScopeMappings).flat().filter(own)).toEqual([
    { client: 'federation-nordic', roles: ['cars'] },
  ]);
});

test('the host talks to its own gateway and to the other city’s gateway and identity, and reads both keys', () => {
  const platform = platformOf(federationOf(), 0);
  const { service } = platform.federatedQuery!;
  expect(service.talksTo.map(({ source, port }) => `${source.node.path} ${port}`).sort()).toEqual([
    'oulu/Platform/Federation/Server-api.espoo.example 443',
    'oulu/Platform/Federation/Server-data.espoo.example 443',
    'oulu/Platform/Federation/Server-login.espoo.example 443',
    'oulu/Platform/Gateway/Service 8080',
  ]);
  expect(service.egress).toEqual([]);
  const key = service.env.SECRET_ESPOO!.references[0]!.source as Secret;
  expect(key.existing).toEqual({ name: 'federation-espoo' });
  expect(service.env.SECRET_OULU!.references[0]!.source.node.path).toBe('oulu/Platform/Identity/Federation/Secret');
});

test('the program is told where each city is, who it is there, and in which context and tenants to ask', () => {
  const { service } = platformOf(federationOf(), 0).federatedQuery!;
  const text = service.files['/citykit/federation/cities.json']!.parts.map((part) =>
    typeof part === 'string' ? part : `<${part.source.node.path}>`,
  ).join('');
  expect(JSON.parse(text)).toEqual([
    {
      id: 'oulu',
      title: 'Oulu',
      api: { url: 'https://api.oulu.example', via: 'http://<oulu/Platform/Gateway/Service>:8080' },
      portal: { url: 'https://data.oulu.example', via: 'http://<oulu/Platform/Gateway/Service>:8080' },
      token: {
        url: 'https://id.oulu.example/realms/oulu/protocol/openid-connect/token',
        via: 'http://<oulu/Platform/Gateway/Service>:8080',
      },
      clientId: 'federation-nordic',
      secretVariable: 'SECRET_OULU',
      context: expect.stringMatching(/^https:\/\/models\.oulu\.example\/context\/v1\/\w{12}\/context\.jsonld$/),
      tenants: ['parking'],
      collects: [],
    },
    {
      id: 'espoo',
      title: 'Espoo',
      api: { url: 'https://<oulu/Platform/Federation/Server-api.espoo.example>' },
      portal: { url: 'https://<oulu/Platform/Federation/Server-data.espoo.example>' },
      token: {
        url: 'https://<oulu/Platform/Federation/Server-login.espoo.example>/realms/city/protocol/openid-connect/token',
      },
      clientId: 'federation-nordic',
      secretVariable: 'SECRET_ESPOO',
      context: expect.stringContaining('https://models.espoo.example/'),
      tenants: ['cars'],
      collects: [],
    },
  ]);
});

test('the address is read only; by viewers of the host, or by anyone where the spec says so', () => {
  const access = (readers: 'viewers' | 'anyone') => {
    const { gateway } = platformOf(federationOf({ readers }), 0);
    return gateway.routes.find(({ props }) => props.host === 'federation')!.props.access;
  };
  const roles = { roles: ['viewer', 'editor', 'operator'] };
  const rules = (allow: unknown) => [
    { methods: ['GET', 'HEAD', 'OPTIONS'], allow },
    { methods: ['POST'], paths: ['/entityOperations/query'], allow },
  ];
  expect(access('viewers')).toEqual(rules(roles));
  expect(access('anyone')).toEqual(rules('anyone'));
});

test('both targets pass their gates, and hold no key', () => {
  const federation = federationOf();
  const own = federation.cities[0]!;
  const part = partOf(federation, own);
  const kubernetes = synthKubernetes(own, [], part);
  expect(kubernetes.findings).toEqual([]);
  const objects = JSON.stringify(kubernetes.objects);
  expect(objects).toContain('{"secretKeyRef":{"key":"password","name":"federation-espoo"}}');
  expect(objects).toContain('"host":"federation.oulu.example"');
  const aws = parseCity({
    ...city('oulu', { tenants: [{ id: 'parking' }] }),
    targets: { aws: { region: 'eu-north-1', hostedZone: { id: 'Z0123456789EXAMPLE', name: 'oulu.example' } } },
  });
  const folder = mkdtempSync(join(tmpdir(), 'federation-'));
  try {
    const { findings, templates } = synthAws(aws, folder, [], part);
    expect(findings).toEqual([]);
    expect(JSON.stringify(templates)).toContain('federation-espoo');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
