import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { makeTables } from '../../programs/device-gateway/devices';
import { NgsiLdClient } from '../../programs/device-gateway/ngsi-ld-client';
import { RecordedHistory } from '../../programs/device-gateway/recorded-history';
import { type FakeServer, fakeServer } from '../programs/support/fake-server';
import { recordedLog } from '../programs/support/recorded-log';
import { type Part, startPart } from './support/part';
import { describePart } from './support/skip';
import { until } from './support/wait';

/** A broker that answers for history, and writes it or not. */
class ForgetfulBroker {
  readonly history = new Set<string>();
  /** How many of the next additions it takes and forgets. */
  forgets = 0;
  refuses = false;
  isAlive = true;
  server!: FakeServer;

  async start(): Promise<this> {
    this.server = await fakeServer(({ method, path, body }) => {
      if (path.startsWith('/q/health')) return { status: this.isAlive ? 200 : 503 };
      if (method === 'GET') return this.#read(new URL(path, 'http://broker'));
      if (this.refuses) return { status: 400 };
      const { id, free } = JSON.parse(body) as { id: string; free: readonly { observedAt: string }[] };
      if (this.forgets > 0) this.forgets--;
      else this.history.add(`${id} ${free[0]!.observedAt}`);
      return { status: 204 };
    });
    return this;
  }

  #read({ pathname }: URL) {
    const id = decodeURIComponent(pathname.split('/').at(-1)!);
    const free = [...this.history]
      .filter((one) => one.startsWith(`${id} `))
      .map((one) => ({ type: 'Property', value: 1, observedAt: one.split(' ')[1] }));
    return free.length > 0 ? { status: 200, body: { id, type: 'Spot', free } } : { status: 404 };
  }
}

describePart(['postgres'], 'What a broker answered for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'recorded-'));
  const options = { quiet: 60_000, delay: 20_000, pause: 2000 };
  let database: Part;
  let sql: postgres.Sql;
  let broker: ForgetfulBroker;
  let history: RecordedHistory;
  let log: ReturnType<typeof recordedLog>;

  beforeAll(async () => {
    database = await startPart('postgres', { folder });
    sql = postgres(database.url, { onnotice: () => undefined });
    await until('the database answers', () => makeTables(sql).then(() => true));
  });
  afterAll(async () => {
    await sql.end();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    broker = await new ForgetfulBroker().start();
    log = recordedLog();
    history = new RecordedHistory(sql, new NgsiLdClient(broker.server.url, 2000), options, log.log);
    await sql`delete from journal`;
    for (let number = 1; number <= 3; number++) await sent(number);
  });
  afterEach(() => broker.server.close());
  async function sent(number: number): Promise<void> {
    const observedAt = new Date(Date.UTC(2026, 10, 28, 10, 0, number)).toISOString();
    const entity = { id: `urn:${number}`, type: 'Spot', free: { type: 'Property', value: 1, observedAt } };
    await sql`
      insert into journal (tenant, context, entity, at)
      values ('parking', 'https://m/c.jsonld', ${sql.json(entity)}, now() - interval '1 hour')`;
  }
  const waiting = async () =>
    (await sql<{ id: string }[]>`select entity ->> 'id' as id from journal order by id`).map(({ id }) => id);

  test('is added where it is missing, and stays in the journal until it is seen', async () => {
    broker.history.add('urn:2 2026-11-28T10:00:02.000Z');
    await history.look(0);
    await history.look(79_999);
    expect(broker.history.size).toBe(1);
    await history.look(80_000);
    expect([broker.history.size, history.mended, await waiting()]).toEqual([3, 2, ['urn:1', 'urn:3']]);
    await history.look(99_999);
    expect(await waiting()).toEqual(['urn:1', 'urn:3']);
    await history.look(100_000);
    expect([await waiting(), history.mended]).toEqual([[], 2]);
  });

  test('is added again where the broker forgot what was added', async () => {
    broker.forgets = 2;
    await history.look(0);
    await history.look(80_000);
    expect(broker.history.size).toBe(1);
    await history.look(100_000);
    expect([broker.history.size, await waiting()]).toEqual([3, ['urn:1', 'urn:2']]);
    await history.look(120_000);
    expect(await waiting()).toEqual([]);
  });

  test('is added however much it is', async () => {
    for (let number = 4; number <= 1050; number++) await sent(number);
    await history.look(0);
    await history.look(80_000);
    expect([broker.history.size, history.mended]).toEqual([1050, 1050]);
  });

  test('is asked for anew after each outage, from its end on', async () => {
    await history.look(0);
    broker.isAlive = false;
    await history.look(79_000);
    broker.isAlive = true;
    await history.look(80_000);
    expect(broker.history.size).toBe(0);
    await history.look(160_000);
    expect(broker.history.size).toBe(3);
  });

  test('and refuses now is given up, with a word in the log', async () => {
    broker.refuses = true;
    await history.look(0);
    await history.look(80_000);
    expect([await waiting(), history.mended]).toEqual([[], 0]);
    expect(log.text()).toContain('"message":"history not mended","entity":"urn:1","reason":"400"');
  });
});
