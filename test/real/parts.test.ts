import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './support/free-port';
import { startPart } from './support/part';
import { describePart } from './support/skip';
import { createDatabase, sql } from './support/sql';

const json = (body: object) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

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

describePart(['postgres', 'scorpio'], 'Scorpio', () => {
  test('keeps an entity, each tenant its own', async () => {
    const postgres = await startPart('postgres');
    const database = await createDatabase(postgres, 'ngb');
    const scorpio = await startPart('scorpio', {
      env: {
        DBHOST: '127.0.0.1',
        DBPORT: String(postgres.port),
        DBNAME: 'ngb',
        DBUSER: 'ngb',
        DBPASS: database.password,
      },
    });
    const entities = `${scorpio.url}/ngsi-ld/v1/entities`;
    const id = 'urn:ngsi-ld:Smoke:1';
    const create = json({ id, type: 'Smoke', level: { type: 'Property', value: 7 } });
    const created = await fetch(entities, { ...create, headers: { ...create.headers, 'NGSILD-Tenant': 'north' } });
    expect(created.status).toBe(201);
    const read = await fetch(`${entities}/${id}`, { headers: { 'NGSILD-Tenant': 'north' } });
    expect(await read.json()).toMatchObject({ level: { value: 7 } });
    expect((await fetch(`${entities}/${id}`)).status).toBe(404);
  });
});

describePart(['keycloak'], 'Keycloak', () => {
  test('gives a token of an imported realm', async () => {
    const realms = mkdtempSync(join(tmpdir(), 'citykit-realms-'));
    const secret = 'of-this-test';
    const clients = [{ clientId: 'smoke', secret, serviceAccountsEnabled: true, publicClient: false }];
    writeFileSync(join(realms, 'smoke.json'), JSON.stringify({ realm: 'smoke', enabled: true, clients }));
    const keycloak = await startPart('keycloak', { env: { KEYCLOAK_IMPORT: realms }, args: ['--import-realm'] });
    rmSync(realms, { recursive: true });
    const answer = await fetch(`${keycloak.url}/realms/smoke/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials', client_id: 'smoke', client_secret: secret }),
    });
    expect(await answer.json()).toMatchObject({ token_type: 'Bearer', access_token: expect.stringMatching(/^ey/) });
    await keycloak.stop();
  });
});

describePart(['apicurio', 'java'], 'Apicurio', () => {
  test('keeps a schema', async () => {
    const apicurio = await startPart('apicurio');
    const artifacts = `${apicurio.url}/apis/registry/v3/groups/smoke/artifacts`;
    const content = { content: '{"type":"object"}', contentType: 'application/json' };
    await fetch(artifacts, json({ artifactId: 'smoke', artifactType: 'JSON', firstVersion: { content } }));
    const kept = await fetch(`${artifacts}/smoke/versions/1/content`);
    expect(await kept.json()).toEqual({ type: 'object' });
    await apicurio.stop();
  });
});

describePart(['postgres', 'redis', 'solr', 'ckan'], 'CKAN', () => {
  test('finds a dataset and gives it as DCAT', async () => {
    const postgres = await startPart('postgres');
    const [database, redis, solr] = [
      await createDatabase(postgres, 'ckan'),
      await startPart('redis'),
      await startPart('solr'),
    ];
    const ckan = await startPart('ckan', {
      env: {
        CKAN_SQLALCHEMY_URL: database.url,
        CKAN_REDIS_URL: `${redis.url}/1`,
        CKAN_SOLR_URL: solr.url,
        CKAN_SYSADMIN_NAME: 'operator',
        CKAN_SYSADMIN_PASSWORD: 'of-this-test',
      },
    });
    const token = readFileSync(join(ckan.folder, 'token'), 'utf8').trim();
    const act = (action: string, body: object) => {
      const request = json(body);
      return fetch(`${ckan.url}/api/3/action/${action}`, {
        ...request,
        headers: { ...request.headers, Authorization: token },
      });
    };
    expect((await act('organization_create', { name: 'smoke' })).status).toBe(200);
    expect((await act('package_create', { name: 'smoke-set', owner_org: 'smoke' })).status).toBe(200);
    const found = await act('package_search', { q: 'name:smoke-set' });
    expect(await found.json()).toMatchObject({ result: { count: 1 } });
    expect(await (await fetch(`${ckan.url}/dataset/smoke-set.ttl`)).text()).toContain('a dcat:Dataset');
  });
});

describePart(['envoy', 'nginx'], 'Envoy', () => {
  test('answers 200 through nginx behind it and 503 once nginx has gone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'citykit-envoy-'));
    mkdirSync(join(folder, 'site'));
    writeFileSync(join(folder, 'site', 'index.html'), 'hello');
    const [site, gateway] = [await freePort(), await freePort()];
    writeFileSync(
      join(folder, 'nginx.conf'),
      `pid ${folder}/nginx.pid; error_log stderr; events {}
       http { access_log off; server { listen 127.0.0.1:${site}; root ${folder}/site; } }`,
    );
    writeFileSync(join(folder, 'envoy.json'), JSON.stringify(envoy(gateway, site)));
    const nginx = await startPart('nginx', { port: site, args: ['-c', join(folder, 'nginx.conf')] });
    const proxy = await startPart('envoy', { port: gateway, args: ['-c', join(folder, 'envoy.json')] });
    const through = await fetch(proxy.url);
    expect([through.status, await through.text()]).toEqual([200, 'hello']);
    await nginx.stop();
    expect((await fetch(proxy.url)).status).toBe(503);
    expect(nginx.alive()).toBe(false);
    await proxy.stop();
    rmSync(folder, { recursive: true });
  });
});

function envoy(port: number, upstream: number): object {
  const at = (port_value: number) => ({ socket_address: { address: '127.0.0.1', port_value } });
  const manager = {
    '@type': 'type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager',
    stat_prefix: 'smoke',
    route_config: {
      virtual_hosts: [
        { name: 'all', domains: ['*'], routes: [{ match: { prefix: '/' }, route: { cluster: 'site' } }] },
      ],
    },
    http_filters: [
      {
        name: 'router',
        typed_config: { '@type': 'type.googleapis.com/envoy.extensions.filters.http.router.v3.Router' },
      },
    ],
  };
  const endpoint = { address: at(upstream) };
  return {
    static_resources: {
      listeners: [{ address: at(port), filter_chains: [{ filters: [{ name: 'http', typed_config: manager }] }] }],
      clusters: [
        {
          name: 'site',
          type: 'STATIC',
          load_assignment: { cluster_name: 'site', endpoints: [{ lb_endpoints: [{ endpoint }] }] },
        },
      ],
    },
  };
}

test('a part that cannot start fails with the end of its log', async () => {
  await expect(startPart('redis', { args: ['--no-such-option', 'x'] })).rejects.toThrow(
    /redis ended before it was ready\n[\s\S]*no-such-option/,
  );
});
