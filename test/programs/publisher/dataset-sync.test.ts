import { DatasetSync } from '../../../programs/publisher/dataset-sync';
import { FakeCity } from './fake-city';
import { parking } from './published-type';

let city: FakeCity;
beforeEach(async () => {
  city = await FakeCity.start();
});
afterEach(() => city.close());

test.each([
  ['something may have been missed', (sync: DatasetSync) => sync.suspect()],
  [
    'more changed than it remembers',
    (sync: DatasetSync) => sync.changed(Array.from({ length: 30_000 }, (_, number) => `urn:x:${number}`)),
  ],
])('where %s while everything is compared, it is compared again at once', async (_, happen) => {
  for (let number = 0; number < 1200; number++) city.put(number, { free: number });
  const sync = new DatasetSync(parking, city.config(), city.brokerClient(), city.portalClient(), () => undefined);
  for await (const _ of sync.scan());
  expect(sync.scanAt).toBeGreaterThan(performance.now());
  const pagesBefore = pages();
  let id: string | undefined;
  for await (const _ of sync.scan()) {
    if (id !== undefined || pages() === pagesBefore) continue;
    // On the page that was just compared.
    id = city.put(1, { free: -1 });
    happen(sync);
  }
  expect(city.rows()[id!]).toBe(1);
  expect(sync.scanAt).toBe(0);
  for await (const _ of sync.scan());
  expect(city.rows()[id!]).toBe(-1);
  expect(sync.scanAt).toBeGreaterThan(performance.now());
});

/** How often the broker was asked for a page of entities. */
const pages = () => city.broker.lines().filter((line) => line.startsWith('GET /ngsi-ld/v1/entities?')).length;
