import postgres from 'postgres';
import { Ingest } from '../../../programs/device-gateway/ingest';
import { instantText } from '../../../programs/device-gateway/instant';
import { Intake } from '../../../programs/device-gateway/intake';
import type { Measure } from '../../../programs/device-gateway/measure';
import { IntakeMetrics } from '../../../programs/device-gateway/metrics';
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
    new NgsiLdClient(server.url, 60_000),
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

test('one device leaves room for all others, whatever it sends', async () => {
  registry.beforeEnd = () => {
    throw new Error('CONNECTION_CLOSED');
  };
  const devices = { known: async (group: typeof carParks, id: string) => ({ group, id, stamp: '' }) } as never;
  const limits = { bytes: 10_000, values: 10, ahead: 1000 };
  const intake = new Intake(devices, ingest, new IntakeMetrics(), limits, recordedLog().log);
  const send = (id: string, availableSpotNumber: number) => {
    const [name] = Object.keys(carParks.attributes);
    return intake.message({ group: carParks, id, stamp: '' }, JSON.stringify({ [name!]: availableSpotNumber }));
  };
  const sent = Array.from({ length: 60 }, (_, at) => send('konak', at).catch((error: Error) => error.message));
  const other = send('alsancak', 1).catch((error: Error) => error.message);
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(ingest.waiting).toBe(51);
  registry.beforeEnd = () => undefined;
  expect(await other).toEqual({});
  const answers = await Promise.all(sent);
  expect(answers.filter((one) => one === 'too many measures of the device wait for the broker')).toHaveLength(10);
  expect(await send('konak', 100)).toEqual({});
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
  expect(ingest.counts).toEqual({ current: 1, late: 0, failures: 3 });
  expect(registry.journal).toHaveLength(1);
});

/** The values that the history was given besides the current ones, in their order. */
const appended = () =>
  server.received
    .filter(({ path }) => path.endsWith('/temporal/entities'))
    .map(({ body }) => JSON.parse(body).description[0].value);
/** The values that were made current. */
const upserted = () =>
  server.received
    .filter(({ path }) => path.includes('upsert'))
    .flatMap(({ body }) => JSON.parse(body).map((entity: ReturnType<typeof JSON.parse>) => entity.description.value));

test('a late measure that is sent again is added to the history once, by a program that was started anew too', async () => {
  await ingest.take(measure('a', 9, 'now'));
  await ingest.take(measure('a', 1, 'late'));
  await ingest.take(measure('a', 1, 'late'));
  await restarted().take(measure('a', 1, 'late'));
  expect(appended()).toEqual(['late']);
  await ingest.take(measure('a', 1, 'of the same time'));
  expect(appended()).toEqual(['late', 'of the same time']);
});

test('measures that are sent again together, as after a lost connection, are not late ones', async () => {
  const all = [measure('a', 1, 'one'), measure('a', 2, 'two'), measure('a', 3, 'three')];
  for (const one of [...all, ...all]) await ingest.take(one);
  expect(upserted()).toEqual(['one', 'two', 'three']);
  expect(appended()).toEqual([]);
  expect(registry.journal).toHaveLength(3);
  expect(ingest.counts).toEqual({ current: 3, late: 0, failures: 0 });
});

test('what the history has answered for is not added again because another of the batch has to wait', async () => {
  await Promise.all([ingest.take(measure('a', 9, 'now')), ingest.take(measure('b', 9, 'now'))]);
  let left = 3;
  answer = ({ body }) => ({ status: body.includes('waits') && left-- > 0 ? 503 : 204 });
  await Promise.all([ingest.take(measure('a', 1, 'answered')), ingest.take(measure('b', 1, 'waits'))]);
  expect(appended()).toEqual(['answered', 'waits', 'waits', 'waits', 'waits']);
  expect(registry.journal).toHaveLength(4);
  expect(ingest.counts).toEqual({ current: 2, late: 2, failures: 3 });
});

test('what the broker has refused is asked for again when it is sent again', async () => {
  await ingest.take(measure('a', 9, 'now'));
  answer = () => ({ status: 400 });
  await expect(ingest.take(measure('a', 1, 'late'))).rejects.toMatchObject({ reason: 'broker' });
  answer = () => ({ status: 204 });
  await ingest.take(measure('a', 1, 'late'));
  expect(appended()).toEqual(['late', 'late']);
});

test('what comes last is current, where a clock of minutes gives several values the same time', async () => {
  for (const value of ['open', 'closed', 'open', 'open']) await ingest.take(measure('a', 1, value));
  expect(upserted()).toEqual(['open', 'closed', 'open']);
});

describe('what the broker fails with, while it takes the rest,', () => {
  const fails = (text: string) => {
    answer = ({ body }) => ({ status: body.includes(text) ? 500 : 204 });
  };

  test('stops nobody else, and is refused once others were taken between its tries', async () => {
    fails('poison');
    const bad = expect(ingest.take(measure('bad', 1, 'poison'))).rejects.toMatchObject({ reason: 'broker' });
    const afterIt = ingest.take(measure('bad', 2, 'good'));
    let refused = false;
    void bad.then(() => {
      refused = true;
    });
    let others = 0;
    for (; !refused; others++) await ingest.take(measure(`other${others % 20}`, others, 'good'));
    await bad;
    expect(others).toBeGreaterThan(10);
    await afterIt;
    expect(registry.journal.length).toBe(others + 1);
    expect(ingest.waiting).toBe(0);
  });

  test('is told apart in a batch: the others of it are taken', async () => {
    fails('poison');
    const others = ['a', 'b', 'd', 'e', 'f', 'g'].map((id) => ingest.take(measure(id, 1, 'good')));
    const bad = ingest.take(measure('c', 1, 'poison'));
    await Promise.all(others);
    expect(ingest.waiting).toBe(1);
    // Nobody else comes: it may be the broker, so it waits, and is taken when that has been mended.
    fails('nothing');
    await bad;
    expect(ingest.waiting).toBe(0);
  });

  test('a late one for the history too', async () => {
    await Promise.all([ingest.take(measure('a', 9, 'now')), ingest.take(measure('b', 9, 'now'))]);
    fails('poison');
    const bad = expect(ingest.take(measure('a', 1, 'poison'))).rejects.toMatchObject({ reason: 'broker' });
    for (let time = 10; ingest.waiting > 0; time++) await ingest.take(measure('b', time, 'good'));
    await bad;
  });

  test('is not told apart while it fails with all: none is refused, and all are taken in their order afterwards', async () => {
    let tries = 0;
    answer = () => {
      tries++;
      return { status: 503 };
    };
    const taken: Promise<void>[] = [];
    for (let at = 0; at < 30; at++) {
      taken.push(ingest.take(measure(`e${at % 5}`, at, `value ${at}`)));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    while (tries <= 3) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(ingest.waiting).toBe(30);
    server.received.splice(0);
    answer = () => ({ status: 204 });
    await Promise.all(taken);
    for (let entity = 0; entity < 5; entity++) {
      const own = upserted().filter((value) => Number(value.split(' ')[1]) % 5 === entity);
      expect(own).toEqual([0, 1, 2, 3, 4, 5].map((round) => `value ${round * 5 + entity}`));
    }
  });

  test('is given up when the program stops', async () => {
    fails('poison');
    const bad = expect(ingest.take(measure('bad', 1, 'poison'))).rejects.toThrow('the program stops');
    await ingest.take(measure('a', 1, 'good'));
    ingest.stop();
    await bad;
    expect(ingest.waiting).toBe(0);
  });
});
