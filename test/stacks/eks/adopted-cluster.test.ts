import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { parseAllDocuments } from 'yaml';
import { parseCity } from '../../../constructs/spec/city';
import { CityPlatformEksStack } from '../../../stacks/eks/city-platform-eks-stack';
import { synthEks } from '../../../stacks/eks/synth';
import { flatTemplate, type Json, type Template } from '../../support/flat-template';
import { statefulOf } from '../stateful';
import { specOf } from '../synthesis';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const auto = { name: 'shared', securityGroupId: 'sg-0123456789abcdef0', storageClass: 'gp3', autoMode: true };
const manual = { ...auto, autoMode: false, nodeSecurityGroupId: 'sg-0123456789abcdef1' };
const account = '111122223333';

interface Made {
  readonly stack: CityPlatformEksStack;
  readonly template: Template;
  all(type: string): [id: string, resource: Json][];
}

/** Istanbul, whose VPC exists, in a cluster. Without one, in a cluster of its own. */
function make(existing?: object): Made {
  const spec = specOf('istanbul');
  if (existing) spec.targets.aws.eks = { existing };
  const outdir = mkdtempSync(join(tmpdir(), 'citykit-eks-'));
  folders.push(outdir);
  const app = new App({ outdir });
  const stack = new CityPlatformEksStack(app, 'istanbul', { city: spec });
  app.synth();
  const template = flatTemplate(outdir, stack.templateFile);
  const all = (type: string) => Object.entries<Json>(template.Resources).filter(([, { Type }]) => Type === type);
  return { stack, template, all };
}

const texts = (value: Json): string => JSON.stringify(value);
const custom = (made: Made, part: string): Json => {
  const [, { Properties }] = made.all('Custom::ClusterObjects').find(([id]) => id.startsWith(part))!;
  return Properties;
};
const foundationOf = (made: Made) => texts(custom(made, 'Foundation').Objects);

