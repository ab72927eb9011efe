import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import { NgsiLdClient } from '../../../programs/device-gateway/ngsi-ld-client';
import { RecordedHistory } from '../../../programs/device-gateway/recorded-history';
import { SimulatedEntities } from '../../../programs/device-gateway/simulated-entities';
import { recordedLog } from '../support/recorded-log';

/** Looks of every loop together. */
let looks = 0;
const sql = Object.assign(
  async () => {
    looks += 1;
    return [];
  },
  { json: (value: unknown) => value },
) as unknown as postgres.Sql;

class Alive extends NgsiLdClient {
  override async isAlive(): Promise<boolean> {
    looks += 1;
    return false;
  }
}

const pause = 100;
const broker = new Alive('http://127.0.0.1:9', 100);
test('what the broker takes and does not keep is no matter of doubt for ever', async () => {
  const entity = { id: 'urn:a', type: 'A', n: { type: 'Property', value: 1, observedAt: '2026-01-01T00:00:00.000Z' } };
  let journal = [{ id: '1', tenant: '', context: 'https://a.example/c.jsonld', entity }];
  const kept = (async ({ raw: [text = ''] }: TemplateStringsArray, after: unknown) => {
    if (text.includes('delete')) journal = [];
    return text.includes('select') && after === '0' ? journal : [];
  }) as unknown as postgres.Sql;
  const query = ((first: unknown, ...given: unknown[]) =>
    Array.isArray(first) && 'raw' in first ? kept(first as never, ...(given as never[])) : first) as never;
  let added = 0;
  class Forgetful extends NgsiLdClient {
    override isAlive = async () => true;
    override missingInHistory = async () => entity;
    override append = async () => {
      added += 1;
      return undefined;
    };
  }
  const { log, text } = recordedLog();
  const options = { quiet: 0, delay: 0, pause };
  const history = new RecordedHistory(query, new Forgetful('http://127.0.0.1:9', 100), options, log);
  for (let look = 0; look < 20; look++) await history.look();
  expect([journal, added]).toEqual([[], 10]);
  expect(text()).toContain('history not mended');
});

test.each([
  ['the history', new RecordedHistory(sql, broker, { quiet: 0, delay: 0, pause }, recordedLog().log)],
  ['what simulated devices have left', new SimulatedEntities(sql, broker, [], { pause, settle: 1 }, recordedLog().log)],
])('%s is looked at by one loop, however often the lease was lost and held again', async (_, loop) => {
  let held = new AbortController();
  const ended: Promise<void>[] = [];
  for (let times = 0; times < 10; times++) {
    held.abort();
    held = new AbortController();
    ended.push(loop.run(held.signal));
    await sleep(5);
  }
  looks = 0;
  await sleep(5.5 * pause);
  // One loop looks five times or six; ten would sixty.
  expect(looks).toBeGreaterThan(0);
  expect(looks).toBeLessThan(10);
  held.abort();
  await Promise.all(ended);
});
