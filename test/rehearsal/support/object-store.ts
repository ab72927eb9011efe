import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateFor } from '../../real/support/certificate';
import { type Part, startPart } from '../../real/support/part';
import { listening, until } from '../../real/support/wait';
import { address, type Node } from './node';

/** moto in the place of a city's S3 store, beside every cluster: it outlives them. */
export class ObjectStore {
  /** @param host its name in the world's DNS */
  static async start(host: string): Promise<ObjectStore> {
    const folder = mkdtempSync(join(tmpdir(), 'citykit-store-'));
    const { authority, certificate, key } = certificateFor(host, folder);
    const part = await startPart('moto', {
      // The first label of the host is no bucket.
      env: { S3_IGNORE_SUBDOMAIN_BUCKETNAME: 'true' },
      args: ['--ssl', '--ssl-cert', certificate, '--ssl-key', key],
      ready: false,
    });
    await until('the store listens', () => listening(part.port));
    return new ObjectStore(host, authority, folder, part);
  }

  private constructor(
    private readonly host: string,
    /** File with the authority of its certificate, in PEM. */
    readonly authority: string,
    private readonly folder: string,
    private readonly part: Part,
  ) {}

  /** Name and address for a cluster's DNS. */
  get hosts(): Readonly<Record<string, string>> {
    return { [this.host]: address };
  }

  /** Lets the pods of a node reach it. */
  async reachedFrom(node: Node): Promise<void> {
    await node.serve(443, this.part.port);
  }

  /** Makes a bucket. moto reads the service that is meant from a signature that it does not verify. */
  async bucket(name: string, node: Node): Promise<void> {
    const credential = 'a/20270101/us-east-1/s3/aws4_request';
    const authorization = `Authorization: AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`;
    const way = ['--cacert', this.authority, '--connect-to', `::${address}:443`, '--header', authorization];
    const words = ['--silent', '--show-error', '--fail', ...way, '--request', 'PUT', `https://${this.host}/${name}`];
    const { code, stderr } = await node.inside('curl', words);
    if (code !== 0) throw new Error(`the bucket ${name}: ${stderr}`);
  }

  async stop(): Promise<void> {
    await this.part.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
