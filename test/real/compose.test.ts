import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { ComposeFile } from '../../compose';
import { Engine } from './compose/engine';
import { makeImages } from './compose/images';
import { proof } from './support/proof';
import { describePart } from './support/skip';
import { until } from './support/wait';

const parts = [
  'docker',
  'compose',
  'postgres',
  'redis',
  'solr',
  'ckan',
  'keycloak',
  'envoy',
  'apicurio',
  'scorpio',
  'nginx',
  'java',
] as const;

/** What a platform of the profile laptop may hold in memory, in MiB, and how long it may take to come up, in seconds. */
const most = { resident: 3500, seconds: 300 };

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Makes a client with a service account, run where the first person is made. It prints the secret. */
const makeClient = `
const { KEYCLOAK_URL: url, KEYCLOAK_ADMIN_USERNAME: username, KEYCLOAK_ADMIN_PASSWORD: password } = process.env;
(async () => {
  const form = new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', username, password });
  const { access_token } = await (await fetch(url + '/realms/master/protocol/openid-connect/token', { method: 'POST', body: form })).json();
  const call = async (method, path, body) => {
    const headers = { authorization: 'Bearer ' + access_token, 'content-type': 'application/json' };
    const response = await fetch(url + '/admin/realms/small-town' + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(method + ' ' + path + ': ' + response.status);
    const text = await response.text();
    return text && JSON.parse(text);
  };
  await call('POST', '/clients', { clientId: 'probe', serviceAccountsEnabled: true, standardFlowEnabled: false, defaultClientScopes: ['basic', 'city-access'] });
  const [{ id }] = await call('GET', '/clients?clientId=probe');
  const account = (await call('GET', '/clients/' + id + '/service-account-user')).id;
  await call('POST', '/users/' + account + '/role-mappings/realm', [await call('GET', '/roles/editor')]);
  await call('PUT', '/users/' + account + '/groups/' + (await call('GET', '/group-by-path/tenants/parking')).id);
  console.log((await call('GET', '/clients/' + id + '/client-secret')).value);
})().catch((error) => { console.error(error.message); process.exitCode = 1; });
`;