/** Everything that has to be there before a resource, by their ids. */
function before(template: Template, id: string): Set<string> {
  const seen = new Set<string>();
  const visit = (one: string) => {
    const resource: Json = template.Resources[one];
    if (!resource || seen.has(one)) return;
    seen.add(one);
    for (const other of [resource.DependsOn ?? []].flat()) visit(other);
    for (const [, other] of texts(resource.Properties ?? {}).matchAll(/"Ref":"(\w+)"/g)) visit(other!);
    for (const [, other] of texts(resource.Properties ?? {}).matchAll(/"Fn::GetAtt":\["(\w+)"/g)) visit(other!);
  };
  visit(id);
  seen.delete(id);
  return seen;
}

let own: Made;
beforeAll(() => {
  own = make();
});

describe.each([
  ['of Auto Mode', auto],
  ['with nodes of its owner', manual],
] as const)('a cluster that exists, %s', (_, existing) => {
  let made: Made;
  const pods = 'nodeSecurityGroupId' in existing ? existing.nodeSecurityGroupId : existing.securityGroupId;
  beforeAll(() => {
    made = make(existing);
  });

  test('is not made, and gets no nodes, disks or add-ons', () => {
    const types = new Set(Object.values<Json>(made.template.Resources).map(({ Type }) => Type));
    expect([...types].filter((type) => type.startsWith('AWS::EKS::'))).toEqual(['AWS::EKS::AccessEntry']);
    const around = foundationOf(made);
    for (const kind of ['NodePool', 'RoleBinding', 'ebs.csi', 'kube-system', '\\"kind\\":\\"Namespace\\"'])
      expect(around).not.toContain(kind);
    for (const kind of ['efs.csi.aws.com', 'ExternalName', 'TargetGroupBinding']) expect(around).toContain(kind);
    expect(foundationOf(own)).toContain('NodePool');
  });

  test('lets the two functions in by groups alone, after its authentication mode was looked at', () => {
    const entries = made.all('AWS::EKS::AccessEntry');
    expect(entries.map(([, { Properties }]) => Properties.KubernetesGroups).sort()).toEqual([
      ['citykit:istanbul:deployers'],
      ['citykit:istanbul:foundation'],
    ]);
    const [first] = made.all('Custom::ClusterCheck').find(([, { Properties }]) => Properties.Described)!;
    for (const [id, { Properties }] of entries) {
      expect(Properties).toMatchObject({ ClusterName: 'shared', PrincipalArn: { 'Fn::GetAtt': expect.anything() } });
      expect(Properties).not.toHaveProperty('AccessPolicies');
      expect(before(made.template, id)).toContain(first);
    }
    expect(before(made.template, first)).not.toContain(entries[0]![0]);
  });

  test('is looked at before anything is made that takes long, costs, or lies in it', () => {
    const [last] = made.all('Custom::ClusterCheck').find(([, { Properties }]) => Properties.Last === 'true')!;
    const checks = made.all('Custom::ClusterCheck').map(([id]) => id);
    expect(checks).toHaveLength(3);
    for (const id of checks.filter((one) => one !== last)) expect(before(made.template, last)).toContain(id);
    const later = [
      'AWS::RDS::DBCluster',
      'AWS::RDS::DBInstance',
      'AWS::MSK::Cluster',
      'AWS::EFS::FileSystem',
      'AWS::ElasticLoadBalancingV2::LoadBalancer',
      'AWS::SecretsManager::Secret',
      'Custom::ClusterObjects',
    ];
    for (const type of later) {
      expect(made.all(type).length).toBeGreaterThan(0);
      for (const [id] of made.all(type)) expect([id, before(made.template, id).has(last)]).toEqual([id, true]);
    }
  });

  test('is reached by its own security group, and its pods by theirs, and no other rule is added to either', () => {
    const rules = made
      .all('AWS::EC2::SecurityGroupIngress')
      .map(([, { Properties }]) => Properties)
      .filter(({ GroupId }) => typeof GroupId === 'string')
      .map(({ GroupId, FromPort, ToPort, IpProtocol, SourceSecurityGroupId, CidrIp }) => {
        expect([IpProtocol, ToPort, CidrIp]).toEqual(['tcp', FromPort, undefined]);
        return `${GroupId} ${FromPort} ${SourceSecurityGroupId['Fn::GetAtt'][0].replace(/SecurityGroup\w*$/, '')}`;
      });
    expect(rules.sort()).toEqual(
      [
        `${existing.securityGroupId} 443 Foundation`,
        `${existing.securityGroupId} 443 Programs`,
        `${pods} 1883 PlatformGatewayEdgeTls`,
        `${pods} 8080 PlatformGatewayEdge`,
        `${pods} 8081 PlatformGatewayEdge`,
      ].sort(),
    );
    const stored = made
      .all('AWS::EC2::SecurityGroupIngress')
      .filter(([, { Properties }]) => typeof Properties.SourceSecurityGroupId === 'string')
      .map(([, { Properties }]) => [Properties.SourceSecurityGroupId, Properties.FromPort]);
    expect(stored.sort()).toEqual([
      [pods, 2049],
      [pods, 5432],
      [pods, 9094],
    ]);
    expect(
      made.all('AWS::EC2::SecurityGroupEgress').filter(([, { Properties }]) => typeof Properties.GroupId === 'string'),
    ).toEqual([]);
  });

  test('is described to the functions by EKS, and they may ask nothing else of it', () => {
    for (const part of ['Foundation', 'Programs']) {
      expect(custom(made, part)).toMatchObject({ Cluster: 'shared' });
      expect(custom(made, part)).not.toHaveProperty('Endpoint');
    }
    const statements = made
      .all('AWS::IAM::Policy')
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
      .filter(({ Action }) => texts(Action).includes('eks:'));
    expect(statements).toHaveLength(2);
    for (const { Action, Resource } of statements) {
      expect(Action).toBe('eks:DescribeCluster');
      expect(texts(Resource)).toContain(`:eks:eu-central-1:${account}:cluster/shared`);
      expect(texts(Resource)).not.toContain('*');
    }
  });

  test('stores the same as in a cluster of the stack’s own, but for that', () => {
    const ofCluster = /^(Eks(?!Files)|Foundation|Programs|Aws)/;
    const kept = ({ template }: Made) =>
      Object.fromEntries(Object.entries(statefulOf(template)).filter(([id]) => !ofCluster.test(id)));
    expect(Object.keys(kept(made)).length).toBeGreaterThan(5);
    expect(kept(made)).toEqual(kept(own));
  });

  test('has what its owner applies: a namespace, and rights in it and on three kinds', () => {
    const rules = (kind: string) => (made.stack.clusterAccess as Json[]).find((one) => one.kind === kind).rules;
    expect((made.stack.clusterAccess as Json[]).map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Namespace istanbul',
      'RoleBinding istanbul-deployers',
      'Role istanbul-foundation',
      'RoleBinding istanbul-foundation',
      'ClusterRole citykit-istanbul-foundation',
      'ClusterRoleBinding citykit-istanbul-foundation',
    ]);
    expect(rules('ClusterRole')).toEqual([
      { apiGroups: ['storage.k8s.io'], resources: ['storageclasses'], verbs: ['get', 'list'] },
      {
        apiGroups: ['storage.k8s.io'],
        resources: ['storageclasses'],
        resourceNames: ['istanbul-files'],
        verbs: ['create', 'patch', 'delete'],
      },
      { apiGroups: ['storage.k8s.io'], resources: ['csidrivers'], resourceNames: ['efs.csi.aws.com'], verbs: ['get'] },
    ]);
    expect(texts([rules('Role'), rules('ClusterRole')])).not.toMatch(/"\*"|secrets|pods/);
  });
});

