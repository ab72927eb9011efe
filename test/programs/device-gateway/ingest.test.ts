import postgres from 'postgres';
import { Ingest } from '../../../programs/device-gateway/ingest';
import { instantText } from '../../../programs/device-gateway/instant';
import type { Measure } from '../../../programs/device-gateway/measure';
import { NgsiLdClient } from '../../../programs/device-gateway/ngsi-ld-client';
import { type FakeServer, fakeServer, type Received, type Reply } from '../support/fake-server';
import { recordedLog } from '../support/recorded-log';
import { FakeRegistry } from './fake-registry';
import { carParks } from './groups';

let server: FakeServer;
let answer: (request: Received) => Reply;
let registry: FakeRegistry;
let ingest: Ingest;

beforeAll(async () => {
  server = await fakeServer((request) => answer(request));
});
beforeEach(() => {
  server.received.splice(0);
  answer = () => ({ status: 204 });
  registry = new FakeRegistry();
  ingest = restarted();
});
afterEach(() => ingest.stop());
afterAll(() => server.close());

const restarted = () =>
  new Ingest(
    registry.sql,
    new NgsiLdClient(server.url, 2000),
    { waiting: 100, batch: 10, pause: 1 },
    recordedLog().log,
  );

function measure(entity: string, time: number, value: unknown, name = 'description'): Measure {
  const attributes = { [name]: { type: 'Property', value, observedAt: instantText(time) } };
  return { group: carParks, entity, time, attributes, fixed: {} };
}

test('what the registry cannot keep is refused alone: the others of its batch are taken', async () => {
  const results = await Promise.allSettled([
    ingest.take(measure('a', 1, 'good')),
    ingest.take(measure('b', 1, 'a\0b')),
    ingest.take(measure('c', 1, 'good, too')),
  ]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(results[1]).toMatchObject({ reason: { reason: 'broker' } });
  expect(registry.journal).toHaveLength(2);
  await new Promise((resolve) => setImmediate(resolve));
  expect(ingest.waiting).toBe(0);
});

test('what cannot be written as JSON is refused, and the next is taken', async () => {
  let deep: unknown = [];
  for (let depth = 0; depth < 50_000; depth++) deep = [deep];
  await expect(ingest.take(measure('a', 1, deep))).rejects.toMatchObject({ reason: 'broker' });
  await ingest.take(measure('a', 2, 'good'));
});

test.each([
  ['the database is away', new Error('CONNECTION_CLOSED')],
  ['the database has no room', new postgres.PostgresError({ code: '53300', message: 'too many' } as never)],
  // As postgres.js 3.4 says it of a connection that is lost.
  ['the connection is gone', new TypeError("Cannot read properties of null (reading 'write')")],
])('%s: it waits and is tried again', async (_, error) => {
  let left = 3;
  registry.beforeEnd = () => {
    if (left-- > 0) throw error;
  };
  await ingest.take(measure('a', 1, 'good'));
  expect(ingest.counts.failures).toBe(3);
  expect(registry.journal).toHaveLength(1);
});