describePart(parts, 'A platform on one machine, with Docker and Compose', () => {
  let engine: Engine;
  let out: string;
  let folder: string;
  let file: ComposeFile;
  let secret: string;

  beforeAll(async () => {
    out = mkdtempSync(join(tmpdir(), 'citykit-compose-'));
    folder = join(out, 'small-town', 'compose');
    engine = await Engine.start();
    await citykit('synth', 'examples/small-town/city.yaml', '--target', 'compose', '--out', out);
    file = parse(readFileSync(join(folder, 'compose.yaml'), 'utf8'), { version: '1.1' });
    makeImages(engine, [...new Set(Object.values(file.services).map(({ image }) => image))]);
  });
  afterAll(async () => {
    await engine.stop();
    rmSync(out, { recursive: true });
  });

  async function citykit(...args: readonly string[]) {
    const { code, stdout, stderr } = await engine.say('node', ['dist/cli/citykit.js', ...args]);
    if (code !== 0) throw new Error(`citykit ${args.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  }
  const up = async () => JSON.parse(await citykit('up', folder, '--json'));
  const compose = (...args: readonly string[]) =>
    engine.docker('compose', '--project-directory', folder, '--file', join(folder, 'compose.yaml'), ...args);
  const idOf = async (service: string) => (await compose('ps', '--quiet', service)).stdout.trim();
  const exec = (service: string, ...command: readonly string[]) => compose('exec', '-T', service, ...command);

  /** A request from this machine to the published port, over TLS that the local authority vouches for. */
  async function ask(url: string, ...options: readonly string[]): Promise<Answer> {
    const trust = ['--cacert', join(folder, 'certificates', 'authority.pem')];
    const { code, stdout, stderr } = await engine.inside(
      'curl',
      ...['--silent', '--show-error', '--max-time', '30', ...trust, '--write-out', '\n%{http_code}', ...options, url],
    );
    if (code !== 0) throw new Error(`${url}: ${stderr}`);
    const at = stdout.lastIndexOf('\n');
    return { status: Number(stdout.slice(at + 1)), body: stdout.slice(0, at) };
  }
  const address = (host: string, path: string) => `https://${host}.small-town.localhost${path}`;

  async function token(): Promise<string> {
    const { body } = await ask(
      address('id', '/realms/small-town/protocol/openid-connect/token'),
      ...['--data', 'grant_type=client_credentials', '--data', 'client_id=probe', '--data', `client_secret=${secret}`],
    );
    return JSON.parse(body).access_token;
  }
  async function api(path: string, ...options: readonly string[]): Promise<Answer> {
    const headers = [`Authorization: Bearer ${await token()}`, 'NGSILD-Tenant: parking'];
    return ask(address('api', `/ngsi-ld/v1/${path}`), ...headers.flatMap((header) => ['--header', header]), ...options);
  }
  const entity = {
    id: 'urn:ngsi-ld:OffStreetParking:1',
    type: 'OffStreetParking',
    name: { type: 'Property', value: 'Market square' },
    availableSpotNumber: { type: 'Property', value: 42 },
  };

  test('comes up from what was synthesised, with one command, and greets the first person', async () => {
    const began = Date.now();
    const answer = await up();
    const chain = await ask(address('data', '/api/3/action/status_show'));
    const seconds = (Date.now() - began) / 1000;
    expect(chain.status).toBe(200);
    expect(answer).toMatchObject({
      ok: true,
      portal: 'https://data.small-town.localhost',
      person: { account: 'operator', once: expect.stringMatching(/^\w{27}$/) },
    });
    process.stderr.write(`up and answering in ${seconds} s\n`);
    expect(seconds).toBeLessThan(most.seconds);
  });

  test('answers every host, and whoever comes over HTTP is sent to HTTPS', async () => {
    const found = {
      catalogue: (await ask(address('data', '/catalog.ttl'))).status,
      context: (await ask(address('models', '/context.jsonld'))).status,
      issuer: JSON.parse((await ask(address('id', '/realms/small-town/.well-known/openid-configuration'))).body).issuer,
      stranger: (await ask(address('api', '/ngsi-ld/v1/entities?type=OffStreetParking'))).status,
      plain: (await ask('http://data.small-town.localhost/', '--write-out', '%{redirect_url}\n%{http_code}')).body,
    };
    expect(found).toEqual({
      catalogue: 200,
      context: 200,
      issuer: 'https://id.small-town.localhost/realms/small-town',
      stranger: 401,
      plain: 'https://data.small-town.localhost/',
    });
  });

  test('takes an entity with a token of its realm, keeps its history and publishes it', async () => {
    const { code, stdout, stderr } = await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const script = join(out, 'make-client.cjs');
      writeFileSync(script, makeClient);
      resolve(
        engine.say('sh', [
          '-c',
          `docker compose --project-directory '${folder}' --file '${folder}/compose.yaml' run --rm --no-deps -T --entrypoint node identity-realm - < '${script}'`,
        ]),
      );
    });
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    secret = stdout.trim();
    // Below .localhost a context by its URL is out of the broker's reach: it stands in the request.
    const { '@context': context } = JSON.parse((await ask(address('models', '/context.jsonld'))).body);
    const body = JSON.stringify({ ...entity, '@context': [context] });
    const made = await api('entities', '--header', 'Content-Type: application/ld+json', '--data', body);
    expect(made).toEqual({ status: 201, body: '' });
    expect((await api(`entities/${entity.id}`)).body).toContain(entity.name.value);
    await until('its history is written', async () => (await api(`temporal/entities/${entity.id}`)).status === 200);
    await until('the portal has its dataset', async () => {
      const { body } = await ask(address('data', '/api/3/action/package_search?include_private=false'));
      return JSON.parse(body).result.count === 1;
    });
    for (const component of [
      'Gateway',
      'Identity',
      'Context broker',
      'Data model registry',
      'Open data portal',
      'Publisher',
      'Database',
    ])
      for (const aspect of ['schema', 'accepted', 'started', 'probed'] as const)
        proof(component, 'compose', aspect, images);
  });
  const images = 'in containers of a Docker engine, from images made of the same programs under the official names';

  test('no container is root or may become it, and none but the way in publishes a port', async () => {
    const ids = (await compose('ps', '--all', '--quiet')).stdout.trim().split('\n');
    const found = JSON.parse((await engine.docker('inspect', ...ids)).stdout) as {
      Config: { User: string; Labels: Record<string, string> };
      HostConfig: {
        ReadonlyRootfs: boolean;
        CapDrop: string[];
        CapAdd: string[] | null;
        Privileged: boolean;
        Memory: number;
        PortBindings: object;
      };
    }[];
    expect(found).toHaveLength(Object.keys(file.services).length);
    const wrong = found.flatMap(({ Config, HostConfig }) => {
      const service = Config.Labels['com.docker.compose.service'];
      const { ReadonlyRootfs, CapDrop, CapAdd, Privileged, Memory, PortBindings } = HostConfig;
      return [
        ...(/^0:/.test(Config.User) && service !== 'volume-owners' ? [`${service} is root`] : []),
        ...(ReadonlyRootfs && CapDrop[0] === 'ALL' && !Privileged && Memory > 0 ? [] : [`${service} is not hardened`]),
        ...(CapAdd?.length && service !== 'volume-owners' ? [`${service} has ${CapAdd}`] : []),
        ...(Object.keys(PortBindings ?? {}).length > 0 && service !== 'gateway-edge' ? [`${service} publishes`] : []),
      ];
    });
    expect(wrong).toEqual([]);
    const status = (await exec('identity', 'grep', '-E', '^(CapBnd|NoNewPrivs)', '/proc/1/status')).stdout;
    expect(status.replace(/\s+/g, ' ').trim()).toBe('CapBnd: 0000000000000000 NoNewPrivs: 1');
  });

  test('each reaches what it refers to and nobody else, and only who has to leaves the machine', async () => {
    const reaches = async (service: string, host: string, port: number) =>
      (await exec(service, 'bash', '-c', `timeout 3 bash -c 'exec 3<>/dev/tcp/${host}/${port}'`)).code === 0;
    expect({
      registryToDatabase: await reaches('models-registry', 'database', 5432),
      siteToDatabase: await reaches('models-site', 'database', 5432),
      gatewayToDatabase: await reaches('gateway', 'database', 5432),
      edgeToBroker: await reaches('gateway-edge', 'broker', 9090),
      gatewayToBroker: await reaches('gateway', 'broker', 9090),
    }).toEqual({
      registryToDatabase: true,
      siteToDatabase: false,
      gatewayToDatabase: false,
      edgeToBroker: false,
      gatewayToBroker: true,
    });
    // An engine of this version gives a container of an internal network a default route, and drops what takes it.
    const { stdout } = await engine.docker('network', 'ls', '--quiet', '--filter', 'label=com.docker.compose.project');
    const networks = JSON.parse((await engine.docker('network', 'inspect', ...stdout.trim().split('\n'))).stdout) as {
      Internal: boolean;
      Containers: Readonly<Record<string, { Name: string }>>;
    }[];
    const open = networks.filter(({ Internal }) => !Internal).flatMap(({ Containers }) => Object.values(Containers));
    expect(open.map(({ Name }) => Name.replace(/^small-town-|-1$/g, '')).sort()).toEqual([
      'broker-notifications',
      'gateway-edge',
    ]);
    for (const component of [
      'Gateway',
      'Identity',
      'Context broker',
      'Data model registry',
      'Open data portal',
      'Publisher',
      'Database',
    ])
      proof(
        component,
        'compose',
        'secured',
        'a network reaches all ports of a server, and clients of one server could reach each other',
      );
  });

  test('passwords and keys are in files of their owner alone, and in no artefact', () => {
    const modes = ['.env', 'certificates/authority-key.pem', 'certificates/key.pem'].map(
      (name) => statSync(join(folder, name)).mode & 0o777,
    );
    expect(modes).toEqual([0o600, 0o600, 0o600]);
    const values = readFileSync(join(folder, '.env'), 'utf8').match(/=\w{40}$/gm) ?? [];
    expect(values.length).toBe(Object.keys(file['x-citykit'].secrets).length);
    const text = readFileSync(join(folder, 'compose.yaml'), 'utf8');
    expect(values.filter((value) => text.includes(value.slice(1)))).toEqual([]);
  });

  test('all of it holds little memory, and its limits are those of a laptop', async () => {
    const { stdout } = await engine.docker('stats', '--no-stream', '--format', '{{.MemUsage}}');
    const resident = stdout
      .trim()
      .split('\n')
      .map((line) => {
        const [, amount, unit] = /^([\d.]+)(\w+)/.exec(line) ?? [];
        return Number(amount) * ({ GiB: 1024, MiB: 1, KiB: 1 / 1024 }[unit ?? ''] ?? 0);
      })
      .reduce((sum, mebibytes) => sum + mebibytes, 0);
    process.stderr.write(`${Math.round(resident)} MiB resident\n`);
    expect(resident).toBeGreaterThan(500);
    expect(resident).toBeLessThan(most.resident);
  });

  test('a program that dies is started again', async () => {
    const id = await idOf('broker');
    const { stdout } = await engine.docker('inspect', '--format', '{{.State.Pid}}', id);
    process.kill(Number(stdout), 'SIGKILL');
    await until('the broker is well again', async () => {
      const said = await engine.docker('inspect', '--format', '{{.RestartCount}} {{.State.Health.Status}}', id);
      return said.stdout.trim() === '1 healthy';
    });
    expect((await api(`entities/${entity.id}`)).status).toBe(200);
    proof('Context broker', 'compose', 'faulted', 'killed; the others were not');
  });

  test('down keeps the data, and the next up has them, the passwords and the people', async () => {
    const before = readFileSync(join(folder, '.env'), 'utf8');
    expect(JSON.parse(await citykit('down', folder, '--json'))).toMatchObject({ ok: true });
    expect((await compose('ps', '--all', '--quiet')).stdout).toBe('');
    const began = Date.now();
    expect(await up()).toMatchObject({ ok: true, person: null });
    process.stderr.write(`up again in ${(Date.now() - began) / 1000} s\n`);
    expect(readFileSync(join(folder, '.env'), 'utf8')).toBe(before);
    expect((await api(`entities/${entity.id}`)).body).toContain(entity.name.value);
    expect((await ask(address('data', '/api/3/action/package_list'))).body).toContain('parking-offstreetparking');
    for (const component of ['Identity', 'Context broker', 'Data model registry', 'Open data portal', 'Database'])
      proof(component, 'compose', 'restarted', 'taken down and started from the same artefacts');
  });

  test('another platform on the same machine answers on a port of its own', async () => {
    const spec = join(out, 'village.yaml');
    writeFileSync(
      spec,
      'name: village\ncountry: FI\npopulation: 800\nprofile: laptop\ndataModels: [WeatherObserved]\ntargets: { compose: { httpsPort: 8443 } }\n',
    );
    await citykit('synth', spec, '--out', out);
    const other = join(out, 'village', 'compose');
    await citykit('up', other, '--prepare');
    const project = ['compose', '--project-directory', other, '--file', join(other, 'compose.yaml')];
    const { code, stderr } = await engine.docker(
      ...project,
      'up',
      '--detach',
      'gateway-edge',
      'gateway',
      'models-site',
    );
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    const url = 'https://models.village.localhost:8443/context.jsonld';
    const trust = ['--cacert', join(other, 'certificates', 'authority.pem')];
    await until('it answers', async () => (await ask(url, ...trust)).status === 200);
    expect((await ask(url, ...trust)).body).toContain('WeatherObserved');
    expect((await ask(address('models', '/context.jsonld'))).body).toContain('OffStreetParking');
    await citykit('down', other, '--delete-data', 'village');
  });

  test('data are deleted by the name of the city alone', async () => {
    await expect(citykit('down', folder, '--delete-data', 'yes')).rejects.toThrow('data-kept');
    await citykit('down', folder, '--delete-data', 'small-town');
    expect((await engine.docker('volume', 'ls', '--quiet')).stdout).toBe('');
  });
});
