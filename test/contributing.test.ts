import type { NestedStack } from 'aws-cdk-lib';
import { Testing } from 'cdk8s';
import { type Construct, RootConstruct } from 'constructs';
import { KubernetesTarget, renderToKubernetes } from '../charts';
import {
  CityPlatform,
  Component,
  Cpu,
  type Description,
  images,
  type Kinds,
  nameOf,
  Primitive,
  parseCity,
  Service,
  Size,
  Target,
} from '../constructs';
import { AwsTarget } from '../stacks';
import { problemsOf, type Sample, type Targets } from './kinds/contract';
import { DocumentDatabase, onAws, onKubernetes, targetsWith } from './kinds/document-database';
import { compile } from './support/compile';

/** A component as CONTRIBUTING.md says to add one. */
class NoticeBoard extends Component {
  readonly title = 'Notice board';
  readonly upstream = { title: 'nginx', image: images.nginx };
  readonly claims = [{ mim: 'MIM0', requirements: ['R1.2'], check: '0.3' }] as const;
  readonly service: Service;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.service = new Service(this, 'Service', {
      image: images.nginx,
      size: { cpu: Cpu.millis(10), memory: Size.mebibytes(32) },
      files: { '/citykit/site/index.html': '<!doctype html><title>Notices</title>' },
      scratch: [{ path: '/tmp' }],
      ports: { http: 8080 },
      probes: { ready: { tcp: 8080 }, live: { tcp: 8080 } },
    });
  }
}

test('an added component lands on Kubernetes without a word about Kubernetes', () => {
  const chart = Testing.chart();
  new NoticeBoard(chart, 'Notices');
  renderToKubernetes(chart);
  const kinds = chart.toJson().map((object) => object.kind);
  expect(kinds).toEqual(
    expect.arrayContaining(['Deployment', 'Service', 'ServiceAccount', 'ConfigMap', 'NetworkPolicy']),
  );
});

test('an added component lands on AWS without a word about AWS', async () => {
  const { App, Stack } = await import('aws-cdk-lib');
  const { Template } = await import('aws-cdk-lib/assertions');
  const { renderToAws } = await import('../stacks');
  const stack = new Stack(new App(), 'city');
  const notices = new NoticeBoard(stack, 'Notices');
  renderToAws(stack);
  const programs = notices.node.findChild('Programs') as NestedStack;
  Template.fromStack(programs).resourceCountIs('AWS::ECS::Service', 1);
});

/** A target that writes one line for each primitive: the least a target can be. */
class Inventory extends Target<{ secret: string }> {
  protected readonly kinds = kinds;
  readonly lines: string[] = [];

  override hostOf(service: Service): string {
    return nameOf(service);
  }

  line<Outputs>(primitive: Primitive, outputs: Outputs): { readonly outputs: Outputs } {
    this.lines.push(`${primitive.kind} ${nameOf(primitive)}`);
    return { outputs };
  }
}

const kinds: Kinds<Inventory, { secret: string }> = {
  Service: {
    render(service, target) {
      for (const value of Object.values(service.env)) target.resolve(value);
      return target.line(service, {});
    },
  },
  Job: { render: (job, target) => target.line(job, {}) },
  Volume: { render: (volume, target) => target.line(volume, {}) },
  Edge: { render: (edge, target) => target.line(edge, {}) },
  Secret: { render: (secret, target) => target.line(secret, { value: [{ secret: nameOf(secret) }], previous: [''] }) },
  Cache: {
    render: (cache, target) => target.line(cache, { url: ['redis://', { secret: nameOf(cache) }, '@cache'] }),
  },
  EventBus: {
    render: (bus, target) => target.line(bus, { bootstrapServers: ['bus:9094'], securityProtocol: ['PLAINTEXT'] }),
  },
  PostgresServer: {
    render: (server, target) =>
      target.line(server, { host: ['database'], adminUser: ['postgres'], adminPassword: [{ secret: 'admin' }] }),
  },
  ExternalEndpoint: { render: (endpoint, target) => target.line(endpoint, { host: [endpoint.host] }) },
};

test('an added target renders a whole city', () => {
  const city = parseCity({ name: 'town', country: 'FI', population: 8200, profile: 'laptop' });
  const platform = new CityPlatform(new RootConstruct(), 'town', { city });
  const inventory = new Inventory();
  inventory.render(platform);
  expect(inventory.lines).toHaveLength(Primitive.all(platform).length);
  expect(inventory.lines).toContain('Service town-broker');
});

