import { type ComposeFile, checkComposeFile, type ServiceDefinition } from '../../compose';
import { composeFileWith, goodService as good } from './good-file';

const found = (change: object, others?: ComposeFile['services']) =>
  checkComposeFile(composeFileWith(change, others), { paths: ['files/site/a'], memoryMi: 128 }).map(
    ({ rule, path }) => `${rule} ${path}`,
  );
const port = { name: 'https', target: 8443, published: '443', host_ip: '127.0.0.1', protocol: 'tcp', mode: 'host' };

test('a hardened service breaks nothing', () => {
  expect(found({})).toEqual([]);
});

test.each<[string, object, string]>([
  ['runs as root', { user: '0:0' }, 'compose-root user'],
  ['runs as whom the image says', { user: 'nginx' }, 'compose-root user'],
  ['keeps rights', { cap_drop: [] }, 'compose-rights cap_drop'],
  ['may gain rights', { security_opt: [] }, 'compose-rights security_opt'],
  ['is privileged', { privileged: true }, 'compose-rights privileged'],
  ['shares the network of the machine', { network_mode: 'host' }, 'compose-rights network_mode'],
  ['sees the processes of the machine', { pid: 'host' }, 'compose-rights pid'],
  ['is given rights', { cap_add: ['NET_ADMIN'] }, 'compose-added-rights cap_add'],
  ['may write to its file system', { read_only: false }, 'compose-read-only read_only'],
  ['has no limit', { pids_limit: undefined }, 'compose-limits pids_limit'],
  ['has no version', { image: 'docker.io/library/nginx' }, 'compose-image image'],
  ['has the latest version', { image: 'docker.io/library/nginx:latest' }, 'compose-image image'],
  ['starts for ever', { restart: 'always' }, 'compose-restart restart'],
  ['cannot be asked', { healthcheck: undefined }, 'compose-health healthcheck'],
  ['holds a secret', { environment: { DB_PASSWORD: 'town' } }, 'compose-secret environment.DB_PASSWORD'],
  [
    'sees the socket of the engine',
    { volumes: [{ type: 'bind', source: '/var/run/docker.sock', target: '/s', read_only: true }] },
    'compose-mounts volumes[0]',
  ],
  ['names a network that is not there', { networks: ['other'] }, 'compose-reference networks'],
  [
    'names a volume that is not there',
    { volumes: [{ type: 'volume', source: 'other', target: '/d' }] },
    'compose-reference volumes[0].source',
  ],
  [
    'mounts a file that is not there',
    { volumes: [{ type: 'bind', source: './files/site/b', target: '/b', read_only: true }] },
    'compose-reference volumes[0].source',
  ],
  [
    'waits for nobody who is there',
    { depends_on: { other: { condition: 'service_healthy' } } },
    'compose-reference depends_on.other',
  ],
  ['takes more than there is', { mem_limit: '256m' }, 'memory mem_limit'],
  ['has a field that Compose does not know', { memory: '64m' }, 'compose '],
  ['has a value of another type', { cpus: ['1'] }, 'compose cpus'],
])('a service that %s is found', (_, change, finding) => {
  expect(found(change)).toContain(finding);
});

test('a second service that publishes a port is found', () => {
  expect(found({ ports: [port] })).toEqual([]);
  expect(
    found({ ports: [port] }, { other: { ...good, mem_limit: '16m', ports: [port] } as ServiceDefinition }),
  ).toEqual(['compose-ports ports', 'compose-ports ports']);
});

test('a secret that Compose fills in is none', () => {
  expect(found({ environment: { DB_PASSWORD: `\${TOWN_DB:?missing}`, TOKEN_URL: 'http://a' } })).toEqual([]);
});

test('a reason excepts from what it can be given for, and from nothing else', () => {
  const labels = { 'citykit.reason': 'gives volumes to their owners' };
  expect(found({ labels, user: '0:0', cap_add: ['CHOWN'] })).toEqual([]);
  expect(found({ labels, read_only: false })).toEqual(['compose-read-only read_only']);
});
