import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthKubernetes } from '../../charts/synth';
import type { ShownDatabases } from '../../constructs/components/context-broker/context-broker';
import type { CityInput } from '../../constructs/spec/city';
import { DrawnPlatform } from './platform/drawn';
import { exampleCity } from './platform/live-city';
import { LivePlatform } from './platform/live-platform';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { describePart } from './support/skip';
import { sql } from './support/sql';
import { until } from './support/wait';

describeRendered(['postgres', 'scorpio', 'java', 'nginx'], 'What dashboards draw', () => {
  let platform: LivePlatform;
  let broker: RunningPod;
  let shown: ShownDatabases;
  let drawn: DrawnPlatform;
  const began = Date.now();
  const changes: Partial<CityInput> = {
    domain: 'town.example',
    contact: { email: 'data@town.example' },
    tenants: [{ id: 'parking' }, { id: 'waste' }],
    dataModels: [
      'OffStreetParking',
      'WeatherObserved',
      'AirQualityObserved',
      {
        type: 'Resident',
        personal: true,
        attributes: { age: { kind: 'Property', iri: 'https://town.example/age', schema: { type: 'integer' } } },
      },
    ],
    dashboards: { enabled: true, tenants: ['parking'] },
  };

  beforeAll(async () => {
    platform = new LivePlatform(exampleCity('small-town', changes));
    const { database, registry } = platform.city;
    shown = platform.city.broker.shown!;
    drawn = new DrawnPlatform(platform);
    await platform.database.start();
    await platform.run(database.setup);
    await platform.start(registry.site);
    ({ broker } = await platform.startBroker());
    for (const job of ['Tenants', 'TenantDatabases', 'Triggers', 'Shown'])
      await platform.run(platform.job('broker', job));
    for (const tenant of [undefined, 'parking', 'waste']) {
      for (const [at, free] of [12, 20, 40].entries())
        await put(tenant, parking(1, free, new Date(began - (3 - at) * 600_000)));
      await put(tenant, parking(2, 100, new Date(began - 60_000)));
      await put(tenant, { id: 'urn:ngsi-ld:Resident:1', type: 'Resident', age: { type: 'Property', value: 44 } });
    }
    for (const [at, unitCode] of ['CEL', undefined, 'FAH'].entries())
      await put('parking', weather([21, 22, 70][at]!, unitCode, new Date(began - (3 - at) * 600_000)));
    for (const { name } of shown.databases)
      await until(
        'the history has every value',
        async () =>
          (await sql(
            platform.database.url(name),
            "select count(*) from temporalentityattrinstance where attributeid ~ 'availableSpotNumber$'",
          )) === '4',
      );
  });
  afterAll(() => platform.stop());

  const parking = (number: number, free: number, time: Date) => ({
    id: `urn:ngsi-ld:OffStreetParking:${number}`,
    type: 'OffStreetParking',
    name: { type: 'Property', value: `Place ${number}` },
    availableSpotNumber: { type: 'Property', value: free, observedAt: time.toISOString() },
    location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [24.9 + number, 60.2] } },
  });

  const weather = (value: number, unitCode: string | undefined, time: Date) => ({
    id: 'urn:ngsi-ld:WeatherObserved:1',
    type: 'WeatherObserved',
    temperature: { type: 'Property', value, ...(unitCode && { unitCode }), observedAt: time.toISOString() },
  });

  async function put(tenant: string | undefined, entity: object): Promise<void> {
    const { status, text } = await broker.call('/ngsi-ld/v1/entityOperations/upsert', {
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-type': 'application/ld+json',
        ...(tenant && { 'NGSILD-Tenant': tenant }),
      },
      body: JSON.stringify([{ ...entity, '@context': [platform.city.registry.contextUrl] }]),
    });
    if (status >= 300) throw new Error(`${status} ${text}`);
  }

  const reader = (database: string) => drawn.urlOf(database);
  const panel = (uid: string, title: string) => drawn.queryOf(uid, title);
  const ask = (query: string, entity?: string, database = shown.databases[1]!.name) =>
    drawn.ask(query, database, new Date(began - 3600_000), new Date(began + 600_000), 600, entity);

  test('is asked in SQL that the database takes, by the reader, in each database', async () => {
    const queries = drawn.dashboards.flatMap(({ panels, templating }) => [
      ...panels.flatMap(({ targets }) => targets.map(({ rawSql }) => rawSql)),
      ...templating.list.filter(({ name }) => name === 'entity').map(({ query }) => query),
    ]);
    expect(queries.length).toBeGreaterThan(30);
    for (const { name } of shown.databases) for (const query of queries) await ask(query, undefined, name);
  });

  test('is what the broker has: counts, ages and places', async () => {
    expect(await ask(panel('city', 'Entities'))).toBe('3');
    expect(await ask(panel('city', 'Located'))).toMatch(/^0\.666/);
    expect(await ask(panel('city', 'Current'))).toMatch(/^1\.0*$/);
    expect(await ask(panel('city', 'Types in use'))).toMatch(/^0\.666/);
    expect(Number(await ask(panel('city', 'Delay')))).toBeGreaterThanOrEqual(0);
    expect(await ask(panel('type-OffStreetParking', 'Entities'))).toBe('2');
    expect(await ask(panel('type-WeatherObserved', 'Entities'))).toBe('1');
    const age = Number(await ask(panel('type-OffStreetParking', 'Age of the newest value')));
    expect(age).toBeGreaterThan(0);
    expect(age).toBeLessThan((Date.now() - began) / 1000 + 5);
    const places = (await ask(panel('type-OffStreetParking', 'Places')))
      .split('\n')
      .map((line) => line.split('|').slice(0, 3));
    expect(places.sort()).toEqual([
      ['urn:ngsi-ld:OffStreetParking:1', '60.2', '25.9'],
      ['urn:ngsi-ld:OffStreetParking:2', '60.2', '26.9'],
    ]);
    const overview = (await ask(panel('city', 'Types'))).split('\n').map((line) => line.split('|').slice(0, 2));
    expect(overview.map(([, count]) => count)).toEqual(['2', '1', '0']);
  });

  test('are the values of an attribute at the time at which they were observed, of all entities or of those chosen', async () => {
    const query = panel('type-OffStreetParking', 'availableSpotNumber');
    const rows = async (entity?: string) =>
      (await ask(query, entity)).split('\n').map((line) => line.split('|').slice(1).map(Number));
    const one = await rows("'urn:ngsi-ld:OffStreetParking:1'");
    expect(one).toEqual([12, 20, 40].map((value) => [value, value, value]));
    const both = await rows();
    expect(Math.max(...both.map(([, , highest]) => highest!))).toBe(100);
    expect(Math.min(...both.map(([, lowest]) => lowest!))).toBe(12);
    const stamps = (await ask(query, "'urn:ngsi-ld:OffStreetParking:1'"))
      .split('\n')
      .map((line) => Number(line.split('|')[0]));
    expect(stamps).toEqual([3, 2, 1].map((steps) => Math.floor((began - steps * 600_000) / 600_000) * 600));
  });

  test('is in the unit of the data model: a value that names another is not drawn', async () => {
    const query = panel('type-WeatherObserved', 'temperature');
    await until('the history has every value', async () => {
      const all = await sql(
        platform.database.url(shown.databases[1]!.name),
        'select value, unit from citykit_shown.history',
      );
      return all.includes('70|FAH');
    });
    const drawnValues = (await ask(query)).split('\n').map((line) => Number(line.split('|')[1]));
    expect(drawnValues).toEqual([21, 22]);
  });

  test('is nothing of persons: no view has them, and tables are not read', async () => {
    for (const { name } of shown.databases) {
      expect(await sql(reader(name), "select count(*) from citykit_shown.entities where id ~ 'Resident'")).toBe('0');
      expect(await sql(reader(name), "select count(*) from citykit_shown.history where entity ~ 'Resident'")).toBe('0');
      for (const table of [
        'entity',
        'temporalentity',
        'temporalentityattrinstance',
        'subscriptions',
        'csource',
        'tenant',
      ])
        await expect(sql(reader(name), `select * from public.${table}`)).rejects.toThrow(
          /permission denied|does not exist/,
        );
    }
  });

  test('is nothing of a tenant that is not shown, and of no database of another component', async () => {
    const names = await sql(platform.database.url(), 'select datname from pg_database where not datistemplate');
    const others = names.split('\n').filter((name) => !shown.databases.some((one) => one.name === name));
    expect(others.length).toBeGreaterThanOrEqual(4);
    for (const name of others)
      await expect(sql(reader(name), 'select 1')).rejects.toThrow('permission denied for database');
  });

  test('changes nothing, and ends after a while', async () => {
    const url = reader(shown.databases[1]!.name);
    for (const statement of [
      'create table x (n int)',
      'create temporary table x (n int)',
      'create schema x',
      'create or replace function f() returns int language sql as $$select 1$$',
      'delete from citykit_shown.entities',
      'set default_transaction_read_only = off; delete from citykit_shown.entities',
    ])
      await expect(sql(url, statement)).rejects.toThrow(/read-only transaction|permission denied|cannot delete/);
    expect(await sql(url, 'show statement_timeout')).toBe('20s');
    await expect(sql(url, "set statement_timeout = '1s'; select pg_sleep(3)")).rejects.toThrow('statement timeout');
  });

  test('is the same after a second run, and is taken back when the spec no longer shows it', async () => {
    await platform.run(platform.job('broker', 'Shown'));
    expect(await ask(panel('city', 'Entities'))).toBe('3');
    platform.update(exampleCity('small-town', { ...changes, dashboards: { enabled: true, tenants: ['waste'] } }));
    await platform.run(platform.job('broker', 'Shown'));
    await expect(ask(panel('city', 'Entities'))).rejects.toThrow('permission denied for database');
  });
});

