import type { CfnResource } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { CityPlatform } from '../../constructs/platform/city-platform';
import { CityError } from '../../constructs/problems/city-error';
import { workloads } from '../../constructs/waist/graph';
import {
  Cache,
  EventBus,
  Job,
  PostgresServer,
  type Primitive,
  Secret,
  Workload,
} from '../../constructs/waist/primitives';
import { flatIdOf, nestedType } from '../support/flat-template';
import { addPlanned } from './planned';
import { statefulOf } from './stateful';
import { newStack, Part, Rendered, service } from './support';
import { cleanUp, examples, type Json, type Synthesis, synthesise, type Template } from './synthesis';

afterAll(cleanUp);

const waitFor = (from: Construct, id: string, to: ReturnType<typeof service>) =>
  service(from, id, { env: { TO: to.endpoint().url() } });

/** What may lie in a nested stack: what runs programs, lets them run, connects them and watches them. */
const ofPrograms = [
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::CloudWatch::Alarm',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::ECS::Service',
  'AWS::ECS::TaskDefinition',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Function',
  'AWS::Logs::MetricFilter',
  'AWS::Scheduler::Schedule',
  'AWS::ServiceDiscovery::Service',
  'Custom::TaskRun',
];

describe.each(examples)('the stacks of %s, with what is planned', (example) => {
  let synthesis: Synthesis;
  let city: CityPlatform;
  let root: [string, Json][];
  let nested: [string, Json][];

  beforeAll(() => {
    synthesis = synthesise(example, undefined, (platform) => {
      addPlanned(platform, 1);
      city = platform;
    });
    const [first, ...others] = Object.values(synthesis.templates);
    root = Object.entries(first!.Resources);
    nested = others.flatMap(({ Resources }) => Object.entries(Resources));
    // Istanbul sends telemetry.
    expect(others).toHaveLength(example === 'istanbul' ? 17 : 16);
  });

  test('have the programs of components in nested ones, and all else in the one that is deployed', () => {
    expect([...new Set(nested.map(([, { Type }]) => Type))].sort()).toEqual(ofPrograms);
    // The set-up of the database belongs to no component.
    const programs = root.filter(([, { Type }]) => ['AWS::ECS::Service', 'AWS::ECS::TaskDefinition'].includes(Type));
    expect(programs.map(([id]) => id)).toEqual([expect.stringMatching(/^PlatformDatabaseSetupTask/)]);
    for (const template of Object.values(synthesis.templates).slice(1)) expect(statefulOf(template)).toEqual({});
  });

  test('give values down and never up, so that nested ones can do nothing to each other but wait', () => {
    const [{ Outputs = {} } = {}, ...others] = Object.values(synthesis.templates);
    for (const output of Object.values<Json>(Outputs)) expect(output.Export).toBeUndefined();
    for (const nestedTemplate of others) expect(nestedTemplate.Outputs).toBeUndefined();
    expect(JSON.stringify(root)).not.toContain('"Outputs.');
  });

  test('hand over where a secret is and never what is in it', () => {
    const values = root
      .filter(([, { Type }]) => Type === nestedType)
      .flatMap(([, { Properties }]) => Object.values<Json>(Properties.Parameters));
    expect(values.length).toBeGreaterThan(100);
    const { Resources } = synthesis.template;
    for (const value of values) {
      const [id, attribute] = value['Fn::GetAtt'] ?? [];
      // A text that is put together, or found in Secrets Manager, is neither.
      expect(Object.keys(value)).toEqual([id === undefined ? 'Ref' : 'Fn::GetAtt']);
      if (id !== undefined && Resources[id].Type === 'AWS::RDS::DBCluster')
        expect(['Endpoint.Address', 'MasterUserSecret.SecretArn']).toContain(attribute);
    }
  });

  test('start each program after what it refers to is ready', () => {
    const { template } = synthesis;
    const order = new StartOrder(template);
    const late = workloads(city).flatMap((workload) =>
      workload.startsAfter.flatMap((dependency) => {
        const before = order.before(startOf(workload, template));
        const missing = readyOf(dependency, template).filter((id) => !before.has(id));
        return missing.map((id) => `${workload.node.path} starts before ${id}`);
      }),
    );
    expect(late).toEqual([]);
    expect(order.before(startOf(city.broker.service, template)).size).toBeGreaterThan(50);
    // The gateway waits for nobody.
    const gateway = order.before(startOf(city.gateway.service, template));
    expect([...gateway].filter((id) => template.Resources[id].Type === 'AWS::ECS::Service')).toEqual([]);
  });
});

describe('a component alone in a stack of somebody else', () => {
  const stack = newStack('theirs');
  new Secret(new Part(stack, 'Keeper'), 'Token');
  service(stack, 'Beside');
  service(new Part(stack, 'Own'), 'Api');
  const rendered = new Rendered(stack, { deletionProtection: { enabled: false, reason: 'a rehearsal' } });

  test('has a nested stack that is named after it, and one without programs has none', () => {
    const [[id, resource], ...others] = rendered.entries(nestedType) as [[string, Json]];
    expect(others).toEqual([]);
    expect(id).toBe('OwnProgramsA79CC3AB');
    expect(resource).toMatchObject({ DeletionPolicy: 'Delete', Metadata: { 'aws:asset:property': 'TemplateURL' } });
    expect(rendered.entries('AWS::ECS::Service').map(([one]) => one.replace(/Fargate.*/, ''))).toEqual([
      'Beside',
      `${id}Api`,
    ]);
  });

  test('has its logs, its groups and its secrets beside it', () => {
    for (const type of ['AWS::Logs::LogGroup', 'AWS::EC2::SecurityGroup', 'AWS::SecretsManager::Secret'])
      for (const [id] of rendered.entries(type)) expect(id).not.toContain('Programs');
    expect(rendered.entries('AWS::Logs::LogGroup', 'OwnApi')).toHaveLength(1);
  });
});

