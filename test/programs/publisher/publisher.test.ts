import { setTimeout as sleep } from 'node:timers/promises';
import { publisherMetrics } from '../../../programs/publisher/metrics';
import { PublishingLoop } from '../../../programs/publisher/publisher';
import { FakeCity } from './fake-city';
import { parking } from './published-type';

let city: FakeCity;
let publisher: PublishingLoop;
let running: Promise<void>;
const said: { message: string; reason?: unknown; entity?: unknown }[] = [];

beforeEach(async () => {
  city = await FakeCity.start();
  said.length = 0;
});
afterEach(async () => {
  publisher.stop();
  await running;
  await city.close();
});

function start(...changes: Parameters<FakeCity['config']>): void {
  const log = (message: string, fields = {}) => void said.push({ message, ...fields });
  publisher = new PublishingLoop(city.config(...changes), city.brokerClient(), city.portalClient(), log);
  running = publisher.run();
}

async function until(what: string, check: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline; ) {
    if (check()) return;
    await sleep(10);
  }
  throw new Error(`not so: ${what}: ${JSON.stringify(said)} ${JSON.stringify(city.rows())}`);
}
const equal = () =>
  JSON.stringify(Object.entries(city.rows()).sort()) ===
  JSON.stringify([...city.entities].map(([id, { free }]) => [id, (free as { value: unknown })?.value ?? null]).sort());

test('what is there when it starts becomes rows, page by page, and what is gone goes', async () => {
  for (let number = 0; number < 2300; number++) city.put(number, { free: number });
  start();
  await until('all rows are there', () => Object.keys(city.rows()).length === 2300 && equal());
  publisher.stop();
  await running;
  for (let number = 0; number < 1500; number++) city.entities.delete(`urn:ngsi-ld:OffStreetParking:${number}`);
  city.put(2000, { free: -1 });
  start();
  await until('all was compared', () => publisher.datasets[0]?.counts.scans === 1);
  expect(equal()).toBe(true);
  expect(publisher.datasets[0]?.counts).toMatchObject({ written: 1, removed: 1500, refused: 0 });
});

test('a comparison ends with everything equal, though entities are deleted while it goes on', async () => {
  for (let number = 0; number < 2300; number++) city.put(number, { free: number });
  start();
  await until('the first page is there', () => Object.keys(city.rows()).length > 0);
  for (const number of [1001, 1500, 1999, 2299]) city.entities.delete(`urn:ngsi-ld:OffStreetParking:${number}`);
  await until('all was compared', () => publisher.datasets[0]?.counts.scans === 1);
  expect(equal()).toBe(true);
  expect(publisher.datasets[0]?.failures).toBe(0);
});

test('a second comparison writes nothing', async () => {
  for (let number = 0; number < 20; number++) city.put(number, { free: number });
  start({ scanPause: 20 });
  await until('it was compared often', () => (publisher.datasets[0]?.counts.scans ?? 0) > 3);
  expect(publisher.datasets[0]?.counts.written).toBe(20);
  expect(city.portal.lines().filter((line) => /package_(create|patch)/.test(line))).toHaveLength(1);
});

test('below .localhost the broker is told of contexts by a name that it does not fetch by itself', async () => {
  city.put(1, { free: 3 });
  start({ types: [{ ...parking, context: 'https://models.town.localhost/context/v1/0a1b/parking.jsonld' }] });
  await until('the dataset is compared', () => publisher.datasets[0]?.counts.scans === 1);
  const links = city.broker.received.flatMap(({ headers }) => headers.link ?? []);
  expect(new Set(links)).toEqual(
    new Set([
      '<https://models.town.internal/context/v1/0a1b/parking.jsonld>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"',
    ]),
  );
});

test('a notification has the entity asked for as it is, whatever it says', async () => {
  start();
  await until('the dataset is compared', () => publisher.datasets[0]?.counts.scans === 1);
  const id = city.put(1, { free: 3 });
  expect(publisher.notified(parking.name, [id, 'urn:nothing'])).toBe(true);
  await until('the row is there', () => city.rows()[id] === 3);
  city.entities.delete(id);
  publisher.notified(parking.name, [id]);
  await until('the row is gone', () => !(id in city.rows()));
  expect(publisher.notified('another', [id])).toBe(false);
});

test('a dataset of which something always changes keeps no other waiting', async () => {
  const other = { ...parking, name: 'other' };
  start({ types: [parking, other] });
  await until('both are compared', () => publisher.datasets.every(({ counts }) => counts.scans === 1));
  const [busy, quiet] = [city.put(1, { free: 1 }), city.put(2, { free: 2 })];
  city.written = (ids) => ids.includes(busy) && publisher.notified(parking.name, [busy]);
  publisher.notified(parking.name, [busy]);
  publisher.notified(other.name, [quiet]);
  for (const deadline = Date.now() + 3000; city.rows(other.name)[quiet] !== 2 && Date.now() < deadline; )
    await sleep(10);
  city.written = () => undefined;
  expect(city.rows(other.name)[quiet]).toBe(2);
});

