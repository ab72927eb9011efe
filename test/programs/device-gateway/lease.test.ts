import { setTimeout as sleep } from 'node:timers/promises';
import { Lease } from '../../../programs/device-gateway/lease';
import { recordedLog } from '../support/recorded-log';
import { FakePostgres } from './fake-postgres';

const pause = 50;
let database: FakePostgres;
let port: number;
const leases: Lease[] = [];

beforeEach(async () => {
  database = new FakePostgres();
  port = await database.start();
});
afterEach(async () => {
  await Promise.all(leases.splice(0).map((lease) => lease.stop()));
  await database.stop();
});

/** A replica, and what it did with its work. */
function replica() {
  const { log, text } = recordedLog();
  const did: string[] = [];
  const work = { begin: () => void did.push('begin'), end: () => void did.push('end') };
  const options = { host: '127.0.0.1', port, user: 'u', database: 'd', fetch_types: false, prepare: false };
  const lease = new Lease({ ...options, connect_timeout: 1 }, work, log, pause);
  leases.push(lease);
  void lease.run();
  return { did, text };
}

async function eventually(check: () => boolean, within = 30_000): Promise<void> {
  for (const deadline = Date.now() + within; !check(); await sleep(5))
    if (Date.now() > deadline) throw new Error(`not within ${within} ms`);
}

test('one replica works at a time, and another when its session is gone', async () => {
  const first = replica();
  await eventually(() => first.did.length === 1);
  const second = replica();
  await sleep(4 * pause);
  expect(second.did).toEqual([]);
  database.holder!.destroy();
  await eventually(() => first.did.includes('end'));
  await eventually(() => [...first.did, ...second.did].filter((one) => one === 'begin').length === 2);
});

test('who hears nothing of the database ends the work, and begins again when it does', async () => {
  const { did, text } = replica();
  await eventually(() => did.length === 1);
  database.isSilent = true;
  await eventually(() => did.length === 2);
  expect(did).toEqual(['begin', 'end']);
  expect(text()).toContain('the database does not answer');
  database.isSilent = false;
  await eventually(() => did.length === 3);
});
