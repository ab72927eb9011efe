import { readFileSync } from 'node:fs';
import { Testing } from 'cdk8s';
import { type Construct, RootConstruct } from 'constructs';
import ts from 'typescript';
import { renderToKubernetes } from '../charts';
import {
  CityPlatform,
  Component,
  Cpu,
  images,
  type Kinds,
  nameOf,
  Primitive,
  parseCity,
  Service,
  Size,
  Target,
} from '../constructs';

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
  new NoticeBoard(stack, 'Notices');
  renderToAws(stack);
  Template.fromStack(stack).resourceCountIs('AWS::ECS::Service', 1);
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
  Secret: { render: (secret, target) => target.line(secret, { value: [{ secret: nameOf(secret) }] }) },
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

test('a kind of primitive that a target leaves out does not compile', () => {
  const errors = (omitted: string) =>
    compile(
      `import type { Kinds } from './constructs';
       declare const all: Kinds<object, object>;
       const { ${omitted} } = all;
       export const record: Kinds<object, object> = rest;`,
    );
  expect(errors('...rest')).toEqual([]);
  expect(errors('Cache, ...rest').join()).toContain("Property 'Cache' is missing");
});

test('a claim without a check does not compile', () => {
  const errors = (check: string) =>
    compile(
      `import type { Claim } from './constructs';
       export const claim: Claim = { mim: 'MIM1', requirements: ['R1.1'], check: '${check}' };`,
    );
  expect(errors('1.1')).toEqual([]);
  expect(errors('9.9').join()).toContain('Type \'"9.9"\' is not assignable');
});

/** Messages of the compiler about a file in the root of the kit. */
function compile(source: string): string[] {
  const { config } = ts.parseConfigFileTextToJson('tsconfig.json', readFileSync('tsconfig.json', 'utf8'));
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, process.cwd());
  const file = `${process.cwd()}/contributing-example.ts`;
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, language) =>
    name === file ? ts.createSourceFile(name, source, language) : getSourceFile.call(host, name, language);
  host.fileExists = (name) => name === file || fileExists.call(host, name);
  host.readFile = (name) => (name === file ? source : readFile.call(host, name));
  const program = ts.createProgram([file], { ...options, types: ['node'], noUnusedLocals: false }, host);
  return program
    .getSemanticDiagnostics(program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
