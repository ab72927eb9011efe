import fc from 'fast-check';
import { synthKubernetes } from '../../charts/synth';
import { sizing } from '../../constructs/platform/sizing';
import { isCityError, type Problem } from '../../constructs/problems/city-error';
import { logSettings } from '../../constructs/servers/kafka';
import { postgresSettings } from '../../constructs/servers/postgis';
import { type City, parseCity } from '../../constructs/spec/city';
import { capacityOf } from '../../stacks/postgres-server';
import { exampleCity } from '../real/platform/live-city';
import { problemsIn, smallest } from '../spec/city-helpers';
import { runs } from '../support/runs';

const examples = ['small-town', 'izmir', 'istanbul'].map((name) => exampleCity(name));
const gibibyte = 1024 ** 3;

/** As measured: docs/decisions/0018-sizes-from-the-load.md. */
const measured = { historyBytes: 4100, walBytes: 11_500, busBytes: 11_000 };

const load = fc.record({
  profile: fc.constantFrom('laptop', 'pilot', 'city'),
  load: fc.record({
    devices: fc.integer({ min: 1, max: 200_000 }),
    messagesPerSecond: fc.integer({ min: 1, max: 3000 }),
  }),
  history: fc.record({ retentionDays: fc.integer({ min: 1, max: 400 }) }),
  tenants: fc.nat(200).map((count) => Array.from({ length: count }, (_, at) => ({ id: `tenant${at}` }))),
});
const light = fc.record({
  // A laptop carries fewer of them than the others do.
  profile: fc.constantFrom('laptop', 'laptop', 'laptop', 'pilot', 'city'),
  load: fc.record({ devices: fc.integer({ min: 1, max: 5000 }), messagesPerSecond: fc.integer({ min: 1, max: 12 }) }),
  history: fc.record({ retentionDays: fc.integer({ min: 1, max: 14 }) }),
  tenants: fc.nat(45).map((count) => Array.from({ length: count }, (_, at) => ({ id: `tenant${at}` }))),
});

/** The examples, and random cities that their profile carries. */
let carried: readonly City[];

beforeAll(() => {
  const random = fc.sample(fc.oneof(load, light), 250).flatMap((more) => tryCity({ ...smallest, ...more }) ?? []);
  for (const profile of ['laptop', 'pilot', 'city']) {
    expect(random.filter((city) => city.profile === profile).length).toBeGreaterThan(5);
  }
  carried = [...examples, ...random];
});

function tryCity(spec: object): City | undefined {
  try {
    return parseCity(spec);
  } catch (error) {
    if (!isCityError(error)) throw error;
    return undefined;
  }
}

/** Checks each of them, and says which one it was. */
function eachCarried(check: (city: City) => void): void {
  for (const city of carried) {
    try {
      check(city);
    } catch (error) {
      const { profile, load, history, tenants, broker } = city;
      const one = JSON.stringify({ profile, load, history, tenants: tenants.length, replicas: broker.replicas });
      throw new Error(`${one}\n${(error as Error).message}`, { cause: error });
    }
  }
}

test('the database has room for all of the history, for a night of its log, and for a fifth more', () => {
  eachCarried((city) => {
    const { messagesPerSecond: rate } = city.load;
    const { storage, wal } = sizing(city).database;
    const history = rate * measured.historyBytes * 86_400 * (city.history.retentionDays + 1);
    const log = rate * measured.walBytes * 12 * 3600;
    expect(history + log).toBeLessThanOrEqual(0.8 * storage.gibibytes * gibibyte);
    expect(log).toBeLessThanOrEqual(wal.gibibytes * gibibyte);
  });
});

test('the bus has room for what it keeps, and deletes before it is full whatever is sent', () => {
  eachCarried((city) => {
    const { bus } = sizing(city);
    const settings = logSettings(bus) as Record<string, number>;
    const storage = bus.storage.gibibytes * gibibyte;
    const kept = city.load.messagesPerSecond * measured.busBytes * bus.retention.seconds;
    const most = settings['num.partitions']! * (settings['log.retention.bytes']! + settings['log.segment.bytes']!);
    expect(kept).toBeLessThanOrEqual(most);
    expect(most).toBeLessThanOrEqual(0.6 * storage);
    // Kafka looks every five minutes, and five times as much may come in these.
    expect(most + city.load.messagesPerSecond * 5 * measured.busBytes * 300).toBeLessThanOrEqual(storage);
  });
});

