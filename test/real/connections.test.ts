import { sizing } from '../../constructs/platform/sizing';
import { parseCity } from '../../constructs/spec/city';
import { exampleCity } from './platform/live-city';
import { LivePlatform } from './platform/live-platform';
import { Writer } from './platform/writer';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { sql } from './support/sql';
import { until } from './support/wait';

describeRendered(['postgres', 'scorpio', 'java'], 'Twelve tenants on a laptop', () => {
  const tenants = Array.from({ length: 12 }, (_, at) => `tenant${at}`);
  const { name, country, population, profile } = exampleCity('small-town');
  const city = parseCity({ name, country, population, profile, tenants: tenants.map((id) => ({ id })) });
  const { broker: size, database } = sizing(city);
  let platform: LivePlatform;
  let broker: RunningPod;

  beforeAll(async () => {
    platform = new LivePlatform(city);
    // What the other programs may open is taken, as far as the broker can tell; the administrator and jobs have theirs.
    await platform.database.start({ max_connections: size.connections + 16 });
    await platform.run(platform.city.database.setup);
    broker = await platform.start(platform.city.broker.service);
    await platform.run(platform.job('broker', 'Tenants'));
    await platform.run(platform.job('broker', 'Triggers'));
  });
  afterAll(() => platform.stop());

  test('write all at once, again and again, and no write fails for want of a connection', async () => {
    const write = (tenant: string) => (id: string) =>
      broker.call('/ngsi-ld/v1/entities', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'NGSILD-Tenant': tenant },
        body: JSON.stringify({ id, type: 'Written', value: { type: 'Property', value: 1 } }),
      });
    const writers = tenants.map((tenant) => new Writer(tenant, write(tenant), 4));
    let most = 0;
    const opened = "select count(*) from pg_stat_activity where usename ~ '_broker$'";
    for (let second = 0; second < 20; second++)
      most = Math.max(most, Number(await sql(platform.database.url(), opened)));
    await until('each has written a hundred', () => writers.every(({ attempts }) => attempts.length > 100));
    await Promise.all(writers.map((writer) => writer.end()));
    const failed = writers.flatMap(({ attempts }) => attempts.filter(({ status }) => status !== 201));
    expect(failed).toEqual([]);
    expect(most).toBeGreaterThan(tenants.length / 2);
    expect(most).toBeLessThanOrEqual(size.connections);
    expect(size.connections).toBeLessThan(database.connections);
  });
});
