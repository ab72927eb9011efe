import { App as CdkApp, Stack } from 'aws-cdk-lib';
import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { CityPlatformChart } from '../charts/city-platform-chart';
import { KubernetesTarget } from '../charts/kubernetes-target';
import { CityPlatformProject } from '../compose/city-platform-project';
import * as kit from '../constructs';
import { ContextBroker } from '../constructs/components/context-broker/context-broker';
import { DataModelRegistry } from '../constructs/components/data-model-registry/data-model-registry';
import { Gateway } from '../constructs/components/gateway/gateway';
import { Identity } from '../constructs/components/identity/identity';
import { OidcClient } from '../constructs/components/identity/oidc-client';
import { OpenDataPortal } from '../constructs/components/open-data-portal/open-data-portal';
import { CityPlatform } from '../constructs/platform/city-platform';
import { checkOptions } from '../constructs/problems/check-options';
import { CityError } from '../constructs/problems/city-error';
import { defineFederation } from '../constructs/spec/federation';
import { images } from '../constructs/waist/images';
import * as primitives from '../constructs/waist/primitives';
import { Cpu, Size } from '../constructs/waist/units';
import { CityPlatformComponent } from '../pulumi/city-platform-component';
import { KubernetesComponent } from '../pulumi/kubernetes-component';
import { AwsTarget } from '../stacks/aws-target';
import { CityPlatformStack } from '../stacks/city-platform-stack';
import { problemsOf, smallest } from './spec/city-helpers';

// What somebody writes whose editor knows no types.
const of = (options: object | undefined) => options as never;
const codes = (run: () => unknown) => problemsOf(run).map(({ code, path, fix }) => `${code} ${path}: ${fix}`);
const city = smallest;

describe('an option with a wrong name', () => {
  test.each<[string, () => unknown, string[]]>([
    [
      'of a chart',
      () => new CityPlatformChart(new App(), 'x', of({ ctiy: city })),
      ["unknown-key CityPlatformChart.ctiy: Did you mean 'city'?"],
    ],
    [
      'of a stack',
      () => new CityPlatformStack(new CdkApp(), 'x', of({ city, hostedzone: {}, costumize: () => {} })),
      [
        "unknown-key CityPlatformStack.hostedzone: Did you mean 'hostedZone'?",
        "unknown-key CityPlatformStack.costumize: Did you mean 'customize'?",
      ],
    ],
    [
      'of a Pulumi component',
      () => new CityPlatformComponent('x', of({ city, customise: () => {} })),
      ["unknown-key CityPlatformComponent.customise: Did you mean 'customize'?"],
    ],
    [
      'of one component in Pulumi',
      () => new KubernetesComponent('x', of({ built: () => {} })),
      ["unknown-key KubernetesComponent.built: Did you mean 'build'?"],
    ],
    [
      'of a platform',
      () => new CityPlatform(new Chart(new App(), 'x'), 'Platform', of({ cities: [] })),
      [
        'required CityPlatform.city: Add city.',
        'unknown-key CityPlatform.cities: Remove it; CityPlatform has city, existingPostgres, lacks, httpsPort, peers, federation.',
      ],
    ],
    [
      'of the Kubernetes target',
      () => new KubernetesTarget(new Chart(new App(), 'x'), of({ storageclass: 'fast' })),
      ["unknown-key KubernetesTarget.storageclass: Did you mean 'storageClass'?"],
    ],
    [
      'of the AWS target',
      () => new AwsTarget(new Stack(), of({ natGateway: 1 })),
      ["unknown-key AwsTarget.natGateway: Did you mean 'natGateways'?"],
    ],
  ])('%s is refused', (_, run, expected) => {
    expect(codes(run)).toEqual(expected);
  });
});

describe('of a component alone', () => {
  const database = () =>
    new primitives.ExternalPostgres(new Stack(), 'Database', { host: 'db.example', adminPassword: { name: 'a' } });
  const size = { cpu: Cpu.millis(500), memory: Size.gibibytes(2) };

  test.each<[string, () => unknown, string[]]>([
    [
      'a name that is near another',
      () => new ContextBroker(new Stack(), 'Broker', of({ datbase: database(), size, replicas: { min: 1, max: 1 } })),
      ["unknown-key ContextBroker.datbase: Did you mean 'database'?"],
    ],
    [
      'a quantity as a number, and half of a pair',
      () =>
        new ContextBroker(
          new Stack(),
          'Broker',
          of({ database: database(), size: { cpu: 500, memory: '2Gi' }, replicas: { min: 1 }, historyRetention: 14 }),
        ),
      [
        'wrong-type ContextBroker.size.cpu: Give a Cpu, such as Cpu.millis(500).',
        'wrong-type ContextBroker.size.memory: Give a Size, such as Size.gibibytes(2).',
        'required ContextBroker.replicas.max: Give a number.',
        'wrong-type ContextBroker.historyRetention: Give a Duration, such as Duration.days(14).',
      ],
    ],
    [
      'nothing',
      () => new Gateway(new Stack(), 'Gateway', of({})),
      ['domain', 'tenants', 'size', 'replicas'].map((name) => `required Gateway.${name}: Add ${name}.`),
    ],
    [
      'a choice that there is not',
      () => new Identity(new Stack(), 'Identity', of({ multiFactor: 'always' })),
      expect.arrayContaining(['wrong-type Identity.multiFactor: Use one of required, optional.']),
    ],
    [
      'a text for a list',
      () =>
        new OidcClient(
          new Stack(),
          'Client',
          of({ identity: {}, clientId: 'a', title: 'A', flow: 'code', roles: 'viewer' }),
        ),
      ['wrong-type OidcClient.roles: Give a list.'],
    ],
    [
      'a list for a mapping',
      () => new OpenDataPortal(new Stack(), 'Portal', of({ publisher: [] })),
      expect.arrayContaining(['wrong-type OpenDataPortal.publisher: Give a mapping with name, email.']),
    ],
    [
      'a name that is near none',
      () => new DataModelRegistry(new Stack(), 'Registry', of({ zzz: 1 })),
      expect.arrayContaining([expect.stringMatching(/^unknown-key DataModelRegistry\.zzz: Remove it; /)]),
    ],
  ])('%s is refused', (_, run, expected) => {
    expect(codes(run)).toEqual(expected);
  });

  test('it is told of as a mistake in the program', () => {
    expect(() => new Gateway(new Stack(), 'Gateway', of({}))).toThrow(/^4 problems in the program\n/);
  });
});

