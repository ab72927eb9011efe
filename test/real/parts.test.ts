import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPart } from './support/part';
import { describePart } from './support/skip';
import { sql } from './support/sql';

describePart(['postgres'], 'PostgreSQL', () => {
  test('has PostGIS in every new database, and asks for the password it was given', async () => {
    const postgres = await startPart('postgres', { env: { POSTGRES_PASSWORD: 'of-this-test' } });
    await expect(sql(postgres.url, 'select 1')).rejects.toThrow(/password/);
    const url = postgres.url.replace('@', ':of-this-test@');
    await sql(url, 'create database roads');
    expect(await sql(`${url}/roads`, 'select st_astext(st_point(5, 52))')).toBe('POINT(5 52)');
    await postgres.stop();
  });

  test('starts again on the folder it was given, also after a kill', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'citykit-kept-'));
    const first = await startPart('postgres', { folder });
    await sql(first.url, 'create table kept as select 7 as n');
    await first.stop('SIGKILL');
    const second = await startPart('postgres', { folder });
    expect(await sql(second.url, 'select n from kept')).toBe('7');
    await second.stop();
    rmSync(folder, { recursive: true });
  });
});

test('a part that cannot start fails with the end of its log', async () => {
  await expect(startPart('redis', { args: ['--no-such-option', 'x'] })).rejects.toThrow(
    /redis ended before it was ready\n[\s\S]*no-such-option/,
  );
});

test('a part that tests start as it is rendered is not started by itself', async () => {
  await expect(startPart('nginx')).rejects.toThrow('nginx is not started from here');
});
