import { type ExecFileException, execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Json } from '../../stacks/synthesis';
import { nestedType } from '../../support/flat-template';
import { environment } from '../support/environment';
import { type Part, startPart } from '../support/part';

export const account = '111122223333';
export const region = 'eu-central-1';

const cli = join(__dirname, '../../../node_modules/aws-cdk/bin/cdk');

export interface Ended {
  readonly code: number;
  readonly output: string;
}

export interface StackResource {
  /** Logical id. */
  readonly id: string;
  readonly physicalId: string;
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
      execFile(process.execPath, [cli, ...args], { env, timeout: 600_000 }, (error, stdout, stderr) => {
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

  /** Calls an API of the REST kind. */
  async get(service: string, path: string): Promise<Json> {
    return (await fetch(`${this.part.url}${path}`, { headers: this.#headers(service) })).json();
  }

  /** Calls the API of ECS. */
  ecs(action: string, body: object = {}): Promise<Json> {
    return this.call('ecs', `AmazonEC2ContainerServiceV20141113.${action}`, body);
  }

  /** Calls the API of EC2. Returns the text of the first `tag` of the answer. */
  async ec2(action: string, tag: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    const [id] = texts(await this.query('ec2', { Action: action, Version: '2016-11-15', ...parameters }), tag);
    if (id === undefined) throw new Error(`${action}: no ${tag} in the answer`);
    return id;
  }

  /** What a stack and its nested ones hold. Logical ids in a nested stack begin with the id of that stack. */
  async stackResources(stack: string, prefix = ''): Promise<StackResource[]> {
    const found: StackResource[] = [];
    let page: Record<string, string> = {};
    do {
      const xml = await this.cloudformation('ListStackResources', { StackName: stack, ...page });
      for (const [, member] of xml.matchAll(/<member>(.*?)<\/member>/gs)) {
        const [id, physicalId, type] = ['LogicalResourceId', 'PhysicalResourceId', 'ResourceType'].map(
          (tag) => texts(member!, tag)[0]!,
        ) as [string, string, string];
        found.push({ id: prefix + id, physicalId });
        if (type === nestedType) found.push(...(await this.stackResources(physicalId, prefix + id)));
      }
      const [NextToken] = texts(xml, 'NextToken');
      page = NextToken === undefined ? {} : { NextToken };
    } while ('NextToken' in page);
    return found;
  }

  /** Gives a stack another template and leaves its parameters as they are. */
  async updateStack(stack: string, template: string): Promise<void> {
    const xml = await this.cloudformation('DescribeStacks', { StackName: stack });
    const values = texts(xml, 'ParameterValue');
    const parameters = texts(xml, 'ParameterKey').flatMap((key, index) => [
      [`Parameters.member.${index + 1}.ParameterKey`, key],
      [`Parameters.member.${index + 1}.ParameterValue`, values[index]!],
    ]);
    await this.cloudformation('UpdateStack', {
      StackName: stack,
      TemplateBody: template,
      ...Object.fromEntries(parameters),
    });
  }

  /** Calls the API of CloudFormation. */
  cloudformation(action: string, parameters: Readonly<Record<string, string>>): Promise<string> {
    return this.query('cloudformation', { Action: action, Version: '2010-05-15', ...parameters });
  }

  /** A certificate for a domain, as ACM issues it. Returns its ARN. */
  async makeCertificate(domain: string): Promise<string> {
    const request = { DomainName: domain, ValidationMethod: 'DNS' };
    return (await this.call('acm', 'CertificateManager.RequestCertificate', request)).CertificateArn;
  }

  /** A public zone of Route 53. Returns its id. */
  async makeZone(name: string): Promise<string> {
    const schema = 'https://route53.amazonaws.com/doc/2013-04-01/';
    const response = await fetch(`${this.part.url}/2013-04-01/hostedzone`, {
      method: 'POST',
      headers: { ...this.#headers('route53'), 'content-type': 'application/xml' },
      body: `<CreateHostedZoneRequest xmlns="${schema}"><Name>${name}</Name><CallerReference>${name}</CallerReference></CreateHostedZoneRequest>`,
    });
    const [id] = texts(await response.text(), 'Id');
    return id!.replace('/hostedzone/', '');
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