test('while the portal is away changes are kept, and nothing is said twice', async () => {
  start();
  await until('the dataset is compared', () => publisher.datasets[0]?.counts.scans === 1);
  city.portalAway = true;
  const id = city.put(1, { free: 3 });
  publisher.notified(parking.name, [id]);
  await until('it has failed often', () => (publisher.datasets[0]?.failures ?? 0) > 2);
  city.portalAway = false;
  await until('the row is there', () => city.rows()[id] === 3);
  await until('that is said', () => said.some(({ message }) => message === 'published again'));
  expect(said.filter(({ message }) => message === 'not published')).toHaveLength(1);
  expect(said.filter(({ message }) => message === 'published again')).toHaveLength(1);
});

test('entities that cannot be read are asked for less and less often, and that is said once', async () => {
  const id = city.put(1, { free: 3 });
  city.entitiesAway = true;
  const began = Date.now();
  start();
  await until('it has failed often', () => (publisher.datasets[0]?.failures ?? 0) > 4);
  // 20, 40, 80 and 160 ms: the dataset, its table and the subscription are there each time.
  expect(Date.now() - began).toBeGreaterThan(290);
  expect(said.filter(({ message }) => message === 'published again')).toHaveLength(0);
  city.entitiesAway = false;
  await until('the row is there', () => city.rows()[id] === 3);
  await until('that is said', () => said.some(({ message }) => message === 'published again'));
  expect(said.filter(({ message }) => message === 'not published')).toHaveLength(1);
});

test('a dataset is said to be made once it is', async () => {
  city.mayCreate = false;
  start();
  await until('it has failed often', () => (publisher.datasets[0]?.failures ?? 0) > 2);
  expect(said.filter(({ message }) => message === 'dataset made')).toHaveLength(0);
  city.mayCreate = true;
  await until('it is there', () => publisher.datasets[0]?.counts.scans === 1);
  expect(said.filter(({ message }) => message === 'dataset made')).toHaveLength(1);
});

test('a row that the portal refuses holds no other up, and is counted and named', async () => {
  const ids = Array.from({ length: 30 }, (_, number) => city.put(number, { free: number }));
  city.refused.add(ids[17]!);
  start();
  await until('the others are there', () => Object.keys(city.rows()).length === 29);
  await until('it is counted', () => publisher.datasets[0]?.counts.refused === 1);
  expect(said.find(({ message }) => message === 'refused')?.entity).toBe(ids[17]);
  expect(publisherMetrics(publisher)).toContain(
    'citykit_open_data_changes_total{dataset="parking-offstreetparking",change="refused"} 1',
  );
});

test('more changes than it remembers are found by a comparison', async () => {
  start();
  await until('the dataset is compared', () => publisher.datasets[0]?.counts.scans === 1);
  for (let number = 0; number < 50; number++) city.put(number, { free: number });
  publisher.notified(
    parking.name,
    Array.from({ length: 30_000 }, (_, number) => `urn:x:${number}`),
  );
  expect(publisher.datasets[0]?.pending).toBe(0);
  await until('all is equal', equal);
});

test('a restricted type has metadata, and neither resources nor a subscription', async () => {
  city.put(1, { free: 3 });
  start({ types: [{ ...parking, access: 'restricted' }] });
  await until('it is there', () => publisher.datasets[0]?.counts.scans === 1);
  expect(city.datasets.get(parking.name)).toMatchObject({ title: 'Car park', resources: [] });
  expect([city.tables.size, city.subscriptions.size]).toEqual([0, 0]);
  expect(city.broker.lines().filter((line) => /entit/.test(line))).toEqual([]);
});

test('a dataset of somebody else is left alone, and one that is published no more is withdrawn', async () => {
  city.datasets.set(parking.name, { id: parking.name, name: parking.name, state: 'active', title: 'Theirs' });
  const extras = [{ key: 'managed_by', value: 'citykit:town' }];
  city.datasets.set('old', { id: 'old', name: 'old', state: 'active', extras, resources: [{ id: 'r' }] });
  city.datasets.set('other', { id: 'other', name: 'other', extras: [{ key: 'managed_by', value: 'citykit:village' }] });
  start();
  await until('it was tried', () => (publisher.datasets[0]?.failures ?? 0) > 0);
  expect([...city.datasets.keys()].sort()).toEqual(['other', parking.name]);
  expect(city.datasets.get(parking.name)?.title).toBe('Theirs');
  expect(said.find(({ message }) => message === 'not published')?.reason).toMatch(/somebody else's/);
});

test('however many datasets are published no more, all are withdrawn at once', async () => {
  const extras = [{ key: 'managed_by', value: 'citykit:town' }];
  for (let number = 0; number < 250; number++) {
    const name = `old-${number}`;
    city.datasets.set(name, { id: name, name, state: 'active', extras, resources: [] });
  }
  start();
  await until('the dataset is compared', () => publisher.datasets[0]?.counts.scans === 1);
  expect([...city.datasets.keys()]).toEqual([parking.name]);
});

test('the subscription of a dataset that is no more is ended, and of nobody else', async () => {
  start();
  for (const id of ['urn:ngsi-ld:Subscription:open-data:town:old', 'urn:other']) city.subscriptions.set(id, {});
  await publisher.forget('parking', 'urn:ngsi-ld:Subscription:open-data:town:old');
  await publisher.forget('parking', 'urn:other');
  expect(city.subscriptions.has('urn:ngsi-ld:Subscription:open-data:town:old')).toBe(false);
  expect(city.subscriptions.has('urn:other')).toBe(true);
});
