import { locale } from '../../constructs/servers/postgis';
import { type Part, startPart } from './support/part';
import { describePart } from './support/skip';
import { sql } from './support/sql';

describePart(['postgres'], 'the locale of the databases', () => {
  let server: Part;

  beforeAll(async () => {
    server = await startPart('postgres');
    for (const [name, its] of Object.entries({ platform: locale, operator: 'C' })) {
      await sql(server.url, `create database ${name} template template0 encoding 'UTF8' locale '${its}'`);
    }
  });
  afterAll(() => server?.stop());

  const on = (database: string, query: string) => {
    const url = new URL(server.url);
    url.pathname = `/${database}`;
    return sql(url.href, query);
  };

  // Keycloak makes what was typed small letters itself, and compares it with `lower` of what it stored.
  test.each(['Çelik', 'Öztürk', 'Şahin', 'Åberg', 'Łukasz', 'Ñíguez', 'Ελένη', 'Жуков'])(
    'finds %s as Keycloak searches, and by ILIKE',
    async (name) => {
      const small = name.toLowerCase();
      expect(await on('platform', `select lower('${name}') like '%${small}%', '${name}' ilike '${small}'`)).toBe('t|t');
      // What the operator takes when it is told nothing: the reason why the cluster says its locale.
      expect(await on('operator', `select lower('${name}') like '%${small}%'`)).toBe('f');
    },
  );

  test('sorts as the locale C does, whatever the version of the system’s library', async () => {
    const sorted = `select string_agg(word, ' ' order by word) from unnest(array['b', 'Z', 'a', 'Ç', 'z']) as word`;
    expect(await on('platform', sorted)).toBe(await on('operator', sorted));
    const version = `select datcollversion is null from pg_database where datname = 'platform'`;
    expect(await on('platform', version)).toBe('t');
  });
});
