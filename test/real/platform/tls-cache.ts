import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { certificateFor } from '../support/certificate';
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
  #authority = '';
  #close: () => void = () => undefined;

  constructor(private readonly props: TlsCacheProps) {}

  async start(rendered: Rendered): Promise<void> {
    const { host, port, password } = this.props;
    const file = (name: string) => join(this.#folder, name);
    const { authority, certificate, key } = certificateFor(host, this.#folder);
    this.#authority = authority;
    rendered.trust(authority);
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
        ...['--tls-cert-file', certificate, '--tls-key-file', key],
        ...['--tls-ca-cert-file', authority],
      ],
    });
    this.#close = await rendered.network.forward(host, port, this.#port);
  }

  /** What a command of the cache answers. */
  async ask(...command: string[]): Promise<string> {
    const args = ['-p', String(this.#port), '--tls', '--cacert', this.#authority];
    const env = environment({ REDISCLI_AUTH: this.props.password });
    return (await run('redis-cli', [...args, '--sni', this.props.host, ...command], { env })).stdout.trim();
  }

  async stop(): Promise<void> {
    this.#close();
    await this.#part?.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
