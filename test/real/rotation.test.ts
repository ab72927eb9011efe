import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdminApi } from '../../programs/apply-realm/admin-api';
import { exampleCity } from './platform/live-city';
import { LivePlatform } from './platform/live-platform';
import { proof } from './support/proof';
import type { RunningPod } from './support/rendered';
import { describeRendered } from './support/rendered/describe-rendered';
import { sql } from './support/sql';

describeRendered(['postgres', 'keycloak', 'java'], 'The passwords of small-town, when its rotation is raised', () => {
  let platform: LivePlatform;
  let keycloak: RunningPod;
  let before: { readonly administrator: string; readonly keycloak: string };

  beforeAll(async () => {
    platform = new LivePlatform('small-town');
    await platform.database.start();
    await platform.run(platform.city.database.setup);
    keycloak = await platform.start(platform.city.identity.service!);
    await platform.run(platform.city.identity.realmJob);
    before = passwords();
    platform.update(exampleCity('small-town', { rotation: 1 }));
  });
  afterAll(() => platform.stop());

  function passwords() {
    const { PGPASSWORD = '', KEYCLOAK_PASSWORD = '' } = platform.rendered.pod(platform.database.setup).main.env;
    return { administrator: PGPASSWORD, keycloak: KEYCLOAK_PASSWORD };
  }
  const login = (user: string, database: string, password: string) =>
    sql(platform.database.url(database, { user, password }), 'select 1');

  test('are new, all of them', () => {
    const now = passwords();
    expect([now.administrator === before.administrator, now.keycloak === before.keycloak]).toEqual([false, false]);
  });

  test('the server without an operator knows its administrator by the new one once it has started anew', async () => {
    await platform.database.stop();
    const { command, args } = JSON.parse(JSON.stringify(platform.objects)).find(
      ({ kind }: { kind: string }) => kind === 'StatefulSet',
    ).spec.template.spec.containers[0];
    // What the image would go on with: the server itself is started below.
    const folder = mkdtempSync(join(tmpdir(), 'citykit-entrypoint-'));
    const entrypoint = join(folder, 'docker-entrypoint.sh');
    writeFileSync(entrypoint, '#!/bin/sh\necho "$@"\n');
    chmodSync(entrypoint, 0o755);
    chmodSync(folder, 0o755);
    const programs = execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim();
    const rights = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
    const went = execFileSync(
      'setpriv',
      ['--reuid=postgres', '--regid=postgres', '--init-groups', ...rights, ...command, ...args],
      {
        encoding: 'utf8',
        env: {
          POSTGRES_PASSWORD: passwords().administrator,
          PGDATA: platform.database.dataFolder,
          PATH: `${folder}:${programs}:${process.env.PATH}`,
        },
      },
    );
    expect(went).toMatch(/^postgres -c max_connections=/);
    rmSync(folder, { recursive: true });
    await platform.database.start();
    expect(await login('postgres', 'postgres', passwords().administrator)).toBe('1');
    await expect(login('postgres', 'postgres', before.administrator)).rejects.toThrow('password authentication failed');
  });

  test('each role has its own when the setup has run again', async () => {
    expect(await login('small_town_keycloak', 'small_town_keycloak', before.keycloak)).toBe('1');
    await platform.run(platform.city.database.setup);
    expect(await login('small_town_keycloak', 'small_town_keycloak', passwords().keycloak)).toBe('1');
    await expect(login('small_town_keycloak', 'small_town_keycloak', before.keycloak)).rejects.toThrow(
      'password authentication failed',
    );
  });

  test('Keycloak is ready with them, and its administrator and clients have them when the realm was applied', async () => {
    await keycloak.stop();
    keycloak = await platform.start(platform.city.identity.service!);
    const first = await platform.run(platform.city.identity.realmJob);
    expect(first).toContain('administrator: password rotated');
    expect(await platform.run(platform.city.identity.realmJob)).toMatch(/realm small-town: unchanged/);
    const { KC_BOOTSTRAP_ADMIN_USERNAME: username = '', KC_BOOTSTRAP_ADMIN_PASSWORD: password = '' } =
      keycloak.pod.main.env;
    const url = `http://${keycloak.address}:${keycloak.pod.main.ports.http}`;
    const api = new AdminApi({ url, adminRealm: 'master', credentials: { username, password } });
    expect(await api.get('/small-town')).toMatchObject({ enabled: true });
    proof('Identity', 'kubernetes', 'rotated');
    proof('Database', 'kubernetes', 'rotated', 'without an operator, by what its start command does');
  });
});
