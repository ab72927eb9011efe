import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { environment } from '../support/environment';
import { freePort } from '../support/free-port';
import { type Part, startPart } from '../support/part';
import type { Rendered } from '../support/rendered';

const run = promisify(execFile);

export interface TlsCacheProps {
  readonly host: string;
  readonly port: number;
  readonly password: string;
}

/** A Redis in ElastiCache's place: with a password, over TLS alone, its certificate by an authority that images trust. */
export class TlsCache {
  readonly #folder = mkdtempSync(join(tmpdir(), 'citykit-cache-'));
  #part: Part | undefined;
  #port = 0;
  #close: () => void = () => undefined;

  constructor(private readonly props: TlsCacheProps) {}

  async start(rendered: Rendered): Promise<void> {
    const { host, port, password } = this.props;
    const file = (name: string) => join(this.#folder, name);
    const request = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    await openssl('req', '-x509', ...request, '-days', '2', '-subj', '/CN=authority', ...out(file('authority')));
    await openssl('req', ...request, '-subj', '/CN=cache', ...out(file('cache')));
    writeFileSync(file('names'), `subjectAltName=DNS:${host}\n`);
    const by = ['-CA', file('authority.pem'), '-CAkey', file('authority.key'), '-CAcreateserial', '-days', '2'];
    await openssl(
      'x509',
      '-req',
      '-in',
      file('cache.pem'),
      ...by,
      '-extfile',
      file('names'),
      '-out',
      file('cache.crt'),
    );
    rendered.trust(file('authority.pem'));
    writeFileSync(file('users.acl'), `user default on >${password} ~* &* +@all\n`);
    this.#port = await freePort();
    this.#part = await startPart('redis', {
      port: this.#port,
      args: [
        ...[
          '--port',
          '0',
          '--tls-port',
          String(this.#port),
          '--tls-auth-clients',
          'no',
          '--aclfile',
          file('users.acl'),
        ],
        ...['--tls-cert-file', file('cache.crt'), '--tls-key-file', file('cache.key')],
        ...['--tls-ca-cert-file', file('authority.pem')],
      ],
    });
    this.#close = await rendered.network.forward(host, port, this.#port);
  }

  /** What a command of the cache answers. */
  async ask(...command: string[]): Promise<string> {
    const args = ['-p', String(this.#port), '--tls', '--cacert', join(this.#folder, 'authority.pem')];
    const env = environment({ REDISCLI_AUTH: this.props.password });
    return (await run('redis-cli', [...args, '--sni', this.props.host, ...command], { env })).stdout.trim();
  }

  async stop(): Promise<void> {
    this.#close();
    await this.#part?.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const out = (name: string) => ['-keyout', `${name}.key`, '-out', `${name}.pem`];

async function openssl(...args: string[]): Promise<void> {
  await run('openssl', args, { env: environment() });
}