describe('a kind of primitive', () => {
  const use =
    (Type: typeof DocumentDatabase): Sample =>
    (scope) => {
      const { endpoint, password } = new Type(scope, 'Documents');
      return { env: { HOST: endpoint.host, PASSWORD: password.value } };
    };

  test('that is added whole may be used on every target', async () => {
    expect(await problemsOf(use(DocumentDatabase), targetsWith())).toEqual([]);
  });

  const unseen = class extends DocumentDatabase {
    override get description() {
      return undefined;
    }
  };
  const weightless = class extends DocumentDatabase {
    override get description(): Description {
      return { shape: 'database', detail: '' };
    }
  };
  const careless = class extends DocumentDatabase {
    override readonly holdsData = false;
  };
  const early = { ...onAws, render: rendering(onAws, { ready: [] }) };

  test.each<[string, typeof DocumentDatabase, Targets, readonly string[]]>([
    [
      'without a box in the picture',
      unseen,
      targetsWith(),
      [
        'city/Documents has an arrow to it and no box in the picture',
        'city/Documents runs pods and is in no table of sizes',
      ],
    ],
    [
      'without a row in the table of sizes',
      weightless,
      targetsWith(),
      [
        'city/Documents holds data and takes no disk in the table of sizes',
        'city/Documents runs pods and is in no table of sizes',
      ],
    ],
    [
      'that does not say that it holds data',
      careless,
      targetsWith(),
      ['city/Documents takes a disk and says that it holds no data'],
    ],
    [
      'that goes with the platform on Kubernetes',
      DocumentDatabase,
      targetsWith({ ...onKubernetes, kept: () => false }),
      ['city/Documents holds data and goes with the platform on Kubernetes'],
    ],
    [
      'that tells Kubernetes of no pods',
      DocumentDatabase,
      targetsWith({ ...onKubernetes, peers: () => [] }),
      ['no policy lets anybody in to city/Documents:27017 on Kubernetes'],
    ],
    [
      'that nothing waits for on AWS',
      DocumentDatabase,
      targetsWith(onKubernetes, early),
      ['city/Documents is not in the DependsOn of its user'],
    ],
    [
      'that is in no security group',
      DocumentDatabase,
      targetsWith(onKubernetes, { ...onAws, group: () => undefined }),
      ['city/Documents has no security group'],
    ],
  ])('%s is found', async (_, Type, targets, problems) => {
    expect(await problemsOf(use(Type), targets)).toEqual(problems);
  });

  test.each<[string, Targets, string]>([
    [
      'whose data would go with the stack',
      targetsWith(onKubernetes, { ...onAws, render: rendering(onAws, { keeps: [] }) }),
      "city/Documents holds data, and its kind 'DocumentDatabase' names nothing to keep on AWS",
    ],
    [
      'that has no host on Kubernetes',
      targetsWith({ ...onKubernetes, host: () => undefined }),
      'city/Documents has no port that anybody could reach',
    ],
    [
      'that the targets do not know',
      { kubernetes: KubernetesTarget, aws: AwsTarget },
      "city/Documents: this target does not know the kind 'DocumentDatabase'",
    ],
  ])('%s is refused', async (_, targets, message) => {
    await expect(problemsOf(use(DocumentDatabase), targets)).rejects.toThrow(message);
  });
});

/** The rendering of a kind with something left out. */
function rendering(kind: typeof onAws, without: Partial<ReturnType<typeof onAws.render>>): typeof onAws.render {
  return (database, target) => ({ ...kind.render(database, target), ...without });
}

/** What the types hold: the source, and what the compiler says of it. */
const typed: Readonly<Record<string, readonly [source: string, message: string]>> = {
  ...Object.fromEntries(
    ['kind', 'description', 'holdsData', 'readyAfter'].map((name) => [
      `a primitive without ${name}`,
      [
        `import { Primitive } from './constructs';
         export class Documents extends Primitive { ${Object.entries({
           kind: "'Documents'",
           description: 'undefined',
           holdsData: 'true',
           readyAfter: '[]',
         })
           .filter(([other]) => other !== name)
           .map(([other, value]) => `override ${other} = ${value};`)
           .join(' ')} }`,
        `does not implement inherited abstract member ${name}`,
      ],
    ]),
  ),
  ...missing('KubernetesKind<Cache>', './charts/kubernetes-kind', ['nameLength', 'peers', 'host', 'kept', 'render']),
  ...missing('AwsKind<Cache>', './stacks/aws-kind', ['group', 'render']),
  ...missing('AwsRendered<Cache>', './stacks/aws-kind', ['outputs', 'ready', 'keeps']),
  ...missing('Kinds<object, object>', './constructs', ['Cache']),
  ...missing('KubernetesKinds', './charts/kubernetes-kinds', ['Cache']),
  ...missing('AwsKinds', './stacks/aws-kinds', ['Cache']),
  'a claim without a check': [
    `import type { Claim } from './constructs';
     export const claim: Claim = { mim: 'MIM1', requirements: ['R1.1'], check: '9.9' };`,
    'Type \'"9.9"\' is not assignable',
  ],
  'an edge that leads to no service': [
    `import type { Cache, Endpoint, HttpsListener } from './constructs';
     declare const endpoint: Endpoint<Cache>;
     export const target: HttpsListener['target'] = endpoint;`,
    "Type 'Endpoint<Cache>' is not assignable",
  ],
};

/** A value of the type from which one of the members is taken away. */
function missing(type: string, file: string, members: readonly string[]): Record<string, readonly [string, string]> {
  return Object.fromEntries(
    members.map((name) => [
      `${type} without ${name}`,
      [
        `import type { Cache } from './constructs';
         import type { ${type.replace(/<.*/, '')} } from '${file}';
         declare const whole: ${type};
         const { ${name}: _, ...rest } = whole;
         export const value: ${type} = rest;
         export type Shown = Cache;`,
        `Property '${name}' is missing`,
      ],
    ]),
  );
}

describe('does not compile:', () => {
  let messages: Record<string, string[]>;

  beforeAll(() => {
    messages = compile({
      ...Object.fromEntries(Object.entries(typed).map(([title, [source]]) => [title, source])),
      whole: `import { type Claim, type Endpoint, type HttpsListener, Primitive, type Service } from './constructs';
              declare const endpoint: Endpoint<Service>;
              export const target: HttpsListener['target'] = endpoint;
              export const claim: Claim = { mim: 'MIM1', requirements: ['R1.1'], check: '1.1' };
              export class Documents extends Primitive {
                override kind = 'Documents'; override description = undefined; override holdsData = true;
                override readyAfter = [];
              }`,
    });
  });

  test.each(Object.entries(typed))('%s', (title, [, message]) => {
    expect(messages[title]!.join()).toContain(message);
  });

  test('while the same with nothing left out does', () => {
    expect(messages.whole).toEqual([]);
  });
});
