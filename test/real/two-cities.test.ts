import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { type CheckId, checks } from '../../constructs/waist/checks';
import type { Comparison } from '../../programs/federation/compare/comparison';
import { isFigure, type Measured } from '../../programs/federation/compare/measured';
import type { MissingReason } from '../../programs/federation/missing';
import type { Status } from '../../verify/check';
import type { Report } from '../../verify/report';
import { FederationWatch, missingIn } from './platform/federation-watch';
import { LiveFederation } from './platform/live-federation';
import type { LiveMember } from './platform/live-member';
import { type PublicCall, publicCall } from './platform/public-client';
import { RealmUsers } from './platform/realm-users';
import { storeExamples } from './platform/stored-examples';
import { TlsEdge } from './platform/tls-edge';
import { callVerify, reportIn, type VerifyOutcome } from './platform/verify-command';
import { freePort } from './support/free-port';
import { proof } from './support/proof';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { until } from './support/wait';

type Json = Record<string, unknown>;

const parts = ['postgres', 'redis', 'solr', 'ckan', 'scorpio', 'keycloak', 'java', 'nginx', 'envoy'] as const;
const cities = ['istanbul', 'izmir'] as const;
type CityName = (typeof cities)[number];
const each = 50;
const all = '/entities?type=OffStreetParking&idPattern=car-park&limit=1000&count=true';

