import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { secretName } from '../../../charts/secret';
import { parseCity } from '../../../constructs/spec/city';
import { Primitive, Secret } from '../../../constructs/waist/primitives';
import { CityPlatformEksStack } from '../../../stacks/eks/city-platform-eks-stack';
import { synthEks } from '../../../stacks/eks/synth';
import { flatTemplate, type Json, type Template } from '../../support/flat-template';
import { examples, specOf } from '../synthesis';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

interface Made {
  readonly stack: CityPlatformEksStack;
  readonly template: Template;
  readonly folder: string;
  all(type: string): Json[];
}

function make(example: (typeof examples)[number], change: (spec: Json) => void = () => {}): Made {
  const spec = specOf(example);
  change(spec);
  const folder = mkdtempSync(join(tmpdir(), 'citykit-eks-'));
  folders.push(folder);
  const app = new App({ outdir: folder });
  const stack = new CityPlatformEksStack(app, example, { city: spec });
  app.synth();
  const template = flatTemplate(folder, stack.templateFile);
  const all = (type: string) =>
    Object.values(template.Resources)
      .filter(({ Type }) => Type === type)
      .map(({ Properties }) => Properties);
  return { stack, template, folder, all };
}

const texts = (value: Json): string => JSON.stringify(value);

describe.each(examples)('%s in a cluster of EKS', (example) => {
  let made: Made;
  beforeAll(() => {
    made = make(example);
  });

  const resources = (part: string): Json =>
    Object.entries<Json>(made.template.Resources).find(
      ([id, { Type }]) => Type === 'Custom::ClusterObjects' && id.startsWith(part),
    )![1].Properties;

  test('has a cluster that only the VPC reaches, that encrypts with the platform’s key and writes everything down', () => {
    expect(made.all('AWS::EKS::Cluster')).toMatchObject([
      {
        AccessConfig: { AuthenticationMode: 'API', BootstrapClusterCreatorAdminPermissions: false },
        DeletionProtection: true,
        EncryptionConfig: [{ Provider: { KeyArn: { 'Fn::GetAtt': ['AwsKey9954905D', 'Arn'] } } }],
        Logging: { ClusterLogging: { EnabledTypes: Array.from({ length: 5 }, () => expect.anything()) } },
        ResourcesVpcConfig: { EndpointPrivateAccess: true, EndpointPublicAccess: false },
      },
    ]);
  });

  test('lets the drivers of the cluster mount its files: they come without a role, and a policy that only denies lets nobody in', () => {
    const systems = made.all('AWS::EFS::FileSystem');
    const mounts = Object.values(made.stack.objects.objects as Json[]).filter(
      ({ kind, spec }) => kind === 'PersistentVolumeClaim' && spec.storageClassName === `${example}-files`,
    );
    expect(systems).toHaveLength(mounts.length > 0 ? 1 : 0);
    for (const { FileSystemPolicy } of systems) {
      expect(FileSystemPolicy.Statement).toEqual([
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
        {
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
          Condition: { Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' } },
        },
      ]);
    }
  });

  test('applies the objects as a file, whose hash is part of the resource, and all of them', () => {
    const { Objects, UrlSuffix } = resources('Programs');
    expect(UrlSuffix).toEqual({ Ref: 'AWS::URLSuffix' });
    const { Bucket, Key } = Objects;
    expect(texts(Bucket)).toContain('assets');
    const listed: Json[] = JSON.parse(readFileSync(join(made.folder, `asset.${Key}`), 'utf8'));
    const rendered = made.stack.objects.objects as Json[];
    expect(listed).toEqual(JSON.parse(JSON.stringify(rendered.filter(({ kind }) => kind !== 'Namespace'))));
    expect(texts(listed)).not.toMatch(/\$\{Token|Fn::/);
    // No operator is there to run them.
    expect(
      listed.map(({ apiVersion }) => apiVersion).filter((version) => /cnpg|strimzi|cert-manager/.test(version)),
    ).toEqual([]);
  });

  test('has a template with room to spare, in which the objects around the platform are', () => {
    expect(statSync(join(made.folder, made.stack.templateFile)).size).toBeLessThan(200_000);
    const around = texts(resources('Foundation').Objects);
    for (const kind of ['Namespace', 'RoleBinding', 'NodePool', 'StorageClass', 'TargetGroupBinding', 'ExternalName'])
      expect(around).toContain(kind);
  });

  test('lets the function for the platform into one group, and that group into one namespace', () => {
    const groups = made
      .all('AWS::EKS::AccessEntry')
      .map(({ KubernetesGroups, AccessPolicies }) => [KubernetesGroups, AccessPolicies?.length]);
    expect(groups).toEqual(
      expect.arrayContaining([
        [[`citykit:${example}:deployers`], undefined],
        [undefined, 1],
      ]),
    );
    expect(groups).toHaveLength(2);
  });

  test('hands over each secret that the objects name, and reads no other', () => {
    const given: string[] = resources('Programs').Secrets.map(({ Name }: Json) => Name);
    const named = [...texts(made.stack.objects.objects).matchAll(/"secretKeyRef":\{"key":"[^"]*","name":"([^"]*)"/g)];
    const optional = [...texts(made.stack.objects.objects).matchAll(/"secretKeyRef":\{[^}]*"optional":true[^}]*\}/g)];
    expect(optional).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
    expect([...new Set(named.map(([, name]) => name!))].filter((name) => !given.includes(name))).toEqual([]);
    const platform = Primitive.all(made.stack.platform).filter((one): one is Secret => one instanceof Secret);
    const own = platform.filter(
      (secret) => !secret.existing && secret.node.path !== `${example}/Platform/Database/Admin`,
    );
    for (const secret of own) expect(given).toContain(secretName(secret, 0));
    const policies = made.all('AWS::IAM::Policy').filter((policy) => texts(policy).includes('GetSecretValue'));
    expect(policies).toHaveLength(1);
    const [{ Resource }] = policies[0].PolicyDocument.Statement;
    expect(Resource).toHaveLength(given.filter((name) => !name.endsWith('-msk')).length);
    expect(texts(Resource)).not.toContain('*');
  });

  test('lets the load balancers reach the gateway, and the cluster what stores, and nothing else the cluster', () => {
    const toCluster = made
      .all('AWS::EC2::SecurityGroupIngress')
      .filter(({ GroupId }) => texts(GroupId).includes('ClusterSecurityGroupId'))
      .map(({ FromPort, Description }) => `${FromPort} ${Description}`);
    const edge = `From ${example}/Platform/Gateway/Edge`;
    expect(toCluster.sort()).toEqual(
      [
        `1883 ${edge}`,
        `443 From ${example}/Foundation`,
        `443 From ${example}/Programs`,
        `8080 ${edge}`,
        `8081 ${edge}`,
      ].sort(),
    );
    const fromCluster = made
      .all('AWS::EC2::SecurityGroupIngress')
      .filter(({ SourceSecurityGroupId }) => texts(SourceSecurityGroupId ?? '').includes('ClusterSecurityGroupId'));
    expect(fromCluster.map(({ FromPort }) => FromPort).sort()).toEqual([2049, 5432, 9094]);
  });
});

test('the assembly has nothing of the machine that wrote it, and is the same twice', () => {
  const write = () => {
    const folder = mkdtempSync(join(tmpdir(), 'citykit-eks-'));
    folders.push(folder);
    const { findings } = synthEks(parseCity(specOf('izmir')), folder);
    expect(findings).toEqual([]);
    return Object.fromEntries(
      readdirSync(folder)
        .filter((file) => statSync(join(folder, file)).isFile())
        .map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
    );
  };
  process.env.CDK_VALIDATION = 'true';
  const [once, again] = [write(), write()];
  process.env.CDK_VALIDATION = 'false';
  expect(again).toEqual(once);
  const { [Object.keys(once).find((file) => file.startsWith('asset.'))!]: _objects, ...rest } = once;
  expect(texts(rest)).not.toContain(process.cwd());
  expect(texts(rest)).not.toContain(tmpdir());
});

test('a platform that is not protected leaves nothing in the cluster, or of it', () => {
  const made = make('izmir', (spec) => {
    spec.targets.aws.deletionProtection = { enabled: false, reason: 'a rehearsal' };
  });
  expect(made.all('Custom::ClusterObjects').map(({ Keeps }) => Keeps)).toEqual(['false', 'false']);
  expect(made.all('AWS::EKS::Cluster')).toMatchObject([{ DeletionProtection: false }]);
  expect(texts(made.all('Custom::ClusterObjects'))).toContain('reclaimPolicy\\":\\"Delete');
});

test('administrators of the spec, and no others, may do everything in the cluster', () => {
  const role = 'arn:aws:iam::111122223333:role/operations';
  const made = make('izmir', (spec) => {
    spec.targets.aws.eks = { administrators: [role], namespace: 'platform', rerun: 3 };
  });
  const entries = made.all('AWS::EKS::AccessEntry').filter(({ PrincipalArn }) => PrincipalArn === role);
  expect(entries).toMatchObject([{ AccessPolicies: [{ AccessScope: { Type: 'cluster' } }] }]);
  expect(made.stack.objects.objects).toContainEqual(
    expect.objectContaining({ kind: 'Namespace', metadata: expect.objectContaining({ name: 'platform' }) }),
  );
});

test('the template of Izmir', () => {
  const { template } = make('izmir');
  const masked = JSON.parse(texts(template).replaceAll(/[0-9a-f]{64}/g, 'HASH'));
  const kept = Object.entries<Json>(masked.Resources).filter(([id]) => /^(Eks|Foundation|Programs)/.test(id));
  expect(Object.fromEntries(kept.map(([id, { Metadata: _, ...resource }]) => [id, resource]))).toMatchSnapshot();
});
