import { join } from 'node:path';
import { Parser, type Quad } from 'n3';
import { loadSpec } from '../../constructs/files/load-spec';
import { partOf } from '../../constructs/platform/federation-part';
import type { City } from '../../constructs/spec/city';
import type { Federation } from '../../constructs/spec/federation';
import { LivePlatform } from './platform/live-platform';
import { NeighbourEdge } from './platform/neighbour-edge';
import { CkanClient } from './support/ckan-client';
import { proof } from './support/proof';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { until } from './support/wait';

type Json = Record<string, unknown>;

const parts = ['postgres', 'redis', 'solr', 'ckan', 'nginx', 'envoy'] as const;

/** More than a page of the catalogue has. */
const many = 104;

/** A portal as it is rendered, and its administrator. */
class LivePortal {
  ckan!: RunningPod;
  search!: RunningPod;
  client!: CkanClient;
  authorization = '';
  readonly platform: LivePlatform;

  constructor(federation: Federation, city: City) {
    this.platform = new LivePlatform(city, partOf(federation, city));
  }

  async start(): Promise<this> {
    const { platform } = this;
    const { city } = platform;
    await platform.database.start();
    await platform.run(city.database.setup);
    await platform.start(city.portal!.node.findChild('Cache') as never);
    this.search = await platform.start(city.portal!.node.findChild('Search') as never);
    await platform.run(platform.job('portal', 'Setup'));
    this.ckan = await platform.start(city.portal!.service);
    this.client = new CkanClient(this.ckan);
    const { ADMIN_PASSWORD } = platform.rendered.pod(platform.nameOf(platform.job('portal', 'Setup'))).main.env;
    const cookies = await this.client.logIn('admin', ADMIN_PASSWORD!);
    const cookie = cookies.map((one) => one.split(';')[0]).join('; ');
    this.authorization = await this.client.makeToken('admin', cookie);
    return this;
  }

  async act(name: string, body: object): Promise<Json> {
    return this.client.result(name, body, { authorization: this.authorization });
  }

  /** Public datasets of an organisation. */
  async datasetsOf(organization: string): Promise<readonly Json[]> {
    const found: Json[] = [];
    for (let start = 0; ; start += 100) {
      const query = { fq: `organization:"${organization}"`, rows: 100, start, sort: 'name asc' };
      const { results } = (await this.client.settledResult('package_search', query)) as unknown as { results: Json[] };
      found.push(...results);
      if (results.length < 100) return found;
    }
  }
}

const extraOf = ({ extras }: Json, key: string) => (extras as Json[]).find((one) => one.key === key)?.value;

