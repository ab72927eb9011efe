import { setTimeout as sleep } from 'node:timers/promises';
import { FederationWatch } from './platform/federation-watch';
import { LiveFederation } from './platform/live-federation';
import type { LiveMember } from './platform/live-member';
import type { PublicCall } from './platform/public-client';
import { proof } from './support/proof';
import type { PodAnswer } from './support/rendered/call-pod';
import { describeRendered } from './support/rendered/describe-rendered';
import { until } from './support/wait';

type Json = Record<string, unknown>;

const parts = ['postgres', 'scorpio', 'java', 'keycloak', 'nginx', 'envoy'] as const;
const cities = ['istanbul', 'izmir'] as const;
const each = 60;

describeRendered(parts, 'Two cities of one country, as they are rendered', () => {
  let live: LiveFederation;
  let token: string;

  const place = (city: string, number: number) => ({
    id: `urn:ngsi-ld:OffStreetParking:${city}:${number}`,
    type: 'OffStreetParking',
    name: { type: 'Property', value: `${city} ${number}` },
    availableSpotNumber: { type: 'Property', value: number },
    location: {
      type: 'GeoProperty',
      // Along a line from the centre to the north, 100 m apart.
      value: { type: 'Point', coordinates: city === 'izmir' ? [27.14, 38.42 + number / 1112] : [28.97, 41.01] },
    },
  });
  const member = (city: (typeof cities)[number]): LiveMember => (city === 'izmir' ? live.host : live.neighbour);

  beforeAll(async () => {
    live = await LiveFederation.start();
    for (const city of cities) {
      const places = Array.from({ length: each }, (_, number) => place(city, number));
      await live.write(member(city), 'parking', places);
      const air = { id: `urn:ngsi-ld:AirQualityObserved:${city}`, type: 'AirQualityObserved' };
      await live.write(member(city), 'air_quality', [{ ...air, no2: { type: 'Property', value: 1 } }]);
      // Not shared.
      const weather = { id: `urn:ngsi-ld:WeatherObserved:${city}`, type: 'WeatherObserved' };
      await live.write(member(city), 'weather', [{ ...weather, temperature: { type: 'Property', value: 1 } }]);
    }
    token = await live.users.token('reader');
  });
  afterAll(async () => live?.stop());

  const ask = (path: string, call: PublicCall = {}) => live.ask(path, { token, ...call });
  const list = ({ status, text }: PodAnswer) => {
    if (status !== 200) throw new Error(`${status}: ${text}`);
    return JSON.parse(text) as Json[];
  };
  const all = '/entities?type=OffStreetParking&limit=1000&count=true';

  test('one query has the entities of both, with a token of the host, and nothing that is not shared', async () => {
    const answer = await ask(all);
    expect(list(answer)).toHaveLength(2 * each);
    expect(answer.headers).toMatchObject({
      'ngsild-results-count': String(2 * each),
      'federation-answer': 'asked=("istanbul" "izmir"), answered=("istanbul" "izmir")',
    });
    expect(answer.headers['ngsild-warning']).toBeUndefined();
    expect(list(await ask('/entities?type=AirQualityObserved')).map(({ id }) => id)).toEqual([
      'urn:ngsi-ld:AirQualityObserved:istanbul',
      'urn:ngsi-ld:AirQualityObserved:izmir',
    ]);
    expect(list(await ask('/entities?type=WeatherObserved'))).toEqual([]);
    expect((JSON.parse((await ask('/types')).text) as Json).typeList).toEqual([
      'AirQualityObserved',
      'OffStreetParking',
    ]);
    proof('Federated query', 'kubernetes', 'started');
  });

  test('nobody reads without a token, and nothing is changed through it', async () => {
    expect((await live.ask(all)).status).toBe(401);
    expect((await ask('/entities', { method: 'POST', json: place('izmir', 999) })).status).toBe(403);
    expect((await ask(`/entities/${place('izmir', 1).id}`, { method: 'DELETE' })).status).toBe(403);
    expect((await ask(`${all}&orderBy=name`)).status).toBe(422);
  });

  test('filters, pages, GeoJSON, posted queries and single entities are right', async () => {
    const low = list(await ask(`${all}&q=availableSpotNumber<5`.replace('<', '%3C')));
    expect(low.map(({ id }) => id).sort()).toEqual(
      cities.flatMap((city) => [0, 1, 2, 3, 4].map((n) => place(city, n).id)),
    );
    const near = new URLSearchParams({
      type: 'OffStreetParking',
      georel: 'near;maxDistance==1050',
      geometry: 'Point',
      coordinates: '[27.14,38.42]',
      limit: '100',
    });
    expect(list(await ask(`/entities?${near}`))).toHaveLength(11);
    const met: unknown[] = [];
    for (let path: string | undefined = '/entities?type=OffStreetParking&limit=50&pick=id'; path; ) {
      const page: PodAnswer = await ask(path);
      met.push(...list(page).map(({ id }) => id));
      path = /<\/ngsi-ld\/v1([^>]+)>; rel="next"/.exec(String(page.headers.link))?.[1];
    }
    expect([met.length, new Set(met).size]).toEqual([2 * each, 2 * each]);
    const geojson = await ask(all, { headers: { accept: 'application/geo+json' } });
    const { features, federation } = JSON.parse(geojson.text) as { features: Json[]; federation: Json };
    expect([features.length, federation]).toEqual([
      2 * each,
      { asked: [...cities], answered: [...cities], missing: [], duplicates: [] },
    ]);
    expect(features.every(({ geometry }) => (geometry as Json).type === 'Point')).toBe(true);
    const query = { type: 'Query', entities: [{ type: 'OffStreetParking' }], q: 'availableSpotNumber==7' };
    const posted = await ask('/entityOperations/query?count=true', { method: 'POST', json: query });
    expect(list(posted).map(({ id }) => id)).toEqual(cities.map((city) => place(city, 7).id));
    expect(posted.headers['ngsild-results-count']).toBe('2');
    const one = JSON.parse((await ask(`/entities/${place('istanbul', 3).id}?options=keyValues`)).text) as Json;
    expect(one).toMatchObject({ name: 'istanbul 3', availableSpotNumber: 3 });
    // Scorpio writes the history a few seconds later.
    const history = `/temporal/entities/${place('izmir', 3).id}?lastN=1`;
    await until('it has a history', async () => (await ask(history)).status === 200);
    expect(JSON.parse((await ask(history)).text)).toMatchObject({ id: place('izmir', 3).id });
    expect((await ask('/entities/urn:ngsi-ld:none')).status).toBe(404);
  });

  test('an id that stands in both is told, and that of the first is shown', async () => {
    const twice = { ...place('izmir', 0), id: 'urn:ngsi-ld:OffStreetParking:twice' };
    try {
      for (const city of cities)
        await live.write(member(city), 'parking', [{ ...twice, name: { type: 'Property', value: city } }]);
      const answer = await ask(`/entities/${twice.id}?options=keyValues`);
      expect(JSON.parse(answer.text)).toMatchObject({ name: 'istanbul' });
      expect(String(answer.headers['ngsild-warning'])).toContain('stands in istanbul/parking and izmir/parking');
    } finally {
      for (const city of cities)
        await member(city).broker.call(`/ngsi-ld/v1/entities/${twice.id}`, {
          method: 'DELETE',
          headers: { accept: 'application/json', 'NGSILD-Tenant': 'parking' },
        });
    }
  });

  const watched = () => new FederationWatch(() => ask(all), { tenant: 'parking', whole: 2 * each, partial: each });
  /** Every answer until then was in time, and whole or marked. */
  async function ended(watch: FederationWatch): Promise<void> {
    await watch.end();
    expect(watch.wrong).toEqual([]);
    expect(watch.longest).toBeLessThan(5000);
  }
  const whole = () =>
    until('the answer is whole again', async () => (await ask(all)).headers['ngsild-warning'] === undefined);

  test('a neighbour that is silent, killed, and back: each answer in between is in time and says what it lacks', async () => {
    const watch = watched();
    await sleep(1000);
    live.edge.state = 'silent';
    await sleep(6000);
    live.edge.state = 'open';
    await whole();
    await live.neighbour.broker.stop('SIGKILL');
    await sleep(5000);
    await live.neighbour.gateway.stop('SIGKILL');
    await sleep(3000);
    const { platform } = live.neighbour;
    live.neighbour.gateway = await platform.start(platform.city.gateway.service);
    live.neighbour.broker = await platform.start(platform.city.broker.service);
    await whole();
    await ended(watch);
    expect([...watch.missing]).toEqual(expect.arrayContaining(['late', 'failing']));
    proof(
      'Federated query',
      'kubernetes',
      'faulted',
      'the other city silent, its broker and its gateway killed, while clients asked',
    );
  });

  test('the keys change while clients ask, and a wrong one is told', async () => {
    const watch = watched();
    await live.changeKey();
    await sleep(1000);
    expect([...watch.missing]).toEqual([]);
    await ended(watch);
    // What it starts with now is the key of before.
    await live.program.stop();
    live.program = await live.startProgram();
    await until('the key is refused', async () =>
      String((await ask(all)).headers['ngsild-warning']).includes('does not let'),
    );
    live.giveKey();
    await live.program.stop();
    live.program = await live.startProgram();
    await whole();
    proof('Federated query', 'kubernetes', 'rotated', 'the key of the other city, given to the host');
  });

  test('a city leaves by its own identity alone, and comes back', async () => {
    const { platform, city } = live.neighbour;
    platform.update(city);
    await platform.run(platform.city.identity.realmJob);
    await live.program.stop();
    live.program = await live.startProgram();
    await until('it is let in no more', async () =>
      String((await ask(all)).headers['ngsild-warning']).includes('does not let'),
    );
    expect(list(await ask(all))).toHaveLength(each);
  });

  test('no token and no key stands in its log', async () => {
    const log = live.program.log();
    expect(log).toContain('listening');
    const { env } = live.program.pod.main;
    for (const secret of [env.SECRET_ISTANBUL, env.SECRET_IZMIR, 'Bearer', 'eyJ']) expect(log).not.toContain(secret);
  });
});
