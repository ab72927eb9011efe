import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineFailed } from '../../cli/machine/compose-engine';
import { readEnvironment, writeEnvironment } from '../../cli/machine/environment-file';
import { prepare } from '../../cli/machine/prepare';
import type { PlatformNotes } from '../../compose';
import { problemsOf } from '../spec/city-helpers';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'citykit-machine-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (...names: string[]) => join(folder, ...names);
const edge = {
  hosts: ['api.town.localhost', 'data.town.localhost'],
  address: '127.0.0.1',
  httpsPort: 443,
  certificate: { chain: 'EDGE_CERTIFICATE', key: 'EDGE_CERTIFICATE_KEY' },
  issuer: 'local',
} as const;
const notes: PlatformNotes = { secrets: { ADMIN: 40, READER: 24 }, given: [], edge };
const certificate = () => new X509Certificate(readFileSync(at('certificates', 'certificate.pem')));

test('passwords and keys are made once, each for its owner alone', () => {
  expect(prepare(folder, notes)).toEqual({ made: ['ADMIN', 'READER'], authority: at('certificates', 'authority.pem') });
  const first = readFileSync(at('.env'), 'utf8');
  expect(readEnvironment(at('.env')).get('ADMIN')).toMatch(/^[A-Za-z0-9]{40}$/);
  for (const name of ['.env', 'certificates/authority-key.pem', 'certificates/key.pem'])
    expect(statSync(at(name)).mode & 0o777).toBe(0o600);
  expect(prepare(folder, notes).made).toEqual([]);
  expect(readFileSync(at('.env'), 'utf8')).toBe(first);
});

test.each([
  [
    "docker: unknown command: docker compose\n\nRun 'docker --help' for more information\n",
    'docker: unknown command: docker compose',
  ],
  ['no space left on device\nError: executing /usr/bin/docker-compose: exit status 1\n', 'no space left on device'],
  ['\n', 'it said nothing'],
])('of what an engine says, %j, the reason is told', (errors, reason) => {
  expect(engineFailed(errors).problems).toMatchObject([{ rule: `The container engine refused: ${reason}` }]);
});

test('a new secret is added, and what is there stays', () => {
  prepare(folder, notes);
  const admin = readEnvironment(at('.env')).get('ADMIN');
  expect(prepare(folder, { ...notes, secrets: { ...notes.secrets, FURTHER: 40 } }).made).toEqual(['FURTHER']);
  expect(readEnvironment(at('.env')).get('ADMIN')).toBe(admin);
});

test('the certificate is for the hosts, by the authority of the machine, and made anew for others', () => {
  prepare(folder, notes);
  const authority = new X509Certificate(readFileSync(at('certificates', 'authority.pem')));
  expect(edge.hosts.map((host) => certificate().checkHost(host))).toEqual(edge.hosts);
  expect([certificate().ca, authority.ca, certificate().verify(authority.publicKey)]).toEqual([false, true, true]);
  expect(certificate().checkIssued(authority)).toBe(true);
  prepare(folder, { ...notes, edge: { ...edge, hosts: ['mqtt.town.localhost'] } });
  expect(certificate().checkHost('mqtt.town.localhost')).toBe('mqtt.town.localhost');
  expect(readFileSync(at('certificates', 'authority.pem'), 'utf8')).toBe(authority.toString());
  expect(readEnvironment(at('.env')).get('EDGE_CERTIFICATE')).toBe(
    readFileSync(at('certificates', 'certificate.pem'), 'utf8'),
  );
});

test('a certificate of the city’s own is asked for, and one for other hosts refused', () => {
  const own = { ...notes, edge: { ...edge, issuer: 'own' } as const };
  const rules = () => problemsOf(() => prepare(folder, own)).map(({ code, rule }) => `${code}: ${rule}`);
  expect(rules()).toEqual(['certificate-unfit: The certificate or its key is not there.']);
  prepare(folder, { ...notes, edge: { ...edge, hosts: ['api.town.localhost'] } });
  expect(rules()).toEqual(['certificate-unfit: The certificate is not for data.town.localhost.']);
  prepare(folder, notes);
  expect(prepare(folder, own)).toEqual({ made: [] });
});

test('a secret of others that is missing is named, and nothing is made', () => {
  mkdirSync(folder, { recursive: true });
  expect(problemsOf(() => prepare(folder, { ...notes, given: ['MAIL_PASSWORD'] }))).toEqual([
    expect.objectContaining({ code: 'secret-given', fix: `Add a line MAIL_PASSWORD=… to ${at('.env')}.` }),
  ]);
  writeFileSync(at('.env'), 'MAIL_PASSWORD="a b#c" \n');
  prepare(folder, { ...notes, given: ['MAIL_PASSWORD'] });
  expect(readEnvironment(at('.env')).get('MAIL_PASSWORD')).toBe('a b#c');
});

test.each(['plain', 'with space', 'a"b\\c', 'line\nline\n', '$HOME', "it's", ''])(
  '%j is read as it was written',
  (value) => {
    writeEnvironment(at('.env'), new Map([['NAME', value]]));
    expect(readEnvironment(at('.env')).get('NAME')).toBe(value);
  },
);
