import { CityPlatformProject, type ComposeFile, type ComposeService, synthCompose } from '../../compose';
import { memoryOf } from '../../compose/gates/budget';
import { loadSpec } from '../../constructs/files/load-spec';
import { parseCity } from '../../constructs/spec/city';
import { connections, secretsOf, workloads } from '../../constructs/waist/graph';

let project: CityPlatformProject;
let file: ComposeFile;

beforeAll(async () => {
  const spec = await loadSpec('examples/small-town/city.yaml');
  if (spec.kind !== 'city') throw new Error('small-town is no city');
  project = new CityPlatformProject({ city: spec.city });
  ({ file } = project);
});

const networksOf = (name: string) => file.services[name]?.networks ?? [];
const share = (one: string, other: string) => networksOf(one).some((network) => networksOf(other).includes(network));

test('the services of a small town are these', () => {
  expect(file).toMatchSnapshot();
});

test('a small town passes every gate, and all limits together are those of a laptop', () => {
  expect(synthCompose(project.city).findings).toEqual([]);
  expect(memoryOf(file)).toBeLessThanOrEqual(6 * 1024);
});

test('the same spec gives the same bytes', () => {
  const written = () => JSON.stringify([...synthCompose(project.city).files]);
  expect(written()).toBe(written());
});

test('whoever refers to a server is in its network, and nobody else is', () => {
  const { target, platform } = project;
  const granted = new Map<string, Set<string>>();
  for (const { from, to } of connections(platform)) {
    const [client, server] = [target.nameOf(from), target.nameOf(to)];
    expect(share(client, server)).toBe(true);
    granted.set(server, (granted.get(server) ?? new Set([server])).add(client));
  }
  for (const [server, members] of granted) {
    const found = Object.keys(file.services).filter((name) => networksOf(name).includes(server));
    expect(found.sort()).toEqual([...members].sort());
    expect(file.networks[server]).toEqual({ internal: true });
  }
});

test('a network that leads outside has one member', () => {
  const open = Object.entries(file.networks).filter(([, { internal }]) => !internal);
  expect(open.map(([name]) => name)).toEqual(['broker-notifications-out', 'gateway-edge-out']);
  for (const [name] of open) {
    expect(Object.keys(file.services).filter((service) => networksOf(service).includes(name))).toHaveLength(1);
  }
});

test('a service is given the secrets that it refers to, and no other', () => {
  const { target, platform } = project;
  const names = Object.keys(file['x-citykit'].secrets);
  for (const workload of workloads(platform)) {
    const { environment, command, entrypoint } = file.services[target.nameOf(workload)]!;
    const text = JSON.stringify([environment, command, entrypoint]);
    const given = names.filter((name) => text.includes(`\${${name}:`));
    const referred = secretsOf(workload).flatMap((reference) =>
      target.resolve(reference).flatMap((part) => (typeof part === 'string' ? [] : [part.variable])),
    );
    expect(given.sort()).toEqual([...new Set(referred)].sort());
  }
});

test('a job that runs once is waited for until it has ended well, a service until it is ready', () => {
  expect(file.services.identity?.depends_on).toEqual({
    database: { condition: 'service_healthy' },
    'database-setup': { condition: 'service_completed_successfully' },
  });
  expect(file.services['database-setup']?.depends_on).toEqual({ database: { condition: 'service_healthy' } });
  expect(file.services.gateway).not.toHaveProperty('depends_on');
});

test('data lie in named volumes, which are given to the user who writes to them', () => {
  const owners = file.services['volume-owners']!;
  expect(owners).toMatchObject({ user: '0:0', cap_drop: ['ALL'], cap_add: ['CHOWN'], network_mode: 'none' });
  expect(owners.entrypoint?.at(-1)?.split('\n')).toEqual([
    'chown 999:999 /volumes/database-data',
    'chown 8983:8983 /volumes/portal-index',
    'chown 503:502 /volumes/portal-files',
  ]);
});

test('a rotation makes other passwords, and the programs that need them know those before', () => {
  const city = parseCity({ name: 'town', country: 'FI', population: 900, profile: 'laptop', rotation: 2 });
  const { services, 'x-citykit': notes } = new CityPlatformProject({ city }).file;
  expect(Object.keys(notes.secrets)).toContain('IDENTITY_BOOTSTRAP_ADMIN_2');
  expect(services['identity-realm']?.environment).toMatchObject({
    KEYCLOAK_ADMIN_PASSWORD: expect.stringMatching(/^\$\{IDENTITY_BOOTSTRAP_ADMIN_2:\?/),
    KEYCLOAK_ADMIN_PREVIOUS_PASSWORD: `\${IDENTITY_BOOTSTRAP_ADMIN_1:-}`,
  });
});

test('another port than 443 is a part of every public address', () => {
  const { file: other, platform } = new CityPlatformProject({
    city: {
      name: 'town',
      country: 'FI',
      population: 900,
      profile: 'laptop',
      targets: { compose: { address: '0.0.0.0', httpsPort: 8443, httpPort: 8080 } },
    },
  });
  expect(platform.identity.issuer).toBe('https://id.town.localhost:8443/realms/town');
  expect(other.services.identity?.environment?.KC_HOSTNAME).toBe('https://id.town.localhost:8443');
  expect(other.services['gateway-edge']?.ports?.map(({ host_ip, published }) => `${host_ip}:${published}`)).toEqual([
    '0.0.0.0:8443',
    '0.0.0.0:8080',
  ]);
});

test('what was rendered can be changed, and the change is in the file', () => {
  const own = new CityPlatformProject({ city: project.city });
  const service = own.platform.broker.service.node.defaultChild as ComposeService;
  service.definition.mem_limit = '900m';
  expect(own.file.services.broker?.mem_limit).toBe('900m');
});

test('a city that asks for several replicas is refused with what to do', () => {
  const city = { name: 'town', country: 'FI', population: 900, domain: 'a.example', contact: { email: 'a@a.example' } };
  expect(() => new CityPlatformProject({ city: { ...city, profile: 'city' } })).toThrow('compose-single');
});