test('an option of a stack that a newer CDK may have is passed on', () => {
  expect(() => new CityPlatformStack(new CdkApp(), 'x', of({ city, somethingOfTomorrow: 1 }))).toThrow(
    /aws-certificate/,
  );
});

describe('of a primitive', () => {
  const service = {
    image: images.nginx,
    size: { cpu: Cpu.millis(100), memory: Size.mebibytes(64) },
    ports: { http: 8080 },
    probes: { ready: { tcp: 8080 }, live: { tcp: 8080 } },
  };

  test.each<[string, () => unknown, string[]]>([
    [
      'a misspelt name',
      () => new primitives.Service(new Stack(), 'Web', of({ ...service, imgae: images.nginx, image: undefined })),
      ["unknown-key Service.imgae: Did you mean 'image'?"],
    ],
    [
      'half of a pair, and a text for a list',
      () => new primitives.Service(new Stack(), 'Web', of({ ...service, replicas: { min: 2 }, args: '--fast' })),
      ['required Service.replicas.max: Give a number.', 'wrong-type Service.args: Give a list.'],
    ],
    [
      'a time as a number',
      () => new primitives.Job(new Stack(), 'Once', of({ image: images.nginx, size: service.size, deadline: 60 })),
      ['wrong-type Job.deadline: Give a Duration, such as Duration.days(14).'],
    ],
    [
      'a choice that there is not',
      () => new primitives.Volume(new Stack(), 'Files', of({ size: Size.gibibytes(1), writers: 'some' })),
      ['wrong-type Volume.writers: Use one of one, many.'],
    ],
    ['nothing', () => new primitives.Cache(new Stack(), 'Cache', of({})), ['required Cache.size: Add size.']],
  ])('%s is refused', (_, run, expected) => {
    expect(codes(run)).toEqual(expected);
  });

  test('everything that is exported and takes options refuses one that it does not know', () => {
    const constructs = [
      ...Object.entries(kit).filter(([, value]) => typeof value === 'function' && value.prototype instanceof Construct),
      ...Object.entries({ CityPlatformChart, CityPlatformStack, CityPlatformProject }),
    ] as [string, new (scope: Construct, id: string, options: never) => unknown][];
    const abstract = ['Component', 'Primitive', 'Workload', 'Target', 'Postgres'];
    const passed = constructs.filter(([name, made]) => {
      if (abstract.includes(name)) return false;
      const scope = name === 'CityPlatformStack' ? new CdkApp() : new Chart(new App(), 'x');
      try {
        new made(scope, 'Some', of({ nothingOfTheKind: 1 }));
      } catch (error) {
        return !(error instanceof CityError);
      }
      return true;
    });
    expect(passed.map(([name]) => name)).toEqual([]);
  });
});

describe('an option of the wrong kind', () => {
  test.each<[string, () => unknown, string[]]>([
    [
      'of a chart',
      () => new CityPlatformChart(new App(), 'x', of({ city: 'city.yaml', adoptNamespace: 5, peers: {} })),
      [
        'wrong-type CityPlatformChart.city: Give a mapping.',
        'wrong-type CityPlatformChart.adoptNamespace: Give a text.',
        'wrong-type CityPlatformChart.peers: Give a list.',
      ],
    ],
    [
      'of the AWS target',
      () => new AwsTarget(new Stack(), of({ deletionProtection: 'no', certificate: 1 })),
      [
        'wrong-type AwsTarget.deletionProtection: Give a boolean or mapping.',
        'wrong-type AwsTarget.certificate: Give a text or mapping.',
      ],
    ],
    [
      'nothing at all',
      () => new CityPlatformChart(new App(), 'x', of(undefined)),
      ['wrong-type CityPlatformChart: Call it with { city, peers, adoptNamespace }.'],
    ],
  ])('%s is refused', (_, run, expected) => {
    expect(codes(run)).toEqual(expected);
  });

  test('one of a few texts', () => {
    expect(codes(() => checkOptions<{ zone?: string }>('X', { zone: 'c' }, { zone: ['a', 'b'] }))).toEqual([
      'wrong-type X.zone: Use one of a, b.',
    ]);
  });
});

test('what may be a secret is not shown', () => {
  const run = () =>
    new KubernetesTarget(new Chart(new App(), 'x'), of({ adminPassword: 'hunter2', secrets: 'hunter2' }));
  const problems = problemsOf(run);
  expect(problems).toHaveLength(2);
  expect(JSON.stringify(problems) + new CityError(problems).message).not.toContain('hunter2');
});

test('a federation of nothing is the mistake of its user', () => {
  expect(codes(() => defineFederation(of(undefined)))).toEqual([expect.stringMatching(/^required :/)]);
  expect(codes(() => defineFederation(of({ federation: 'x', cities: 'city.yaml' })))).toEqual([
    expect.stringMatching(/^wrong-type cities: Make it a list/),
  ]);
});