test('pods are bound to load balancers by EKS itself in Auto Mode, else by the AWS Load Balancer Controller', () => {
  const [inAuto, byHand] = [make(auto), make(manual)];
  const tagged = ({ all }: Made) =>
    all('AWS::ElasticLoadBalancingV2::TargetGroup').map(
      ([, { Properties }]) => Properties.Tags?.find(({ Key }: Json) => Key === 'eks:eks-cluster-name')?.Value,
    );
  expect(foundationOf(inAuto)).toContain('eks.amazonaws.com/v1');
  expect(tagged(inAuto)).toEqual(tagged(inAuto).map(() => 'shared'));
  expect(foundationOf(byHand)).toContain('elbv2.k8s.aws/v1beta1');
  expect(foundationOf(byHand)).not.toContain('eks.amazonaws.com');
  expect(tagged(byHand).every((tag) => tag === undefined)).toBe(true);
});

test('the objects are those of a cluster of the stack’s own, but for the class of disks', () => {
  const here = texts(make(auto).stack.objects.objects).replaceAll(
    '"storageClassName":"gp3"',
    '"storageClassName":"istanbul-disks"',
  );
  expect(JSON.parse(here)).toEqual(JSON.parse(texts(own.stack.objects.objects)));
});

test('names are asked of each node in Auto Mode, else of CoreDNS, or where the spec says; volumes are of its class', () => {
  const objects = (existing: object) => texts(make(existing).stack.objects.objects);
  expect(objects(auto)).toContain('172.20.0.10/32');
  expect(objects(manual)).toContain('"k8s-app":"kube-dns"');
  const told = make({ ...auto, dns: { kind: 'addresses', networks: ['10.100.0.10/32'] } });
  expect(texts(told.stack.objects.objects)).toContain('10.100.0.10/32');
  const described = told.all('Custom::ClusterCheck').map(([, { Properties }]) => Properties.Described);
  expect(described).toContainEqual(expect.objectContaining({ Dns: ['10.100.0.10/32'] }));
  expect(objects(auto)).toContain('"storageClassName":"gp3"');
  expect(objects(auto)).not.toContain('istanbul-disks');
});

test.each([
  ['Auto Mode', auto],
  ['nodes of its owner', manual],
])('passes every gate with %s, and the file for its owner lies beside the template', (_, existing) => {
  const spec = specOf('istanbul');
  spec.targets.aws.eks = { existing };
  const folder = mkdtempSync(join(tmpdir(), 'citykit-eks-'));
  folders.push(folder);
  process.env.CDK_VALIDATION = 'true';
  const { findings, clusterAccess } = synthEks(parseCity(spec), folder);
  process.env.CDK_VALIDATION = 'false';
  expect(findings).toEqual([]);
  const written = parseAllDocuments(readFileSync(join(folder, 'cluster-access.yaml'), 'utf8'));
  expect(written.map((one) => one.toJS())).toEqual(clusterAccess);
});

test('the template of Istanbul in a cluster that exists', () => {
  const masked: Json = JSON.parse(texts(make(manual).template).replaceAll(/[0-9a-f]{64}/g, 'HASH'));
  const kept = Object.entries<Json>(masked.Resources).filter(([id]) => /^(Eks|Foundation|Programs)/.test(id));
  expect(Object.fromEntries(kept.map(([id, { Metadata: _, ...resource }]) => [id, resource]))).toMatchSnapshot();
});
