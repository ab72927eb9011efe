import { type ExecFileException, execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Json } from '../../stacks/synthesis';
import { environment } from '../support/environment';
import { type Part, startPart } from '../support/part';

export const account = '111122223333';
export const region = 'eu-central-1';

const cli = join(__dirname, '../../../node_modules/aws-cdk/bin/cdk');

export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Stands for AWS: moto on loopback, with one account. */
export class Cloud {
  static async start(): Promise<Cloud> {
    return new Cloud(await startPart('moto', { env: { MOTO_ACCOUNT_ID: account } }));
  }

  private constructor(readonly part: Part) {}

  /** Runs the command line of the CDK against it. */
  cdk(...args: string[]): Promise<Ended> {
    const env = environment({
      AWS_ENDPOINT_URL: this.part.url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: region,
      AWS_EC2_METADATA_DISABLED: 'true',
      CDK_DISABLE_VERSION_CHECK: '1',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      CI: '1',
    });
    return new Promise((resolve) => {
      execFile(process.execPath, [cli, ...args], { env, timeout: 150_000 }, (error, stdout, stderr) => {
        const code = (error as ExecFileException | null)?.code;
        resolve({ code: typeof code === 'number' ? code : error ? 1 : 0, output: stdout + stderr });
      });
    });
  }

  /** Calls an API of the JSON kind. @param target such as `AmazonEC2ContainerServiceV20141113.DescribeClusters`. */
  async call(service: string, target: string, body: object = {}): Promise<Json> {
    const response = await fetch(this.part.url, {
      method: 'POST',
      headers: { ...this.#headers(service), 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${target}: ${response.status} ${text}`);
    return text === '' ? {} : JSON.parse(text);
  }

  /** Calls an API of the query kind; the answer is XML. */
  async query(service: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    const response = await fetch(this.part.url, {
      method: 'POST',
      headers: this.#headers(service),
      body: new URLSearchParams(parameters),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${parameters.Action}: ${response.status} ${text}`);
    return text;
  }

  /** Which service is meant and whose account: moto reads both from a signature that it does not verify. */
  #headers(service: string): Record<string, string> {
    const scope = `test/20260101/${region}/${service}/aws4_request`;
    return { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` };
  }
}

/** What stands between the tags of that name, in order. */
export function texts(xml: string, tag: string): string[] {
  return [...xml.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map(([, text]) => text!);
}