describeRendered(parts, 'Two whole platforms of one country, as they are rendered', () => {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-two-cities-'));
  const edges = {} as Record<CityName, TlsEdge>;
  const users = {} as Record<CityName, RealmUsers>;
  const receivers = {} as Record<CityName, number>;
  let live: LiveFederation;
  let harvester: RunningPod;

  const member = (city: CityName): LiveMember => (city === 'izmir' ? live.host : live.neighbour);

  beforeAll(async () => {
    live = await LiveFederation.start('whole');
    for (const city of cities) {
      const one = member(city);
      const { platform, keycloak } = one;
      const published = new Map(one.city.openData.map(({ type, tenant }) => [type, tenant]));
      await storeExamples(platform, one, (type) => published.get(type) ?? 'parking');
      await live.write(one, 'parking', places(city));
      await live.write(one, 'air_quality', [air(city)]);
      const { domain, hosts } = platform.city.gateway;
      const { network } = platform.rendered;
      edges[city] = await TlsEdge.start(network, () => one.gateway, domain, hosts);
      // That of izmir is an Ingress, which carries no MQTT.
      if (city === 'istanbul')
        await edges[city].carry(network, `mqtt.${domain}`, 8883, { pod: one.devices!, port: 1883 });
      users[city] = new RealmUsers(platform, keycloak, one.gateway);
      await users[city].add({ id: 'verify', roles: ['editor'], tenants: ['parking', 'traffic'] });
      receivers[city] = await freePort();
      await network.forward(`verifier.${domain}`, 8080, receivers[city]);
      writeSpec(folder, city);
    }
    const federation = parse(readFileSync(example('turkiye/federation.yaml'), 'utf8'));
    writeFileSync(
      join(folder, 'federation.yaml'),
      stringify({ ...federation, cities: cities.map((one) => `${one}.yaml`) }),
    );
    for (const city of cities) await until(`${city} has published`, () => hasPublished(member(city)));
    harvester = await startHarvester();
  });
  afterAll(async () => {
    for (const city of cities) await edges[city]?.remove();
    await live?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = async (path: string, call: PublicCall = {}) =>
    live.ask(path, { token: await live.users.token('reader'), ...call });
  const watched = async () => {
    const token = await live.users.token('reader');
    return new FederationWatch(() => live.ask(all, { token }), { tenant: 'parking', whole: 2 * each, partial: each });
  };
  const whole = () =>
    until('the query is whole', async () => missingIn((await ask(all)).headers['federation-answer']) === undefined);

  /** What stands beside a city and a question on the comparison, once it was asked anew. */
  async function compared(): Promise<Comparison> {
    const token = await live.users.token('reader');
    const began = performance.now();
    const answer = await publicCall(live.host.gateway, 'https://federation.izmir.example/compare.json', { token });
    expect([answer.status, performance.now() - began < 10_000]).toEqual([200, true]);
    return JSON.parse(answer.text) as Comparison;
  }
  const cellOf = ({ rows }: Comparison, id: string, city: CityName): Measured => {
    const measured = rows.find((row) => row.id === id)?.cities[city];
    if (!measured) throw new Error(`the comparison has no ${id}`);
    return measured;
  };
  const comparedPage = async () => {
    const token = await live.users.token('reader');
    const call = { token, headers: { accept: 'text/html' } };
    return (await publicCall(live.host.gateway, 'https://federation.izmir.example/compare', call)).text;
  };

  const portal = async (action: string, query: Record<string, string>): Promise<Json> => {
    const url = `https://data.izmir.example/api/3/action/${action}?${new URLSearchParams(query)}`;
    const { status, text } = await publicCall(live.host.gateway, url);
    if (status !== 200) throw new Error(`${status}: ${text}`);
    return (JSON.parse(text) as { result: Json }).result;
  };
  /** What the portal says of the other city's part in the catalogue, and how many datasets it shows of it. */
  async function catalogued(): Promise<{ readonly state: unknown; readonly says: unknown; readonly datasets: number }> {
    const {
      description,
      extras,
      package_count: datasets,
    } = await portal('organization_show', {
      id: 'istanbul',
      include_extras: 'true',
    });
    const state = (extras as Json[]).find(({ key }) => key === 'harvest_state')?.value;
    return { state, says: description, datasets: Number(datasets) };
  }
  const startHarvester = () => live.host.platform.startTrusting(live.host.platform.city.countryCatalogue!.service);
  /** Reads the other's catalogue at once, and not when the hour is over. */
  async function readCatalogue(state: string): Promise<void> {
    await harvester.stop();
    harvester = await startHarvester();
    await until(`the catalogue is ${state}`, async () => (await catalogued()).state === state);
  }

  test('the query has both, each with what it stored itself', async () => {
    const answer = await ask(all);
    const ids = (JSON.parse(answer.text) as Json[]).map(({ id }) => String(id));
    expect(cities.map((city) => ids.filter((id) => id.includes(`:${city}:`)).length)).toEqual([each, each]);
    expect(answer.headers).toMatchObject({
      'ngsild-results-count': String(2 * each),
      'federation-answer': 'asked=("istanbul" "izmir"), answered=("istanbul" "izmir")',
    });
    expect(answer.headers['ngsild-warning']).toBeUndefined();
  });

  test('the catalogue has both, each dataset with its own city’s address', async () => {
    await until('the other is read', async () => (await catalogued()).state === 'good');
    const published = live.neighbour.city.openData.length;
    expect((await catalogued()).datasets).toBe(published);
    const { text } = await publicCall(live.host.gateway, 'https://data.izmir.example/catalog.ttl', {
      headers: { accept: 'text/turtle' },
    });
    const named = (city: CityName) =>
      new Set(text.match(new RegExp(`<https://data\\.${city}\\.example/dataset/[\\w-]+>`, 'g')));
    expect(named('istanbul').size).toBeGreaterThanOrEqual(published);
    expect(named('izmir').size).toBeGreaterThanOrEqual(live.host.city.openData.length);
    proof('Country catalogue', 'kubernetes', 'started');
  });

  test('verify is right of both, item by item, within a minute each', async () => {
    const reports: Report[] = [];
    const took: number[] = [];
    for (const city of cities) {
      const outcome = await verify(city, ...writing(city));
      const report = reportIn(outcome);
      reports.push(report);
      took.push(outcome.seconds);
      expect([outcome.code, report.left, secretsIn(outcome, city)]).toEqual([0, [], []]);
    }
    process.stderr.write(printed(reports, took));
    const found = reports.map(({ results }) => ({
      statuses: Object.fromEntries(results.map(({ id, status }) => [id, status])),
      says: Object.fromEntries(
        results.filter(({ status }) => status === 'fail').map(({ id, evidence }) => [id, evidence.says]),
      ),
    }));
    expect(found).toEqual([
      {
        statuses: { ...statuses, '1.9': 'na', '4.1': 'fail', '5.1': 'fail', '6.5': 'pass' },
        says: {
          '3.3': 'The spec declares no rulebook, or no terms of use.',
          '4.1': 'The spec does not say whether the platform holds personal data.',
          '5.1': 'The spec does not say whether algorithms are in use.',
        },
      },
      {
        statuses: { ...statuses, '1.9': 'pass', '4.1': 'na', '5.1': 'na', '6.5': 'na' },
        says: { '3.3': 'The spec declares no rulebook, or no terms of use.' },
      },
    ]);
    expect(took.every((seconds) => seconds < 60)).toBe(true);
  });

  function secretsIn({ stdout, stderr }: VerifyOutcome, city: CityName): string[] {
    const said = stdout + stderr;
    return [users[city].secretOf('verify'), ...(said.match(/eyJ[\w-]{20}/g) ?? [])].filter((one) => said.includes(one));
  }

  /** From outside, of the federation's own file. */
  function verify(city: CityName, ...args: readonly string[]): Promise<VerifyOutcome> {
    const { network } = member(city).platform.rendered;
    const client = { id: 'verify', secret: users[city].secretOf('verify') };
    const target = [join(folder, 'federation.yaml'), '--city', city];
    return callVerify({ network, authority: edges[city].authority, client }, [...target, ...args]);
  }
  const writing = (city: CityName) => {
    const receiver = `http://verifier.${member(city).city.domain}:8080`;
    return ['--json', '--write', '--timeout', '30', '--receiver', receiver, '--listen', `127.0.0.1:${receivers[city]}`];
  };

  test('the comparison has a number of each for every question', async () => {
    for (const city of cities) {
      const token = await users[city].token('verify');
      const url = `https://api.${city}.example/verify/report.json`;
      const reported = async () => (await publicCall(member(city).gateway, url, { token })).status === 200;
      await until(`${city} has verified itself`, reported);
    }
    const questions = ['free-parking', 'no2', 'pm10', 'age', 'types', 'datasets', 'conformance'];
    const numbers = (comparison: Comparison) =>
      questions.map((id) => cities.map((city) => isFigure(cellOf(comparison, id, city))));
    await until('all is compared', async () =>
      numbers(await compared())
        .flat()
        .every(Boolean),
    );
    const comparison = await compared();
    expect(comparison.rows.filter(({ id }) => questions.includes(id)).map(({ not }) => not)).toEqual(
      questions.map(() => undefined),
    );
    // Of its own station, and of the example of the model, which has 22.
    expect(cities.map((city) => cellOf(comparison, 'no2', city))).toEqual([
      { value: 31.5, unit: 'GQ', of: 2 },
      { value: 32, unit: 'GQ', of: 2 },
    ]);
    // Its own alone, of the city whose portal shows those of both.
    expect(cities.map((city) => cellOf(comparison, 'datasets', city))).toEqual([
      { value: 6, unit: '' },
      { value: 7, unit: '' },
    ]);
    const page = await comparedPage();
    expect(page).toMatch(/İstanbul[\s\S]*İzmir/);
    expect(page).toContain('31.5 µg/m³<small>of 2 entities</small>');
    // What one city alone has a data model of.
    expect(page).toMatch(/Building<\/th>.*has no entities of the type.*no: a city lacks it/);
  });

  /** What is said of the other city while it is as it is. */
  async function isSaid(reason: MissingReason, catalogue: string, says: RegExp): Promise<void> {
    await readCatalogue(catalogue);
    const { says: text, datasets } = await catalogued();
    expect([text, datasets]).toEqual([expect.stringMatching(says), live.neighbour.city.openData.length]);
    const cell = (comparison: Comparison) => cellOf(comparison, 'no2', 'istanbul');
    await until('the comparison was made anew', async () => !isFigure(cell(await compared())));
    const comparison = await compared();
    expect(cell(comparison)).toEqual({ lacks: reason });
    for (const { id, cities: measured, not } of comparison.rows) {
      // Its portal asks nobody for a token.
      const open = id === 'datasets' && reason === 'no-access';
      expect([id, not, isFigure(measured.izmir!), measured.istanbul]).toEqual([
        ...[id, open ? undefined : 'missing', true],
        open ? expect.objectContaining({ unit: '' }) : { lacks: expect.any(String) },
      ]);
    }
    expect(await comparedPage()).toContain('class="lacks"');
    const [verified] = reportIn(await verify('izmir', '--json', '--only', '1.9')).results;
    expect([verified?.status, verified?.evidence.says]).toEqual([
      'fail',
      expect.stringMatching(/^istanbul is missing, and the answer says so: 199 federation\.izmir\.example "istanbul/),
    ]);
  }

  /** All is as it was. */
  async function isBack(): Promise<void> {
    await whole();
    await readCatalogue('good');
    await until('it is compared again', async () => isFigure(cellOf(await compared(), 'no2', 'istanbul')));
    expect(reportIn(await verify('izmir', '--json', '--only', '1.9')).results[0]?.status).toBe('pass');
  }

  async function isGone(): Promise<void> {
    const { code, stderr, seconds } = await verify('istanbul');
    expect([code, stderr.split('\n')[0]]).toEqual([1, expect.stringMatching(/^The platform does not answer: /)]);
    expect(seconds).toBeLessThan(30);
  }

  test('a city that hangs: every answer is in time and says what it lacks, until it is back', async () => {
    const watch = await watched();
    try {
      live.neighbour.platform.signal('SIGSTOP');
      await Promise.all([isGone(), isSaid('late', 'late', /^Katalog zamanında yanıt vermiyor: /)]);
      live.neighbour.platform.signal('SIGCONT');
      await isBack();
    } finally {
      live.neighbour.platform.signal('SIGCONT');
      await watch.end();
    }
    expectRight(watch, ['late']);
  });

  test('a city whose new key the host was not given: the same, and its catalogue is whole', async () => {
    await live.changeKey();
    await restartProgram();
    const refused = async () => String(missingIn((await ask(all)).headers['federation-answer'])).includes('no-access');
    await until('the old key is refused', refused);
    const watch = await watched();
    try {
      await isSaid('no-access', 'good', /^İstanbul veri kümeleri/);
    } finally {
      await watch.end();
    }
    expectRight(watch, ['no-access']);
    live.giveKey();
    await restartProgram();
    await isBack();
  });

  test('a city that is killed: the same, until it was started again on what it had', async () => {
    const watch = await watched();
    try {
      await live.neighbour.platform.kill();
      await Promise.all([isGone(), isSaid('failing', 'failing', /^Katalog hata ile yanıt veriyor: /)]);
      await live.neighbour.startAgain();
      await isBack();
    } finally {
      await watch.end();
    }
    expectRight(watch, ['failing']);
    const faults = 'the other city hung, killed and with a key that the host does not have, while clients asked';
    for (const component of ['Federated query', 'Country catalogue']) proof(component, 'kubernetes', 'faulted', faults);
  });

  /** Every answer was in time, and whole or marked. */
  function expectRight(watch: FederationWatch, reasons: readonly MissingReason[]): void {
    const longest = longestSince(watch.began);
    const missing = [...watch.missing];
    process.stderr.write(`${watch.asked} queries, the longest ${longest} ms; missing: ${missing.join(', ')}\n`);
    expect(watch.wrong).toEqual([]);
    expect(longest).toBeLessThan(5000);
    expect(missing).toEqual(expect.arrayContaining([...reasons]));
  }

  /** Of the federated queries, as the gateway's own log says: this process has a city to start at the same time. */
  function longestSince(began: number): number {
    const lines = live.host.gateway.log().split('\n');
    const logged = lines.flatMap((line) =>
      line.includes('"federation.izmir.example"') ? [JSON.parse(line) as Json] : [],
    );
    const queries = logged.filter(
      ({ path, time }) => path === '/ngsi-ld/v1/entities' && Date.parse(String(time)) >= began,
    );
    return Math.max(...queries.map(({ durationMs }) => Number(durationMs)));
  }

  async function restartProgram(): Promise<void> {
    await live.program.stop();
    live.program = await live.startProgram();
  }
});

/** What a run that may write, and does not look into the cluster, is to find of both; what they differ in stands beside it. */
const statuses: Readonly<Record<Exclude<CheckId, Different | 'probe' | '9.1' | '10.1'>, Status>> = {
  '0.1': 'pass',
  '0.2': 'pass',
  '0.3': 'pass',
  '0.4': 'pass',
  '0.5': 'pass',
  '0.6': 'pass',
  '0.7': 'pass',
  '0.8': 'pass',
  '0.9': 'pass',
  '1.1': 'pass',
  '1.2': 'pass',
  '1.3': 'pass',
  '1.5': 'pass',
  '1.6': 'pass',
  '1.7': 'pass',
  '2.1': 'pass',
  '2.2': 'pass',
  '2.3': 'pass',
  '2.4': 'pass',
  '2.5': 'pass',
  '3.1': 'pass',
  '3.2': 'pass',
  '3.3': 'fail',
  '3.4': 'na',
  '3.5': 'pass',
  '6.1': 'pass',
  '6.2': 'pass',
  '6.3': 'pass',
  '6.4': 'pass',
  '6.6': 'skip',
  '6.7': 'skip',
  '6.8': 'skip',
  '7.1': 'pass',
  '8.1': 'pass',
};
type Different = '1.9' | '4.1' | '5.1' | '6.5';

const example = (path: string) => join(__dirname, '../../examples', path);

/** The example for Kubernetes alone, whose Ingress carries no MQTT. */
function writeSpec(folder: string, city: CityName): void {
  const { targets, ...said } = parse(readFileSync(example(`${city}/city.yaml`), 'utf8'));
  writeFileSync(join(folder, `${city}.yaml`), stringify({ ...said, targets: { kubernetes: targets.kubernetes } }));
}

/** As many car parks as are asked for, each with a number of its own. */
function places(city: CityName): readonly object[] {
  return Array.from({ length: each }, (_, number) => ({
    id: `urn:ngsi-ld:OffStreetParking:${city}:car-park:${number}`,
    type: 'OffStreetParking',
    name: { type: 'Property', value: `${city} ${number}` },
    availableSpotNumber: { type: 'Property', value: number },
    totalSpotNumber: { type: 'Property', value: 100 },
    location: {
      type: 'GeoProperty',
      value: { type: 'Point', coordinates: city === 'izmir' ? [27.14, 38.42] : [28.97, 41.01] },
    },
  }));
}

function air(city: CityName): object {
  const value = city === 'izmir' ? 42 : 41;
  return {
    id: `urn:ngsi-ld:AirQualityObserved:${city}:station`,
    type: 'AirQualityObserved',
    no2: { type: 'Property', value, unitCode: 'GQ' },
    pm10: { type: 'Property', value, unitCode: 'GQ' },
  };
}

async function hasPublished({ gateway, city }: LiveMember): Promise<boolean> {
  const { text } = await publicCall(gateway, `https://data.${city.domain}/api/3/action/package_list`);
  return (JSON.parse(text) as { result: string[] }).result.length >= city.openData.length;
}

function printed(reports: readonly Report[], took: readonly number[]): string {
  const statusOf = (id: string, { results }: Report) => results.find((one) => one.id === id)?.status ?? '–';
  const ids = [...new Set(reports.flatMap(({ results }) => results.map(({ id }) => id)))];
  return [
    `| check | it asks | ${cities.join(' | ')} |`,
    '| --- | --- | --- | --- |',
    ...ids.map((id) => `| ${id} | ${checks[id]} | ${reports.map((report) => statusOf(id, report)).join(' | ')} |`),
    `| | seconds | ${took.map((seconds) => seconds.toFixed(1)).join(' | ')} |`,
    '',
  ].join('\n');
}
