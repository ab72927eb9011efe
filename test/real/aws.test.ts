import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CityPlatform } from '../../constructs/platform/city-platform';
import { parseCity } from '../../constructs/spec/city';
import { Component } from '../../constructs/waist/component';
import { CityPlatformEksStack } from '../../stacks/eks/city-platform-eks-stack';
import { cleanUp, examples, type Json, type Synthesis, specOf, synthesise, type Template } from '../stacks/synthesis';
import { flatTemplate } from '../support/flat-template';
import { account, Cloud, region, texts } from './aws/cloud';
import { without } from './aws/without';
import { environment } from './support/environment';
import { proof } from './support/proof';
import { partsFolder } from './support/rendered/stand-ins/parts-folder';
import { describePart } from './support/skip';

afterAll(cleanUp);

/** A change of nothing, for an assembly that the test may write to. */
const own = () => {};

/** moto takes no listener of TLS, which devices have for MQTT. */
const withoutMqtt = (spec: Json) => {
  spec.devices = [];
};

/** What a checker that is installed writes; it exits with another code than 0 when it finds something. */
function check(tool: 'cfn-lint' | 'checkov', ...args: string[]): Promise<Json> {
  const command = join(partsFolder(tool), 'bin', tool);
  return new Promise((resolve, reject) => {
    execFile(command, args, { env: environment(), maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else if (stdout.trim() === '') reject(new Error(stderr));
      else resolve(JSON.parse(stdout));
    });
  });
}

/** The examples in a cluster of EKS: in one of their own, and the one whose VPC exists in one that exists too. */
const onEks: Readonly<Record<string, () => Json>> = {
  ...Object.fromEntries(examples.map((example) => [example, () => specOf(example)])),
  'istanbul, in a cluster that exists,': () => {
    const spec = specOf('istanbul');
    const existing = { name: 'shared', securityGroupId: 'sg-0123456789abcdef0', storageClass: 'gp3', autoMode: false };
    spec.targets.aws.eks = { existing };
    return spec;
  },
};

/** The template of a city in a cluster of EKS. */
function eksTemplate(spec: Json): string {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'citykit-eks-')) });
  const stack = new CityPlatformEksStack(app, spec.name, { city: spec });
  app.synth();
  return join(app.outdir, stack.templateFile);
}

/** Titles of the components of an example. */
function components(example: (typeof examples)[number]): string[] {
  const platform = new CityPlatform(new Stack(new App()), 'Platform', { city: parseCity(specOf(example)) });
  return Component.all(platform).map(({ title }) => title);
}

describePart(['cfn-lint'], 'cfn-lint', () => {
  /** Rules that are broken on purpose, with the reason. */
  const ignored: Readonly<Record<string, string>> = {
    W1020: 'Fn::Sub keeps a variable of a program, which CloudFormation would take for one of its own.',
    W3005: 'The CDK writes DependsOn beside a reference that orders already; it says the same twice and does nothing.',
  };

  test.each(examples)('finds no error and no warning in %s', async (example) => {
    const { templates } = synthesise(example);
    const findings: Json[] = await check('cfn-lint', '--format', 'json', ...Object.keys(templates));
    const lines = findings.map(
      ({ Rule, Location, Message }) => `${Rule.Id} ${(Location.Path.Path ?? []).join('.')} ${Message}`,
    );
    expect(lines.filter((line) => !(line.split(' ', 1)[0]! in ignored))).toEqual([]);
    expect(new Set(findings.map(({ Rule }) => Rule.Id))).toEqual(new Set(Object.keys(ignored)));
    for (const title of [...components(example), 'Database'])
      proof(title, 'aws', 'schema', 'cfn-lint: no error, no warning');
  });

  test.each(Object.entries(onEks))('finds no error and no warning in %s on EKS', async (_, spec) => {
    const findings: Json[] = await check('cfn-lint', '--format', 'json', eksTemplate(spec()));
    expect([...new Set(findings.map(({ Rule }) => Rule.Id))]).toEqual(['W3005']);
  });

  test('finds what is wrong', async () => {
    const { templates } = synthesise('istanbul', own);
    for (const type of ['AWS::RDS::DBCluster', 'AWS::ECS::Service']) {
      const [file, template, broken] = Object.entries(templates)
        .map(([path, one]) => [path, one, Object.values(one.Resources).find(({ Type }) => Type === type)] as const)
        .find(([, , resource]) => resource !== undefined)!;
      broken.Properties.Engin = 'postgres';
      writeFileSync(file, JSON.stringify(template));
    }
    const findings: Json[] = await check('cfn-lint', '--format', 'json', ...Object.keys(templates));
    const wrong = findings.filter(({ Rule }) => Rule.Id === 'E3002');
    expect(new Set(wrong.map(({ Filename }) => Filename)).size).toBe(2);
  });
});