test('the server has memory for each connection beside its shared buffers', () => {
  eachCarried((city) => {
    const { database } = sizing(city);
    const settings = postgresSettings(database);
    const memory = database.size.memory.mebibytes;
    expect(Number(settings.max_connections)).toBe(database.connections);
    expect(Number.parseInt(settings.shared_buffers!, 10) + database.connections * 6).toBeLessThanOrEqual(memory);
  });
});

test('Aurora takes the connections of a rollout there, which runs every program twice', () => {
  eachCarried((city) => {
    const { database, broker, identity, registry, portal } = sizing(city);
    const clients = [broker, identity, registry, portal];
    const twice = clients.reduce((sum, { replicas, connections }) => sum + 2 * replicas.max * connections, 20);
    const { min, max } = capacityOf(database.size);
    // Of the largest capacity, and 2,000 at most for a server that rests at half a unit or none.
    const most = Math.min((max * 2 * gibibyte) / 9_531_392, min > 0.5 ? 5000 : 2000);
    expect(twice).toBeLessThanOrEqual(most);
  });
});

/** The spec that a fix asks for: `Set load.messagesPerSecond to 147 or less`. */
function mended(spec: object, field: string, value: number): object {
  const [section = '', key = ''] = field.split('.');
  return { ...spec, [section]: { ...(spec as Record<string, object>)[section], [key]: value } };
}

test('a load that a profile cannot carry is refused with the most that it can', () => {
  let refused = 0;
  let inPilot = 0;
  fc.assert(
    fc.property(fc.oneof(load, light), (more) => {
      const spec = { ...smallest, ...more, tenants: [] };
      const problem = problemsIn(spec).find(({ code }) => code === 'load-fits-profile');
      if (!problem) return;
      const ways = [...problem.fix.matchAll(/(?<!and )((?:load|history)\.\w+) to (\d+) or less/g)];
      for (const [, field = '', most] of ways) {
        expect(codes(problemsIn(mended(spec, field, Number(most))))).not.toContain('load-fits-profile');
        expect(codes(problemsIn(mended(spec, field, Number(most) + 1)))).toContain('load-fits-profile');
        refused += 1;
      }
      if (/profile to 'pilot'/.test(problem.fix)) {
        expect(codes(problemsIn({ ...spec, profile: 'pilot' }))).not.toContain('load-fits-profile');
        inPilot += 1;
      } else if (more.profile === 'laptop' && more.history.retentionDays !== 7) {
        // Of what a laptop keeps by itself it is not known that the spec said so.
        expect(codes(problemsIn({ ...spec, profile: 'pilot' }))).toContain('load-fits-profile');
      }
      const [inCity, field, most] = /profile to 'city'(?: and (load\.\w+) to (\d+) or less)?/.exec(problem.fix) ?? [];
      const city = { ...spec, profile: 'city' };
      if (inCity) expect(problemsIn(field ? mended(city, field, Number(most)) : city)).toEqual([]);
    }),
    runs(400),
  );
  expect(refused).toBeGreaterThan(50);
  expect(inPilot).toBeGreaterThan(0);
});

const codes = (problems: readonly Problem[]) => problems.map(({ code }) => code);

test.each(examples)('the objects of $name have the sizes', (city) => {
  const text = JSON.stringify(synthKubernetes(city).objects);
  const { database, bus } = sizing(city);
  expect(text).toMatch(new RegExp(`"(storage|size)":"${database.storage.gibibytes}Gi"`));
  expect(text).toMatch(new RegExp(`max_connections(=|":")${database.connections}"`));
  expect(text.includes(`"size":"${bus.storage.gibibytes}Gi"`)).toBe(city.broker.bus === 'kafka');
  expect(text).toContain(`interval '${city.history.retentionDays * 86_400} seconds'`);
});
