import { App, CfnParameter, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import { Component } from '../../constructs/waist/component';
import { connections, secretsOf, workloads } from '../../constructs/waist/graph';
import { images } from '../../constructs/waist/images';
import { optOuts } from '../../constructs/waist/opt-out';
import {
  Cache,
  Endpoint,
  ExternalPostgres,
  type Postgres,
  PostgresDatabase,
  PostgresServer,
  type Primitive,
  type Service,
  text,
  Volume,
} from '../../constructs/waist/primitives';
import { Size } from '../../constructs/waist/units';
import type { AwsOptions } from '../../stacks/aws-target';
import { renderToAws } from '../../stacks/render-to-aws';
import { flatTemplate } from '../support/flat-template';
import { type Json, newStack, postgres, Rendered, service, size } from './support';

/** Types whose physical names are unique in an account, with the property that would fix one. */
const accountWide: Readonly<Record<string, string>> = {
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::EC2::SecurityGroup': 'GroupName',
  'AWS::ECS::Cluster': 'ClusterName',
  'AWS::ECS::Service': 'ServiceName',
  'AWS::ElastiCache::ReplicationGroup': 'ReplicationGroupId',
  'AWS::ElastiCache::SubnetGroup': 'CacheSubnetGroupName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::RDS::DBCluster': 'DBClusterIdentifier',
  'AWS::RDS::DBClusterParameterGroup': 'DBClusterParameterGroupName',
  'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
  'AWS::RDS::DBSubnetGroup': 'DBSubnetGroupName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::SNS::Topic': 'TopicName',
};

class Portal extends Component {
  readonly title = 'Portal';
  readonly upstream = { title: 'CKAN', image: images.ckan };
  readonly claims = [];
  readonly service: Service;

  constructor(scope: Construct, id: string, server: Postgres) {
    super(scope, id);
    const database = new PostgresDatabase(this, 'Database', { server, name: id.toLowerCase(), withReader: true });
    const cache = new Cache(this, 'Cache', { size });
    const search = service(this, 'Search');
    this.service = service(this, 'Service', {
      image: images.ckan,
      env: {
        URL: text`postgresql://${database.user}:${database.password}@${database.host}/${database.name}`,
        CACHE: cache.url,
        SEARCH: new Endpoint(search, 8080).url(),
      },
      volumes: { '/data': new Volume(this, 'Files', { size: Size.gibibytes(1) }) },
    });
    service(this, 'Worker', { env: { SITE: this.service.endpoint().url(), READER: database.readOnly!.password } });
  }
}

function platform(id = 'city') {
  const stack = newStack(id);
  new Portal(stack, 'Portal', postgres(stack));
  return stack;
}

describe('a platform on AWS', () => {
  const stack = platform();
  const rendered = new Rendered(stack);
  const logicalName = (path: string) =>
    path
      .split('/')
      .slice(1)
      .filter((step) => step !== 'Service' || path.endsWith('Portal/Service'))
      .join('');

  test('has a network path for each reference and none without one, at both ends', () => {
    const asked = connections(stack).map(
      ({ from, to, port }) => `${logicalName(from.node.path)} -> ${logicalName(to.node.path)}:${port}`,
    );
    const expected = [...asked, 'PortalService -> PortalFiles:2049'].sort();
    expect(expected).toHaveLength(6);
    expect(rendered.rules('Ingress')).toEqual(expected);
    expect(rendered.rules('Egress')).toEqual(expected);
  });

  test('lets each workload read the secrets it refers to and no other', () => {
    const asked = workloads(stack).flatMap((workload) =>
      secretsOf(workload).map(({ source }) => `${logicalName(workload.node.path)} reads ${secretName(source)}`),
    );
    const granted = rendered
      .entries('AWS::IAM::Policy')
      .flatMap(([id, { Properties }]) =>
        Properties.PolicyDocument.Statement.filter(({ Action }: { Action: unknown }) =>
          [Action].flat().includes('secretsmanager:GetSecretValue'),
        ).map(
          ({ Resource }: { Resource: unknown }) =>
            `${id.replace(/Programs[0-9A-F]{8}|TaskExecutionRole.*/g, '')} reads ${resourceName(Resource)}`,
        ),
      );
    expect(granted.sort()).toEqual(asked.sort());
    expect(granted).toHaveLength(6);
  });

  test('is the same text each time it is synthesised, for the same city', () => {
    expect(JSON.stringify(new Rendered(platform()).template)).toBe(JSON.stringify(rendered.template));
  });

  test('names nothing for good that two platforms in one account would both want', () => {
    const named = Object.entries<Json>(rendered.template.Resources).filter(([, { Type, Properties }]) => {
      const name = accountWide[Type];
      return name !== undefined && Properties?.[name] !== undefined;
    });
    expect(named.map(([id]) => id)).toEqual([]);
  });

  test('asks for the zones at deployment and looks nothing up, for a named account too', () => {
    const app = new App();
    const named = new Stack(app, 'city', { env: { account: '111122223333', region: 'eu-central-1' } });
    service(named, 'Api');
    renderToAws(named, { zones: 3 });
    const assembly = app.synth();
    expect(assembly.manifest.missing).toBeUndefined();
    const subnets = Template.fromStack(named).findResources('AWS::EC2::Subnet');
    expect(Object.values(subnets)).toHaveLength(9);
    expect(Object.values(subnets)[0]!.Properties.AvailabilityZone).toEqual({ 'Fn::Select': [0, { 'Fn::GetAZs': '' }] });
  });

  test('makes nothing that its primitives do not need', () => {
    const small = newStack();
    new PostgresServer(small, 'Unused', {
      replicas: 1,
      size,
      storage: Size.gibibytes(1),
      backups: { enabled: false, reason: 'a test' },
    });
    const types = new Set(
      Object.values<{ Type: string }>(new Rendered(small).template.Resources).map(({ Type }) => Type),
    );
    expect(types).not.toContain('AWS::ServiceDiscovery::PrivateDnsNamespace');
    expect(types).not.toContain('AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(types).not.toContain('AWS::EFS::FileSystem');
  });

  test('keeps what holds data, but for what the deployment has just made when that deployment fails', () => {
    const { template } = new Rendered(platform());
    const kept = Object.values<Json>(template.Resources).filter(
      ({ UpdateReplacePolicy }) => UpdateReplacePolicy === 'Retain',
    );
    expect(kept.length).toBeGreaterThan(10);
    expect([...new Set(kept.map(({ DeletionPolicy }) => DeletionPolicy))]).toEqual(['RetainExceptOnCreate']);
    const policies = Object.values<Json>(template.Resources).map(({ DeletionPolicy }) => DeletionPolicy);
    expect(policies).not.toContain('Retain');
  });

  test('goes with the stack, and says so, when protection is switched off with a reason', () => {
    const thrownAway = platform();
    const options: AwsOptions = { deletionProtection: { enabled: false, reason: 'A rehearsal of one night.' } };
    const { template } = new Rendered(thrownAway, options);
    const policies = Object.values<{ DeletionPolicy?: string }>(template.Resources).map(
      ({ DeletionPolicy }) => DeletionPolicy,
    );
    expect(policies.filter((policy) => policy?.startsWith('Retain'))).toEqual([]);
    expect(optOuts(thrownAway)).toContainEqual(
      expect.objectContaining({ measure: 'protection against deletion', reason: 'A rehearsal of one night.' }),
    );
  });

  test('lies in a VPC that exists, without making one', () => {
    const adopted = newStack();
    postgres(adopted);
    const into = new Rendered(adopted, {
      vpc: {
        id: 'vpc-0123456789abcdef0',
        availabilityZones: ['eu-central-1a', 'eu-central-1b'],
        privateSubnetIds: ['subnet-0123456789abcde01', 'subnet-0123456789abcde02'],
        publicSubnetIds: ['subnet-0123456789abcde03', 'subnet-0123456789abcde04'],
      },
    });
    expect(into.all('AWS::EC2::VPC')).toEqual([]);
    expect(into.only('AWS::RDS::DBSubnetGroup').Properties.SubnetIds).toEqual([
      'subnet-0123456789abcde01',
      'subnet-0123456789abcde02',
    ]);
    expect(into.only('AWS::EC2::SecurityGroup', 'DatabaseSecurityGroup').Properties.VpcId).toBe(
      'vpc-0123456789abcdef0',
    );
  });
});

describe('one component in a stack of somebody else', () => {
  const stack = newStack('theirs');
  new CfnParameter(stack, 'Stage');
  for (const id of ['First', 'Second']) {
    const adminPassword = { name: 'pg/admin' };
    const server = new ExternalPostgres(stack, `${id}Database`, { host: 'pg.example', adminPassword });
    renderToAws(new Portal(stack, id, server));
  }
  const template = Template.fromStack(stack);
  const { Resources } = flatTemplate(Stage.of(stack)!.outdir, stack.templateFile);

  test('brings what it needs along, below itself, and disturbs nothing beside it', () => {
    template.hasParameter('Stage', { Type: 'String' });
    template.resourceCountIs('AWS::EC2::VPC', 2);
    template.hasResourceProperties('AWS::ServiceDiscovery::PrivateDnsNamespace', { Name: 'theirs-first.internal' });
    template.hasResourceProperties('AWS::ServiceDiscovery::PrivateDnsNamespace', { Name: 'theirs-second.internal' });
    const names = Object.values(Resources).flatMap(({ Type, Properties }) =>
      Type === 'AWS::ServiceDiscovery::Service' ? [Properties.Name] : [],
    );
    expect(names).toEqual(expect.arrayContaining(['theirs-first', 'theirs-second', 'search']));
  });
});

function secretName(source: Primitive): string {
  const { path } = (source instanceof Cache ? source.password : source).node;
  return path.split('/').slice(1).join('');
}

function resourceName(resource: unknown): string {
  const { Ref, 'Fn::GetAtt': attribute } = resource as { Ref?: string; 'Fn::GetAtt'?: string[] };
  return attribute ? attribute[0]!.replace(/Cluster.*/, '') : Ref!.replace(/Secret[0-9A-F]{8}$/, '');
}
