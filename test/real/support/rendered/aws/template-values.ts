import { createHash } from 'node:crypto';
import type { CloudAssembly, Json, Resource } from './cloud-assembly';

/** CloudFormation leaves out what has this value. */
const none = Symbol('AWS::NoValue');

/**
 * Fills in what CloudFormation would, with names and addresses in the form that AWS gives them, the same each time.
 * What is not understood throws.
 */
export class TemplateValues {
  constructor(private readonly assembly: CloudAssembly) {}

  /** The value with every reference and function in it replaced. */
  resolve(value: Json): Json {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((one) => this.resolve(one)).filter((one) => one !== none);
    const [[name, argument] = ['', undefined], ...others] = Object.entries(value);
    if (others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) return this.#call(name, argument);
    const entries = Object.entries(value).map(([key, inner]) => [key, this.resolve(inner)]);
    return Object.fromEntries(entries.filter(([, inner]) => inner !== none));
  }

  /** @throws Error where the value becomes something else than a text */
  text(value: Json): string {
    const text = this.resolve(value);
    if (typeof text !== 'string') throw new Error(`${JSON.stringify(value)} is no text`);
    return text;
  }

  #call(name: string, argument: Json): Json {
    switch (name) {
      case 'Ref':
        return this.#ref(argument);
      case 'Fn::GetAtt':
        return this.#attribute(argument[0], argument[1]);
      case 'Fn::Join':
        return this.#texts(argument[1]).join(argument[0]);
      case 'Fn::Split':
        return this.text(argument[1]).split(argument[0]);
      case 'Fn::Select':
        return this.#texts(argument[1])[Number(argument[0])] ?? this.#refuse(name, argument);
      case 'Fn::Sub':
        return this.#substitute(...((Array.isArray(argument) ? argument : [argument, {}]) as [string, Json]));
      default:
        return this.#refuse(name, argument);
    }
  }

  #texts(list: Json): string[] {
    return (this.resolve(list) as Json[]).map((one) => this.text(one));
  }

  #substitute(text: string, own: Json): string {
    return text.replace(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (name in own) return this.text(own[name]);
      const [id = '', ...attribute] = name.split('.');
      return attribute.length > 0 && !name.includes('::')
        ? this.#attribute(id, attribute.join('.'))
        : (this.#ref(name) as string);
    });
  }

  #ref(name: string): Json {
    const { account, region, stack } = this.assembly;
    const pseudo: Readonly<Record<string, Json>> = {
      'AWS::AccountId': account,
      'AWS::NoValue': none,
      'AWS::Partition': 'aws',
      'AWS::Region': region,
      'AWS::StackId': this.#arn('cloudformation', `stack/${stack}/5f6a1b20-0000-11ef-8000-0a0b0c0d0e0f`),
      'AWS::StackName': stack,
      'AWS::URLSuffix': 'amazonaws.com',
    };
    if (name in pseudo) return pseudo[name];
    const parameter = this.assembly.parameters[name];
    if (parameter) return parameter.Default ?? this.#refuse('Ref', name);
    const physical = refs[this.#resource(name).Type];
    if (!physical) return this.#refuse('Ref', `${name}, a ${this.#resource(name).Type}`);
    return physical(name, (service, rest) => this.#arn(service, rest), stack);
  }

  #attribute(id: string, attribute: string): string {
    const { Type } = this.#resource(id);
    const found = attributes[`${Type} ${attribute}`];
    if (!found) return this.#refuse('Fn::GetAtt', `${id}.${attribute}, of a ${Type}`);
    return found(id, (service, rest) => this.#arn(service, rest), this.assembly.region);
  }

  #resource(id: string): Resource {
    return this.assembly.resources[id] ?? this.#refuse('a reference to', id);
  }

  #arn(service: string, rest: string): string {
    const { account, region } = this.assembly;
    return `arn:aws:${service}:${service === 'iam' ? '' : region}:${account}:${rest}`;
  }

  #refuse(name: string, argument: Json): never {
    throw new Error(`${name} ${JSON.stringify(argument)} is not understood`);
  }
}

type Arn = (service: string, rest: string) => string;

/** Secrets Manager ends the ARN of a secret in six characters of its own. */
const secretArn = (id: string, arn: Arn) => arn('secretsmanager', `secret:${id}-a1B2c3`);

/** Resources of two nested stacks may end alike. */
const hex = (id: string) => createHash('sha256').update(id).digest('hex').slice(0, 17);

/** What Ref gives, by the type of the resource. */
const refs: Readonly<Record<string, (id: string, arn: Arn, stack: string) => string>> = {
  'AWS::EC2::Subnet': (id) => `subnet-${hex(id)}`,
  'AWS::ECS::Cluster': (id, _, stack) => `${stack}-${id}`,
  'AWS::ECS::TaskDefinition': (id, arn) => arn('ecs', `task-definition/${id}:1`),
  'AWS::EFS::AccessPoint': (id) => `fsap-${hex(id)}`,
  'AWS::EFS::FileSystem': (id) => `fs-${hex(id)}`,
  'AWS::Logs::LogGroup': (id, _, stack) => `${stack}-${id}`,
  'AWS::SecretsManager::Secret': (id, arn, stack) => secretArn(`${stack}-${id}`, arn),
};

/** What Fn::GetAtt gives, by the type of the resource and the name of the attribute. */
const attributes: Readonly<Record<string, (id: string, arn: Arn, region: string) => string>> = {
  'AWS::EC2::SecurityGroup GroupId': (id) => `sg-${hex(id)}`,
  'AWS::ECS::Cluster Arn': (id, arn) => arn('ecs', `cluster/${id}`),
  'AWS::EFS::FileSystem Arn': (id, arn) => arn('elasticfilesystem', `file-system/fs-${hex(id)}`),
  'AWS::ElastiCache::ReplicationGroup PrimaryEndPoint.Address': (id, _, region) =>
    `master.${id.toLowerCase()}.a1b2c3.${region}.cache.amazonaws.com`,
  'AWS::IAM::Role Arn': (id, arn) => arn('iam', `role/${id}`),
  'AWS::KMS::Key Arn': (id, arn) => arn('kms', `key/${id}`),
  'AWS::Lambda::Function Arn': (id, arn) => arn('lambda', `function:${id}`),
  'AWS::Logs::LogGroup Arn': (id, arn) => arn('logs', `log-group:${id}:*`),
  'AWS::MSK::Cluster Arn': (id, arn) => arn('kafka', `cluster/${id}/5f6a1b20-1`),
  'AWS::RDS::DBCluster Endpoint.Address': (id, _, region) =>
    `${id.toLowerCase()}.cluster-a1b2c3.${region}.rds.amazonaws.com`,
  'AWS::RDS::DBCluster MasterUserSecret.SecretArn': (id, arn) => secretArn(`rds!cluster-${id}`, arn),
  'AWS::ServiceDiscovery::Service Arn': (id, arn) => arn('servicediscovery', `service/srv-${hex(id)}`),
  'Custom::AWS BootstrapBrokerStringTls': (_, __, region) =>
    [1, 2, 3].map((broker) => `b-${broker}.bus.a1b2c3.kafka.${region}.amazonaws.com:9094`).join(','),
};
