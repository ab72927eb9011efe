import { LivePlatform } from './platform/live-platform';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { sql } from './support/sql';
import { until } from './support/wait';

const table = 'public.temporalentityattrinstance';

describeRendered(['postgres', 'scorpio', 'java'], 'History that is older than the spec keeps it', () => {
  let platform: LivePlatform;
  let broker: RunningPod;
  const urls: Record<string, string> = {};
  const tenants = { none: undefined, parking: 'parking' } as const;
  type Where = keyof typeof tenants;
  const everywhere = Object.keys(tenants) as Where[];

  beforeAll(async () => {
    platform = new LivePlatform('small-town');
    const { city } = platform;
    await platform.database.start();
    await platform.run(city.database.setup);
    broker = await platform.start(city.broker.service);
    await platform.run(platform.job('broker', 'Tenants'));
    await platform.run(platform.job('broker', 'Triggers'));
    const names = await sql(
      platform.database.url(),
      "select datname from pg_database where datname ~ '^ngb|_broker$' order by datname desc",
    );
    const [own = '', tenant = ''] = names.split('\n');
    urls.none = platform.database.url(own);
    urls.parking = platform.database.url(tenant);
    await sql(urls.none, "alter system set autovacuum_naptime = '1s'");
    await sql(urls.none, 'select pg_reload_conf()');
  });
  afterAll(() => platform.stop());

  async function ask(where: Where, path: string, method = 'GET', json?: object) {
    const tenant = tenants[where];
    const answer = await broker.call(`/ngsi-ld/v1${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(json && { 'content-type': 'application/json' }),
        ...(tenant && { 'NGSILD-Tenant': tenant }),
      },
      ...(json && { body: JSON.stringify(json) }),
    });
    return { ...answer, json: answer.text === '' ? undefined : JSON.parse(answer.text) };
  }
  const id = (name: string) => `urn:ngsi-ld:Spot:${name}`;
  const property = (value: unknown) => ({ type: 'Property', value });
  const make = (where: Where, name: string) =>
    ask(where, '/entities', 'POST', { id: id(name), type: 'Spot', free: property(0), name: property(name) });
  const change = (where: Where, name: string, value: number) =>
    ask(where, `/entities/${id(name)}/attrs`, 'PATCH', { free: property(value) });
  const count = (where: Where, condition = 'true') =>
    sql(urls[where]!, `select count(*) from ${table} where ${condition}`);
  const reach = (where: Where, rows: number) =>
    until(`the history has ${rows} values`, async () => Number(await count(where)) >= rows);
  /** Everything that is in the history becomes older than a week by a day. */
  const age = (where: Where) =>
    sql(
      urls[where]!,
      `update ${table} set modifiedat = modifiedat - interval '8 days', createdat = createdat - interval '8 days';
       update public.temporalentity set modifiedat = modifiedat - interval '8 days', createdat = createdat - interval '8 days'`,
    );
  const end = () => platform.run(platform.job('broker', 'HistoryRetention'));
  /** The values of `free` in the history, oldest first. */
  async function past(where: Where, name: string): Promise<unknown[]> {
    const { json } = await ask(where, `/temporal/entities/${id(name)}?timeproperty=modifiedAt`);
    return [json?.free ?? []]
      .flat()
      .map(({ value }: { value: unknown }) => value)
      .reverse();
  }

  test('goes, in the databases of tenants too, and what is newer stays', async () => {
    for (const where of everywhere) {
      for (const name of ['changes', 'rests', 'deleted']) expect((await make(where, name)).status).toBe(201);
      await reach(where, 6);
      for (const value of [1, 2]) expect((await change(where, 'changes', value)).status).toBe(204);
      await reach(where, 8);
      expect((await ask(where, `/entities/${id('deleted')}`, 'DELETE')).status).toBe(204);
      await age(where);
      expect((await change(where, 'changes', 3)).status).toBe(204);
      await reach(where, 9);
    }
    await end();
    for (const where of everywhere) {
      expect(await past(where, 'changes')).toEqual([3]);
      expect((await ask(where, `/entities/${id('changes')}`)).json).toMatchObject({ free: { value: 3 } });
    }
  });

  test('leaves the last value of what has not changed since, so that the entity still has a history', async () => {
    for (const where of everywhere) {
      expect(await past(where, 'rests')).toEqual([0]);
      const { status, json } = await ask(where, `/temporal/entities?type=Spot&timeproperty=modifiedAt`);
      expect(status).toBe(200);
      const names = json.map((entity: { id: string }) => entity.id).sort();
      expect(names).toEqual([id('changes'), id('rests')]);
    }
  });

  test('takes with it what was deleted, and its entity', async () => {
    for (const where of everywhere) {
      expect((await ask(where, `/temporal/entities/${id('deleted')}`)).status).toBe(404);
      expect(await sql(urls[where]!, `select count(*) from public.temporalentity where id = '${id('deleted')}'`)).toBe(
        '0',
      );
    }
  });

  test('changes nothing the second time', async () => {
    const before = await Promise.all(everywhere.map((where) => count(where)));
    await end();
    expect(await Promise.all(everywhere.map((where) => count(where)))).toEqual(before);
  });

  test('ends in batches while clients write, passes over what somebody holds, and its room is used again', async () => {
    const where = 'parking';
    const copies = (many: number) => `insert into ${table} (temporalentity_id, attributeid, data)
      select temporalentity_id, attributeid, jsonb_set(data, '{https://uri.etsi.org/ngsi-ld/instanceId}',
          jsonb_build_array(jsonb_build_object('@id', 'instanceid:' || gen_random_uuid())))
        from (select * from ${table} where temporalentity_id = '${id('changes')}' and attributeid ~ 'free$' limit 1) one,
          generate_series(1, ${many})`;
    await sql(urls[where]!, copies(12_000));
    await age(where);
    const newest = Number(await sql(urls[where]!, `select max(internalid) from ${table}`));
    const held = Number(
      await sql(urls[where]!, `select min(internalid) from ${table} where internalid > ${newest - 6000}`),
    );
    const hold = `begin; select from ${table} where internalid = ${held} for update; select pg_sleep(600)`;
    const holder = sql(urls[where]!, hold).catch(() => 'let go');
    const holding = "from pg_stat_activity where query ~ '^begin.*pg_sleep' and wait_event = 'PgSleep'";
    await until('a row is held', async () => (await sql(urls[where]!, `select count(*) ${holding}`)) === '1');
    let ended = false;
    const job = end().finally(() => {
      ended = true;
    });
    const slowest: number[] = [];
    for (let value = 10; !ended || value < 15; value++) {
      const began = Date.now();
      expect((await change(where, 'changes', value)).status).toBe(204);
      slowest.push(Date.now() - began);
    }
    await job;
    expect(Math.max(...slowest)).toBeLessThan(20_000);
    await sql(urls[where]!, `select pg_terminate_backend(pid) ${holding}`);
    expect(await holder).toBe('let go');
    // The one that was held, and the newest.
    expect(Number(await count(where, `internalid <= ${newest} and attributeid ~ 'free$'`))).toBeLessThanOrEqual(3);
    expect(await count(where, `internalid = ${held}`)).toBe('1');

    const size = async () => Number(await sql(urls[where]!, `select pg_relation_size('${table}')`));
    const before = await size();
    // While the row was held, a vacuum had to leave what was deleted meanwhile, and one may still be under way.
    const dead = () =>
      sql(urls[where]!, `select n_dead_tup from pg_stat_user_tables where relname = '${table.split('.').pop()}'`);
    await until('it is vacuumed', async () => Number(await dead()) < 1000);
    // In new room they would take two fifths of what is there.
    await sql(urls[where]!, copies(10_000));
    expect(await size()).toBeLessThanOrEqual(before * 1.2);
  });
});