describeRendered(parts, 'One catalogue of two cities, as they are rendered', () => {
  let izmir: LivePortal;
  let istanbul: LivePortal;
  let gateway: RunningPod;
  let catalogue: RunningPod;
  let harvester: RunningPod;
  let edge: NeighbourEdge;

  beforeAll(async () => {
    const spec = await loadSpec(join(__dirname, '../../examples/turkiye/federation.yaml'));
    if (spec.kind !== 'federation') throw new Error('the example is no federation');
    const { federation } = spec;
    const cityOf = (name: string) => federation.cities.find((city) => city.name === name)!;
    izmir = await new LivePortal(federation, cityOf('izmir')).start();
    istanbul = await new LivePortal(federation, cityOf('istanbul')).start();
    const { platform } = istanbul;
    await platform.start(platform.city.portal!.catalogue!);
    gateway = await platform.start(platform.city.gateway.service);
    edge = await NeighbourEdge.open(['data.istanbul.example'], () => gateway, izmir.platform.rendered);
    catalogue = await izmir.platform.start(izmir.platform.city.portal!.catalogue!);
    await istanbul.act('organization_create', { name: 'ulasim', title: 'Ulaşım Dairesi' });
    for (let number = 0; number < many; number++) await istanbul.act('package_create', dataset(number));
  });
  afterAll(async () => {
    edge?.close();
    for (const portal of [izmir, istanbul]) await portal?.platform.stop();
  });

  const nameOf = (number: number) => `veri-${String(number).padStart(3, '0')}`;
  const dataset = (number: number): Json => ({
    name: nameOf(number),
    title: `Veri kümesi ${number}`,
    notes: 'Satır bir\r\nsatır iki',
    owner_org: 'ulasim',
    license_id: 'CC-BY-4.0',
    tags: [{ name: 'ulaşım' }, { name: 'otopark' }],
    extras: [
      { key: 'contact_email', value: 'data@istanbul.example' },
      { key: 'theme', value: '["http://publications.europa.eu/resource/authority/data-theme/TRAN"]' },
      { key: 'spatial', value: '{"type":"Point","coordinates":[28.97,41.01]}' },
      { key: 'temporal_start', value: '2026-01-01' },
    ],
    resources: [
      {
        name: 'GeoJSON',
        format: 'GeoJSON',
        mimetype: 'application/geo+json',
        url: `https://data.istanbul.example/${number}.geojson`,
      },
      { name: 'CSV', format: 'CSV', url: `https://data.istanbul.example/${number}.csv`, size: 100 },
    ],
  });

  async function start(): Promise<void> {
    harvester = await izmir.platform.startTrusting(izmir.platform.city.countryCatalogue!.service);
  }
  const metrics = async () => (await harvester.call('/metrics', { port: 'metrics' })).text;
  const changes = async (change: string) =>
    Number(new RegExp(`changes_total{city="istanbul",change="${change}"} (\\d+)`).exec(await metrics())?.[1]);
  const read = () => until('the catalogue is read', () => harvester.log().includes('"catalogue read"'));
  const organization = async () =>
    (await izmir.client.settledResult('organization_show', { id: 'istanbul', include_extras: true })) as Json;
  /** Reads once more, from the beginning. */
  async function again(): Promise<void> {
    await harvester.stop();
    await start();
  }

  test('what a harvest that was killed half-way had written is finished by the next, and nothing stands twice', async () => {
    await start();
    await until('some are written', async () => (await changes('written')) > 20);
    await harvester.stop('SIGKILL');
    await start();
    await read();
    const found = await izmir.datasetsOf('istanbul');
    expect(found).toHaveLength(many);
    expect(new Set(found.map((one) => extraOf(one, 'uri'))).size).toBe(many);
    expect(await changes('written')).toBeLessThan(many);
    expect(await changes('refused')).toBe(0);
    proof('Country catalogue', 'kubernetes', 'started');
  });

  test('a reading of what has not changed writes nothing', async () => {
    await again();
    await read();
    expect([await changes('written'), await changes('removed')]).toEqual([0, 0]);
  });

  test('the catalogue of the country has the datasets of both under their own URIs, with who published them', async () => {
    const { id } = await istanbul.act('package_show', { id: nameOf(7) });
    const uri = `https://data.istanbul.example/dataset/${id}`;
    await izmir.act('package_create', { ...dataset(0), name: 'kendi', owner_org: 'izmir' });
    const quads: Quad[] = [];
    for (let page = 1; page <= 2; page++)
      quads.push(...new Parser().parse((await catalogue.call(`/catalog.ttl?page=${page}`)).text));
    const values = (of: string, property: string) =>
      quads
        .filter(({ subject, predicate }) => subject.value === of && predicate.value.endsWith(property))
        .map(({ object }) => object.value);
    const all = quads
      .filter(({ predicate }) => predicate.value.endsWith('dcat#dataset'))
      .map(({ object }) => object.value);
    expect(all.filter((one) => one.startsWith('https://data.istanbul.example/dataset/'))).toHaveLength(many);
    expect(all.filter((one) => one.startsWith('https://data.izmir.example/dataset/'))).toHaveLength(1);
    expect(values(uri, 'terms/title')).toEqual(['Veri kümesi 7']);
    expect(values(uri, 'terms/publisher')).toEqual(['https://data.istanbul.example/organization/ulasim']);
    expect(values('https://data.istanbul.example/organization/ulasim', 'name')).toContain('Ulaşım Dairesi');
    expect(values(uri, 'landingPage')).toEqual([`https://data.istanbul.example/dataset/${nameOf(7)}`]);
    expect(values(uri, 'dcat#distribution')).toHaveLength(2);
    expect((await organization()).description).toMatch(/^İstanbul veri kümeleri/);
    expect((await izmir.client.get('/organization/istanbul')).text).toContain('data.istanbul.example/catalog.ttl');
  });

  test('what the city changed is changed, what it took away is removed, and a dataset of the other city stays there', async () => {
    const [own] = await izmir.datasetsOf('izmir');
    await istanbul.act('package_patch', { id: nameOf(1), title: 'Yeni başlık' });
    await istanbul.act('package_delete', { id: nameOf(2) });
    await istanbul.act('package_create', {
      ...dataset(0),
      name: 'izmirden',
      extras: [{ key: 'uri', value: `https://data.izmir.example/dataset/${own!.id}` }],
    });
    await again();
    await read();
    const titles = (await izmir.datasetsOf('istanbul')).map(({ title }) => title);
    expect(titles).toHaveLength(many - 1);
    expect(titles).toContain('Yeni başlık');
    expect(titles).not.toContain('Veri kümesi 2');
    expect(await metrics()).toContain('citykit_catalogue_duplicates{city="istanbul"} 1');
    expect(extraOf(await organization(), 'harvest_duplicates')).toContain(String(own!.id));
    // It comes back, under the name that it had.
    await istanbul.act('package_patch', { id: nameOf(2), state: 'active' });
    await again();
    await read();
    expect(await izmir.datasetsOf('istanbul')).toHaveLength(many);
    expect(await changes('refused')).toBe(0);
  });

  test('a city that is silent, fails, and whose portal is killed keeps what it had; the portal says so, until it is back', async () => {
    const { platform } = istanbul;
    const answer = async (state: NeighbourEdge['state']) => {
      edge.state = state;
    };
    const faults: readonly (readonly [reason: string, text: RegExp, fault: () => Promise<void>])[] = [
      ['late', /^Katalog zamanında yanıt vermiyor: buradakiler \d{4}-/, () => answer('silent')],
      ['failing', /^Katalog hata ile yanıt veriyor: /, () => answer('failing')],
      ['failing', /^Katalog hata ile yanıt veriyor: /, () => istanbul.ckan.stop('SIGKILL')],
    ];
    for (const [reason, text, fault] of faults) {
      await fault();
      await again();
      const counted = `citykit_catalogue_broken_total{city="istanbul",reason="${reason}"} 1`;
      await until('it is counted', async () => (await metrics()).includes(counted));
      await until('it is said', async () => extraOf(await organization(), 'harvest_state') === reason);
      expect((await organization()).description).toMatch(text);
      expect(await metrics()).toContain('citykit_catalogue_broken{city="istanbul"} 1');
      expect(await izmir.datasetsOf('istanbul')).toHaveLength(many);
      edge.state = 'open';
    }
    istanbul.ckan = await platform.start(platform.city.portal!.service);
    // It tries again by itself.
    await until('it is read again', async () => extraOf(await organization(), 'harvest_state') === 'good');
    expect(harvester.log()).toContain('"catalogue is whole again"');
    proof(
      'Country catalogue',
      'kubernetes',
      'faulted',
      'the other city silent and failing, its portal killed, itself killed half-way',
    );
  });

  test('a search index of the city that is empty takes nothing away', async () => {
    const empty = await istanbul.search.call('/solr/ckan/update?commit=true', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"delete":{"query":"*:*"}}',
    });
    expect(empty.status).toBe(200);
    await again();
    await until('it is doubted', async () => extraOf(await organization(), 'harvest_state') === 'shrunk');
    expect(await izmir.datasetsOf('istanbul')).toHaveLength(many);
    // The set-up puts back what the index lacks.
    await istanbul.platform.run(istanbul.platform.job('portal', 'Setup'));
    await again();
    await read();
    expect(extraOf(await organization(), 'harvest_state')).toBe('good');
  });

  test('no key and no token stands in its log', () => {
    const { env } = harvester.pod.main;
    for (const secret of [env.PORTAL_TOKEN_KEY, env.PORTAL_TOKEN_ID, 'eyJ'])
      expect(harvester.log()).not.toContain(secret);
  });
});