describe('components that wait for each other', () => {
  /** A's second program waits for B's, which waits for A's first: as programs in a row, as stacks in a ring. */
  function ring(waits = true) {
    const stack = newStack();
    const [a, b] = [new Part(stack, 'A'), new Part(stack, 'B')];
    const first = service(a, 'First');
    const second = waitFor(b, 'Second', first);
    service(a, 'Third', { env: { TO: second.endpoint().url() }, waits });
    return stack;
  }

  test('are refused before anything is made, with who waits for whom and what to do', () => {
    const stack = ring();
    let problems: CityError['problems'] = [];
    try {
      new Rendered(stack);
    } catch (error) {
      if (!(error instanceof CityError)) throw error;
      ({ problems } = error);
    }
    expect(problems).toEqual([
      {
        code: 'components-wait-for-each-other',
        path: 'city/A',
        value: undefined,
        rule: expect.stringContaining('city/A/Third waits for city/B/Second, city/B/Second waits for city/A/First'),
        fix: expect.stringContaining('a component of its own'),
      },
    ]);
  });

  test('are taken when the program that closes the ring copes with absent peers', () => {
    expect(() => new Rendered(ring(false))).not.toThrow();
  });

  test('are refused through a program that belongs to no component as well, ring by ring', () => {
    const stack = newStack();
    for (const name of ['A', 'B']) {
      const part = new Part(stack, name);
      const between = waitFor(stack, `After${name}`, service(part, 'First'));
      waitFor(part, 'Last', between);
    }
    const paths = () => {
      try {
        new Rendered(stack);
      } catch (error) {
        return (error as CityError).problems.map(({ rule }) => rule.replace(/^.*: /, ''));
      }
      return [];
    };
    expect(paths()).toEqual(
      ['A', 'B'].map((name) => expect.stringContaining(`city/${name}/Last waits for city/After${name}`)),
    );
  });
});

/** What CloudFormation makes before what, over all stacks. */
class StartOrder {
  readonly #direct = new Map<string, Set<string>>();
  readonly #stacks: readonly string[];

  constructor({ Resources }: Template) {
    this.#stacks = Object.keys(Resources).filter((id) => Resources[id].Type === nestedType);
    for (const [id, { DependsOn = [], ...resource }] of Object.entries(Resources))
      this.#direct.set(id, new Set([...DependsOn, ...referred(resource)].filter((other) => other in Resources)));
  }

  /** Ids of all that is ready before `id` is begun. */
  before(id: string): Set<string> {
    const found = new Set<string>();
    const visit = (one: string): void => {
      const stack = this.#stacks.find((other) => one !== other && one.startsWith(other));
      const waits = [...this.#direct.get(one)!, ...(stack === undefined ? [] : this.#direct.get(stack)!)];
      for (const next of waits.flatMap((other) => this.#withContent(other))) {
        if (found.has(next)) continue;
        found.add(next);
        visit(next);
      }
    };
    visit(id);
    return found;
  }

  /** A stack is ready when all that is in it is. */
  #withContent(id: string): string[] {
    return this.#stacks.includes(id) ? [...this.#direct.keys()].filter((other) => other.startsWith(id)) : [id];
  }
}

/** Ids that a resource refers to. */
function referred(value: Json): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (typeof value.Ref === 'string') return [value.Ref];
  if (value['Fn::GetAtt']) return [value['Fn::GetAtt'][0]];
  return Object.values(value).flatMap(referred);
}

/** Id of what starts a workload. */
function startOf(workload: Workload, { Resources }: Template): string {
  const own = flatIdOf(workload.node.defaultChild as CfnResource);
  if (!(workload instanceof Job)) return own;
  const starts = ['Custom::TaskRun', 'AWS::Scheduler::Schedule'];
  const [id] = Object.entries(Resources).find(
    ([, resource]) => starts.includes(resource.Type) && referred(resource).includes(own),
  )!;
  return id;
}

/** Ids of what is there when a primitive is ready. */
function readyOf(primitive: Primitive, template: Template): string[] {
  if (primitive instanceof Workload) return [startOf(primitive, template)];
  if (primitive instanceof Secret) return [];
  const own = flatIdOf(primitive.node.defaultChild as CfnResource);
  if (primitive instanceof EventBus || primitive instanceof Cache) return [own];
  const part = primitive instanceof PostgresServer ? 'AWS::RDS::DBInstance' : 'AWS::EFS::MountTarget';
  const parts = Object.entries(template.Resources).filter(
    ([, resource]) => resource.Type === part && referred(resource).includes(own),
  );
  expect(parts.length).toBeGreaterThan(1);
  return parts.map(([id]) => id);
}