describePart(['prometheus'], 'What operators look at', () => {
  test('is asked in the language of Prometheus', () => {
    const { objects } = synthKubernetes(exampleCity('izmir', { dashboards: { enabled: true } }));
    const [file = ''] = (objects as { metadata: { labels?: Record<string, string> }; data?: Record<string, string> }[])
      .filter(({ metadata }) => metadata.labels?.grafana_dashboard === '1')
      .flatMap(({ data = {} }) => Object.values(data));
    const { panels } = JSON.parse(file) as { panels: { targets: { expr: string }[] }[] };
    const rules = panels.flatMap(({ targets }) => targets).map(({ expr }, at) => ({ record: `line:${at}`, expr }));
    const folder = mkdtempSync(join(tmpdir(), 'citykit-operations-'));
    try {
      writeFileSync(join(folder, 'rules.json'), JSON.stringify({ groups: [{ name: 'operations', rules }] }));
      const promtool = join(
        process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
        'citykit/parts/prometheus/bin/promtool',
      );
      const { status, stdout, stderr } = spawnSync(promtool, ['check', 'rules', join(folder, 'rules.json')], {
        encoding: 'utf8',
      });
      expect(`${stdout}${stderr}`).toContain(`SUCCESS: ${rules.length} rules found`);
      expect({ status, many: rules.length > 30 }).toEqual({ status: 0, many: true });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
