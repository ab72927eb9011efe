import { setTimeout as sleep } from 'node:timers/promises';
import { Lease } from '../../../programs/device-gateway/lease';
import { recordedLog } from '../support/recorded-log';
import { FakePostgres } from './fake-postgres';

const pause = 50;
let database: FakePostgres;
let port: number;
const leases: Lease[] = [];
/** What the replicas did with the work, one after the other. On a machine that stands still for a moment each may lose the lease. */
let did: ('begin' | 'end')[];
const isHeld = () => did.at(-1) === 'begin';
const inTurns = () => did.map((_, at) => (at % 2 === 0 ? 'begin' : 'end'));

beforeEach(async () => {
  did = [];
  database = new FakePostgres();
  port = await database.start();
});
afterEach(async () => {
  await Promise.all(leases.splice(0).map((lease) => lease.stop()));
  await database.stop();
});

/** A replica, and what it logs. */
function replica() {
  const { log, text } = recordedLog();
  const all = did;
  const work = { begin: () => void all.push('begin'), end: () => void all.push('end') };
  const options = { host: '127.0.0.1', port, user: 'u', database: 'd', fetch_types: false, prepare: false };
  const lease = new Lease({ ...options, connect_timeout: 1 }, work, log, pause);
  leases.push(lease);
  void lease.run();
  return text;
}

async function eventually(check: () => boolean, within = 30_000): Promise<void> {
  for (const deadline = Date.now() + within; !check(); await sleep(5))
    if (Date.now() > deadline) throw new Error(`not within ${within} ms`);
}

test('one replica works at a time, and another when its session is gone', async () => {
  replica();
  await eventually(isHeld);
  replica();
  await sleep(4 * pause);
  await eventually(isHeld);
  expect(did).toEqual(inTurns());
  // Who has lost its session knows it at its next look.
  const often = (what: 'begin' | 'end') => did.filter((one) => one === what).length;
  const [begun, ended] = [often('begin'), often('end')];
  database.holder!.destroy();
  await eventually(() => often('begin') > begun && often('end') > ended);
});

test('who hears nothing of the database ends the work, and begins again when it does', async () => {
  const text = replica();
  await eventually(isHeld);
  database.isSilent = true;
  await eventually(() => !isHeld() && text().includes('the database does not answer'));
  database.isSilent = false;
  await eventually(isHeld);
  expect(did).toEqual(inTurns());
});