describePart(['checkov'], 'checkov', () => {
  /** What it finds on purpose, with the reason; by the check and the kind of resource. */
  const skips: Readonly<Record<string, string>> = {
    'CKV_AWS_18 AWS::S3::Bucket':
      'The bucket holds access logs: to log access to it would write logs about logs without end.',
    'CKV_AWS_21 AWS::S3::Bucket':
      'Access logs are written once and expire after a year; there are no versions to keep.',
    'CKV_AWS_115 AWS::Lambda::Function':
      'CloudFormation alone calls them, once a deployment; a reservation would take from the account’s other functions.',
    'CKV_AWS_116 AWS::Lambda::Function':
      'CloudFormation waits for the answer and fails the deployment without it, so no call can be lost unseen.',
    'CKV_AWS_117 AWS::Lambda::Function':
      'They call the APIs of AWS alone and nothing in the VPC; inside it they would need a way out again.',
    'CKV_AWS_118 AWS::RDS::DBInstance':
      'The operating system below Aurora Serverless is not ours to size; Performance Insights and the alarms watch the rest.',
    'CKV_AWS_260 AWS::EC2::SecurityGroup': 'This is the door to the internet; port 80 sends everybody to HTTPS.',
    'CKV2_AWS_71 AWS::CertificateManager::Certificate':
      'One certificate for the first level of the city’s own domain stays the same when a host is added.',
  };

  test.each(examples)('finds in %s only what is so for a reason', async (example) => {
    const files = Object.keys(synthesise(example).templates).flatMap((file) => ['-f', file]);
    const args = [...files, '--framework', 'cloudformation', '--skip-download', '--compact', '-o', 'json'];
    const { results, summary } = await check('checkov', ...args);
    expect(summary).toMatchObject({ parsing_errors: 0 });
    expect(summary.passed).toBeGreaterThan(500);
    const found = new Set<string>(results.failed_checks.map(kindOf));
    expect([...found].filter((kind) => !(kind in skips))).toEqual([]);
    // Istanbul brings its certificate with it.
    const expected = Object.keys(skips).filter((kind) => example === 'izmir' || !kind.includes('Certificate'));
    expect([...found].sort()).toEqual(expected.sort());
  });

  const skipsOnEks: Readonly<Record<string, string>> = {
    'CKV_AWS_58 AWS::EKS::Cluster':
      'It asks for the list of what is encrypted, which is deprecated: the key that is named encrypts everything.',
    'CKV_AWS_111 AWS::IAM::Policy':
      'Lambda puts a function into the VPC in its name, and an interface has no ARN before it is made.',
  };

  test.each(Object.entries(onEks))('finds in %s on EKS only what is so for a reason', async (city, spec) => {
    const args = [
      '-f',
      eksTemplate(spec()),
      '--framework',
      'cloudformation',
      '--skip-download',
      '--compact',
      '-o',
      'json',
    ];
    const { results, summary } = await check('checkov', ...args);
    expect(summary).toMatchObject({ parsing_errors: 0 });
    expect(summary.passed).toBeGreaterThan(150);
    const found = [...new Set<string>(results.failed_checks.map(kindOf))];
    expect(found.filter((kind) => !(kind in skips) && !(kind in skipsOnEks))).toEqual([]);
    const made = Object.keys(skipsOnEks).filter(
      (kind) => examples.some((one) => one === city) || !kind.endsWith('EKS::Cluster'),
    );
    expect(made.filter((kind) => !found.includes(kind))).toEqual([]);
  });

  const kindOf = ({ check_id, resource }: Json) => `${check_id} ${resource.split('.')[0]}`;
});

