import { App, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import { Component } from '../../constructs/waist/component';
import { type Image, images } from '../../constructs/waist/images';
import {
  PostgresServer,
  type PostgresServerProps,
  Service,
  type ServiceProps,
} from '../../constructs/waist/primitives';
import { Cpu, Size } from '../../constructs/waist/units';
import type { AwsOptions } from '../../stacks/aws-target';
import { renderToAws } from '../../stacks/render-to-aws';
import { flatTemplate, type Json } from '../support/flat-template';

// The CDK's own check of every template takes seconds; gates.test.ts is where it runs.
process.env.CDK_VALIDATION = 'false';

export type { Json };

export const size = { cpu: Cpu.millis(100), memory: Size.mebibytes(256) };

export function newStack(id = 'city'): Stack {
  return new Stack(new App({ analyticsReporting: false }), id);
}

/** A component with nothing in it yet. */
export class Part extends Component {
  readonly upstream = { title: 'A program', image: images.node };
  readonly claims = [];

  constructor(
    scope: Construct,
    readonly title: string,
  ) {
    super(scope, title);
  }
}

/** A small service, of which a test says what matters to it. */
export function service(scope: Construct, id: string, props: Partial<ServiceProps> = {}): Service {
  return new Service(scope, id, {
    image: images.nginx,
    size,
    ports: { http: 8080 },
    probes: { ready: { http: '/ready', port: 8080 }, live: { tcp: 8080 } },
    ...props,
  });
}

export function postgres(scope: Construct, props: Partial<PostgresServerProps> = {}): PostgresServer {
  return new PostgresServer(scope, 'Database', {
    replicas: 1,
    size: { cpu: Cpu.cores(1), memory: Size.gibibytes(4) },
    storage: Size.gibibytes(10),
    backups: { enabled: false, reason: 'a test' },
    ...props,
  });
}

/** An image with nothing but its program inside. */
export const bare: Image = { ...without(images.envoy, 'shell', 'httpClient'), name: 'registry.example/bare' };

function without<T extends object>(value: T, ...keys: string[]): T {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key))) as T;
}

/** The resources of the rendered stack and of its nested stacks. */
export class Rendered {
  readonly template: Json;

  constructor(stack: Stack, options: AwsOptions = {}) {
    renderToAws(stack, options);
    // It looks for rings of references as well.
    Template.fromStack(stack);
    this.template = flatTemplate(Stage.of(stack)!.outdir, stack.templateFile);
  }

  /** Logical ids and resources of a type, of which the id begins with `prefix`. */
  entries(type: string, prefix = ''): [string, Json][] {
    return Object.entries<Json>(this.template.Resources).filter(
      ([id, { Type }]) => Type === type && id.startsWith(prefix),
    );
  }

  all(type: string, prefix = ''): Json[] {
    return this.entries(type, prefix).map(([, resource]) => resource);
  }

  /** @throws when there is not exactly one. */
  only(type: string, prefix = ''): Json {
    const found = this.all(type, prefix);
    if (found.length !== 1) throw new Error(`${found.length} resources ${type} ${prefix}*`);
    return found[0];
  }

  /** The container of that name in the task definition of the workload. */
  container(prefix: string, name = 'program'): Json {
    const { ContainerDefinitions } = this.only('AWS::ECS::TaskDefinition', prefix).Properties;
    return ContainerDefinitions.find(({ Name }: Json) => Name === name);
  }

  /** Every rule between security groups as `From -> To:port`, in alphabetical order, with the ids' first words. */
  rules(direction: 'Ingress' | 'Egress'): string[] {
    const name = (reference: Json) => String(reference['Fn::GetAtt'][0]).replace(/SecurityGroup.*/, '');
    return this.all(`AWS::EC2::SecurityGroup${direction}`)
      .map(({ Properties: rule }) => {
        const own = name(rule.GroupId);
        const peer = name(rule.SourceSecurityGroupId ?? rule.DestinationSecurityGroupId);
        const [from, to] = direction === 'Ingress' ? [peer, own] : [own, peer];
        return `${from} -> ${to}:${rule.FromPort}`;
      })
      .sort();
  }
}
