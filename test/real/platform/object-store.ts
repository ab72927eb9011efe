import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateFor } from '../support/certificate';
import { type Part, startPart } from '../support/part';
import type { Rendered } from '../support/rendered';
import { listening, until } from '../support/wait';

/** moto in the place of a city's S3 store: over TLS alone, its certificate by an authority that images trust. */
export class ObjectStore {
  readonly #folder = mkdtempSync(join(tmpdir(), 'citykit-store-'));
  #part: Part | undefined;
  #close: () => void = () => undefined;

  constructor(
    readonly host: string,
    readonly bucket: string,
  ) {}

  async start(rendered: Rendered): Promise<void> {
    const { authority, certificate, key } = certificateFor(this.host, this.#folder);
    rendered.trust(authority);
    const part = await startPart('moto', {
      // The first label of the host is no bucket.
      env: { S3_IGNORE_SUBDOMAIN_BUCKETNAME: 'true' },
      args: ['--ssl', '--ssl-cert', certificate, '--ssl-key', key],
      ready: false,
    });
    this.#part = part;
    await until('the store listens', () => listening(part.port));
    await this.#makeBucket(part.port, authority);
    this.#close = await rendered.network.forward(this.host, 443, part.port);
  }

  /** moto reads the service that is meant from a signature that it does not verify. */
  #makeBucket(port: number, authority: string): Promise<void> {
    const credential = 'a/20270101/us-east-1/s3/aws4_request';
    const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`;
    const options = { host: '127.0.0.1', port, servername: this.host, ca: readFileSync(authority) };
    const headers = { host: this.host, authorization };
    return new Promise((resolve, reject) => {
      const asked = request({ ...options, method: 'PUT', path: `/${this.bucket}`, headers }, (answer) => {
        answer.resume();
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`the bucket was answered with ${answer.statusCode}`));
      });
      asked.on('error', reject).end();
    });
  }

  async stop(): Promise<void> {
    this.#close();
    await this.#part?.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