describePart(['moto'], 'a deployment with the command line of the CDK', () => {
  /**
   * What moto's CloudFormation cannot make. Everything else of a template is deployed as it stands, and what refers to
   * one of these gets a text in the form of an ARN.
   */
  const notMade = [
    'AWS::ApplicationAutoScaling::ScalableTarget',
    'AWS::ApplicationAutoScaling::ScalingPolicy',
    'AWS::CertificateManager::Certificate',
    'AWS::CloudWatch::Alarm',
    'AWS::EC2::SecurityGroupEgress',
    'AWS::ElastiCache::ReplicationGroup',
    'AWS::ElastiCache::SubnetGroup',
    'AWS::Logs::MetricFilter',
    'AWS::MSK::Cluster',
    'AWS::MSK::Configuration',
    'AWS::RDS::DBCluster',
    'AWS::RDS::DBClusterParameterGroup',
    // It knows instances of RDS, but none of Aurora.
    'AWS::RDS::DBInstance',
    'AWS::S3::BucketPolicy',
    'AWS::Scheduler::Schedule',
    'AWS::SNS::Subscription',
    'AWS::SNS::TopicPolicy',
    'AWS::SecretsManager::Secret',
    'AWS::ServiceDiscovery::PrivateDnsNamespace',
    'AWS::ServiceDiscovery::Service',
    'AWS::WAFv2::LoggingConfiguration',
    'AWS::WAFv2::WebACL',
    'AWS::WAFv2::WebACLAssociation',
    // Lambda functions, which moto runs in containers.
    'Custom::AWS',
    'Custom::TaskRun',
  ];

  const made = [
    'AWS::CloudFormation::Stack',
    'AWS::CloudWatch::Dashboard',
    'AWS::EC2::SecurityGroup',
    'AWS::EC2::SecurityGroupIngress',
    'AWS::ECS::Cluster',
    'AWS::ECS::Service',
    'AWS::ECS::TaskDefinition',
    'AWS::EFS::AccessPoint',
    'AWS::EFS::FileSystem',
    'AWS::EFS::MountTarget',
    'AWS::Events::Rule',
    'AWS::ElasticLoadBalancingV2::Listener',
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    'AWS::ElasticLoadBalancingV2::TargetGroup',
    'AWS::IAM::Policy',
    'AWS::IAM::Role',
    'AWS::KMS::Key',
    'AWS::Lambda::Function',
    'AWS::Logs::LogGroup',
    'AWS::RDS::DBSubnetGroup',
    'AWS::Route53::RecordSet',
    'AWS::S3::Bucket',
    'AWS::SNS::Topic',
  ];

  const ofItsOwnVpc = [
    'AWS::EC2::EIP',
    'AWS::EC2::FlowLog',
    'AWS::EC2::InternetGateway',
    'AWS::EC2::NatGateway',
    'AWS::EC2::Route',
    'AWS::EC2::RouteTable',
    'AWS::EC2::Subnet',
    'AWS::EC2::SubnetRouteTableAssociation',
    'AWS::EC2::VPC',
    'AWS::EC2::VPCEndpoint',
    'AWS::EC2::VPCGatewayAttachment',
  ];

  let cloud: Cloud;
  let certificate: string;
  /** Ids in the examples, and those of what was made beforehand. */
  let there: Record<string, string>;

  beforeAll(async () => {
    cloud = await Cloud.start();
    expect(await cloud.cdk('bootstrap', `aws://${account}/${region}`)).toMatchObject({ code: 0 });
    certificate = await cloud.makeCertificate('istanbul.example');
    there = { ...(await adoptedVpc()), Z0123456789EXAMPL2: await cloud.makeZone('istanbul.example') };
    there.Z0123456789EXAMPLE = await cloud.makeZone('izmir.example');
    there['arn:aws:acm:eu-central-1:111122223333:certificate/12345678-1234-1234-1234-123456789012'] = certificate;
  });

  afterAll(() => cloud?.part.stop());

  /** The VPC that istanbul adopts. */
  async function adoptedVpc(): Promise<Record<string, string>> {
    const vpc = await cloud.ec2('CreateVpc', 'vpcId', { CidrBlock: '10.1.0.0/16' });
    const ids: Record<string, string> = { 'vpc-0123456789abcdef0': vpc };
    for (let index = 0; index < 9; index++) {
      ids[`subnet-0123456789abcdef${index}`] = await cloud.ec2('CreateSubnet', 'subnetId', {
        VpcId: vpc,
        CidrBlock: `10.1.${index}.0/24`,
        AvailabilityZone: `${region}${'abc'[index % 3]}`,
      });
    }
    return ids;
  }

  /** Puts what can be deployed into the assembly. */
  function place({ templates }: Synthesis): void {
    const standIns = { 'AWS::CertificateManager::Certificate': certificate };
    for (const [file, template] of Object.entries(templates)) {
      const text = JSON.stringify(without(template, new Set(notMade), standIns));
      const placed = Object.entries(there).reduce((changed, [id, real]) => changed.replaceAll(id, real), text);
      writeFileSync(file, placed);
    }
  }

  /** Deploys what can be deployed of the assembly. Returns what the templates then say together. */
  async function deploy(synthesis: Synthesis): Promise<Template> {
    const { folder, templateFile } = synthesis;
    place(synthesis);
    // moto does not know the default of a parameter when it is asked for the value before.
    const options = ['--method=direct', '--require-approval=never', '--previous-parameters=false'];
    const { code, output } = await cloud.cdk('deploy', '--app', folder, ...options);
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    return flatTemplate(folder, basename(templateFile));
  }

  const typesOf = ({ Resources }: Template) => [...new Set(Object.values(Resources).map(({ Type }) => Type))].sort();

  test.each([
    ['izmir', [...made, ...ofItsOwnVpc], notMade],
    // Its certificate and its VPC are there already.
    ['istanbul', made, notMade.filter((type) => !type.includes('Certificate'))],
  ] as const)('makes of %s exactly what moto supports', async (example, deployed, left) => {
    const synthesis = synthesise(example, withoutMqtt);
    expect(typesOf(synthesis.template)).toEqual([...deployed, ...left].sort());
    const template = await deploy(synthesis);
    expect(typesOf(template)).toEqual([...deployed].sort());
    const resources = (await cloud.stackResources(example)).map(({ id }) => id);
    expect(resources.sort()).toEqual(Object.keys(template.Resources).sort());
    const share = `${resources.length} of ${Object.keys(synthesis.template.Resources).length} resources`;
    for (const component of components(example)) {
      proof(component, 'aws', 'accepted', `cdk deploy to moto: ${share} of ${example}`);
    }
    proof('Database', 'aws', 'accepted', 'moto knows no Aurora.', 'n/a');
  });

  /** The ECS cluster of istanbul. */
  async function cluster(): Promise<string> {
    const { clusterArns } = await cloud.ecs('ListClusters');
    return clusterArns.find((arn: string) => arn.includes('/istanbul-'));
  }

  /** Its services. */
  async function services(): Promise<Json[]> {
    const { serviceArns } = await cloud.ecs('ListServices', { cluster: await cluster(), maxResults: 100 });
    const described = await cloud.ecs('DescribeServices', { cluster: await cluster(), services: serviceArns });
    return described.services;
  }

  test('makes a service of each task, with the containers that the template says', async () => {
    const { Resources } = synthesise('istanbul', withoutMqtt).template;
    const all = await services();
    expect(all).toHaveLength(Object.values(Resources).filter(({ Type }) => Type === 'AWS::ECS::Service').length);
    const made = await cloud.stackResources('istanbul');
    for (const { serviceArn, taskDefinition } of all) {
      const { id } = made.find(({ physicalId }) => physicalId === serviceArn)!;
      const expected = Resources[Resources[id].Properties.TaskDefinition.Ref].Properties.ContainerDefinitions;
      const { taskDefinition: task } = await cloud.ecs('DescribeTaskDefinition', { taskDefinition });
      const images = (list: Json[], name: string, image: string) => list.map((one) => [one[name], one[image]]);
      expect(images(task.containerDefinitions, 'name', 'image')).toEqual(images(expected, 'Name', 'Image'));
    }
  });

  test('a deployment of the same again changes nothing', async () => {
    const synthesis = synthesise('istanbul', withoutMqtt);
    await deploy(synthesis);
    // The addresses of the nested templates hold their hashes. Of the nested stacks themselves moto gives names where
    // CloudFormation gives ARNs, so that the CDK cannot look at them.
    const diff = await cloud.cdk('diff', '--app', synthesis.folder, '--method=template');
    expect(diff.output).toMatch(/^Stack istanbul \(.*\)\nThere were no differences\nStack istanbul-/);
  });

  test('an update of what is shared leaves the programs alone', async () => {
    const before = await cloud.stackResources('istanbul');
    await deploy(
      synthesise('istanbul', (spec) => {
        withoutMqtt(spec);
        delete spec.targets.aws.hostedZone;
      }),
    );
    const after = await cloud.stackResources('istanbul');
    const gone = before.filter((one) => !after.some(({ physicalId }) => physicalId === one.physicalId));
    expect(gone.map(({ id }) => id.replace(/Record.*/, 'Record'))).toEqual(Array(4).fill('PlatformGatewayEdgeRecord'));
    expect(after).toHaveLength(before.length - gone.length);
  });

  test('an update of one component changes the size of its service in place', async () => {
    const synthesis = synthesise('istanbul', (spec) => {
      withoutMqtt(spec);
      delete spec.targets.aws.hostedZone;
      spec.broker.replicas = 5;
    });
    place(synthesis);
    const broker = (await cloud.stackResources('istanbul')).find(({ id }) => /^PlatformBrokerPrograms\w{8}$/.test(id))!;
    const { Resources } = JSON.parse(readFileSync(synthesis.templateFile, 'utf8'));
    const before = await services();
    // CloudFormation would do it with the stack above; moto deletes a nested stack instead and makes it anew.
    await cloud.updateStack(
      broker.physicalId,
      readFileSync(join(synthesis.folder, Resources[broker.id].Metadata['aws:asset:path']), 'utf8'),
    );
    const change = (one: Json) => ({ arn: one.serviceArn, count: one.desiredCount });
    const isBroker = ({ serviceName }: Json) => /PlatformBrokerPrograms.*-ServiceFargate/.test(serviceName);
    expect(before.filter(isBroker)).toMatchObject([{ desiredCount: 3 }]);
    expect((await services()).map(change)).toEqual(
      before.map((one) => ({ ...change(one), ...(isBroker(one) && { count: 5 }) })),
    );
  });

  /** Names of what the stack `rehearsal` has made, of one kind. */
  async function namesOf(service: string, action: string, version: string, tag: string): Promise<string[]> {
    const parameters = { Action: action, Version: version, ...(service === 'iam' && { MaxItems: '1000' }) };
    return texts(await cloud.query(service, parameters), tag).filter((name) => name.startsWith('rehearsal-'));
  }

  test('destroy takes everything of a city that says, with a reason, that nothing is protected', async () => {
    const left = async () => [
      ...(await namesOf('iam', 'ListRoles', '2010-05-08', 'RoleName')),
      ...(await namesOf('elasticloadbalancing', 'DescribeLoadBalancers', '2015-12-01', 'LoadBalancerName')),
      ...(await namesOf('ec2', 'DescribeSecurityGroups', '2016-11-15', 'groupName')),
      ...(await namesOf('s3', 'ListBuckets', '2006-03-01', 'Name')),
    ];
    const logs = async () =>
      (await cloud.call('logs', 'Logs_20140328.DescribeLogGroups', { logGroupNamePrefix: 'rehearsal-' })).logGroups
        .map(({ logGroupName }: Json) => logGroupName)
        .filter((name: string) => name.startsWith('rehearsal-'));
    const files = async () => (await cloud.get('elasticfilesystem', '/2015-02-01/file-systems')).FileSystems.length;
    const others = await files();

    const synthesis = synthesise('istanbul', (spec) => {
      withoutMqtt(spec);
      spec.name = 'rehearsal';
      spec.targets.aws.deletionProtection = { enabled: false, reason: 'A rehearsal.' };
    });
    const template = await deploy(synthesis);
    expect(
      Object.values(template.Resources).filter(({ DeletionPolicy }) => DeletionPolicy?.startsWith('Retain')),
    ).toEqual([]);
    expect((await left()).length).toBeGreaterThan(40);
    expect((await logs()).length).toBeGreaterThan(10);
    expect(await files()).toBe(others + 2);

    const { code, output } = await cloud.cdk('destroy', '--app', synthesis.folder, '--force');
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' });
    // moto forgets nothing of ECS; what the services ran with has gone.
    expect(await left()).toEqual([]);
    expect(await logs()).toEqual([]);
    expect(await files()).toBe(others);
  });
});
