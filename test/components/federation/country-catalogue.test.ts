import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RootConstruct } from 'constructs';
import { synthKubernetes } from '../../../charts/synth';
import { synthCompose } from '../../../compose/synth';
import { CityPlatform } from '../../../constructs/platform/city-platform';
import { partOf } from '../../../constructs/platform/federation-part';
import { isCityError } from '../../../constructs/problems/city-error';
import { type CityInput, parseCity } from '../../../constructs/spec/city';
import { defineFederation, type Federation, type FederationInput } from '../../../constructs/spec/federation';
import type { Service } from '../../../constructs/waist/primitives';
import type { Text } from '../../../constructs/waist/primitives/reference';
import { synthAws } from '../../../stacks/synth';

const city = (name: string, changes: Partial<CityInput> = {}): CityInput => ({
  name,
  title: name.toUpperCase(),
  country: 'FI',
  population: 210_000,
  domain: `${name}.example`,
  contact: { email: `data@${name}.example` },
  profile: 'pilot',
  dataModels: ['OffStreetParking'],
  openData: [{ type: 'OffStreetParking', licence: 'CC-BY-4.0' }],
  ...changes,
});
const existing = {
  existing: { url: 'https://portal.espoo.example/ckan', organization: 'espoo', token: { name: 'portal-token' } },
} as unknown as CityInput['openDataPortal'];

function federationOf(catalogue: FederationInput['catalogue'], cities?: readonly CityInput[]): Federation {
  const members = cities ?? [
    city('oulu'),
    city('espoo', { openDataPortal: existing! }),
    city('vantaa', { profile: 'laptop' }),
  ];
  // One city can only join where others are in.
  const joining = members.length === 1 ? 'later' : 'first';
  return defineFederation({ federation: 'nordic', joining, cities: members, ...(catalogue && { catalogue }) });
}

function platformOf(federation: Federation, at: number): CityPlatform {
  const own = federation.cities[at]!;
  const part = partOf(federation, own);
  return new CityPlatform(new RootConstruct(own.name), 'Platform', { city: own, ...(part && { federation: part }) });
}

const textOf = (text: Text | undefined): string =>
  (text?.parts ?? []).map((part) => (typeof part === 'string' ? part : `<${part.source.node.path}>`)).join('');

test('the portal of the host reads the catalogues of the others that have a public address, and of no other city', () => {
  const federation = federationOf({ host: 'oulu', everyMinutes: 30 });
  expect(platformOf(federation, 1).countryCatalogue).toBeUndefined();
  const { countryCatalogue, portal } = platformOf(federation, 0);
  const { service } = countryCatalogue!;
  expect([textOf(service.env.EVERY_SECONDS), textOf(service.env.SITE_URL)]).toEqual([
    '1800',
    'https://data.oulu.example',
  ]);
  expect(JSON.parse(textOf(service.env.CITIES))).toEqual([
    {
      id: 'espoo',
      title: 'ESPOO',
      portal: { url: 'https://<oulu/Platform/CountryCatalogue/Server-portal.espoo.example>/ckan' },
    },
  ]);
  const setup = portal!.node.findChild('Setup') as unknown as Service;
  expect(JSON.parse(textOf(setup.env.HARVESTED_CITIES))).toEqual({ espoo: 'ESPOO' });
  expect(textOf(setup.env.HARVESTER_TOKEN_ID)).not.toBe(textOf(setup.env.PUBLISHER_TOKEN_ID));
});

test('a portal that the host runs already is written to with the token that somebody made there', () => {
  const { countryCatalogue, publisher } = platformOf(federationOf({ host: 'espoo' }), 1);
  const token = textOf(countryCatalogue!.service.env.PORTAL_TOKEN);
  expect(token).toContain('ExistingPortal');
  expect(token).toBe(textOf(publisher!.service.env.PORTAL_TOKEN));
  expect(textOf(countryCatalogue!.service.env.SITE_URL)).toBe('https://portal.espoo.example/ckan');
});

test('without a catalogue in the spec there is none', () => {
  const federation = federationOf(undefined);
  expect(partOf(federation, federation.cities[0]!)).toBeUndefined();
});

const onLaptop = () => city('vantaa', { profile: 'laptop' });
test.each<[string, () => Federation, string]>([
  ['a host that is no member', () => federationOf({ host: 'turku' }), 'portal of one of its cities'],
  [
    'others without a portal to read',
    () => federationOf({ host: 'oulu' }, [city('oulu'), onLaptop()]),
    'profile laptop',
  ],
  ['nobody else to read', () => federationOf({ host: 'oulu' }, [city('oulu')]), 'there is no other'],
])('%s is refused', (_, make, rule) => {
  expect(make).toThrow(
    expect.objectContaining({
      problems: [
        expect.objectContaining({
          code: 'federation-catalogue-city',
          path: 'catalogue.host',
          rule: expect.stringContaining(rule),
        }),
      ],
    }),
  );
  try {
    make();
  } catch (error) {
    expect(isCityError(error)).toBe(true);
  }
});

test('every target passes its gates, and lets it reach the other portal and its own', () => {
  const federation = federationOf({ host: 'oulu' });
  const own = federation.cities[0]!;
  const part = partOf(federation, own);
  const kubernetes = synthKubernetes(own, [], part);
  expect(kubernetes.findings).toEqual([]);
  expect(JSON.stringify(kubernetes.objects)).toContain('"name":"oulu-country-catalogue"');
  const { talksTo } = kubernetes.platform.countryCatalogue!.service;
  expect(talksTo.map(({ source, port }) => `${source.node.id} ${port}`).sort()).toEqual([
    'Server-portal.espoo.example 443',
    'Service 5000',
  ]);
  const compose = synthCompose(own, [], part);
  expect(compose.findings).toEqual([]);
  expect(compose.files.get('compose.yaml')).toContain('harvest.cjs');
  const aws = parseCity({
    ...city('oulu'),
    targets: { aws: { region: 'eu-north-1', hostedZone: { id: 'Z0123456789EXAMPLE', name: 'oulu.example' } } },
  });
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
  try {
    const { findings, templates } = synthAws(aws, folder, [], part);
    expect(findings).toEqual([]);
    expect(JSON.stringify(templates)).toContain('HARVESTED_CITIES');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
