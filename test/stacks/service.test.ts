import { images } from '../../constructs/waist/images';
import { Secret, Service, text } from '../../constructs/waist/primitives';
import { Duration, Size } from '../../constructs/waist/units';
import { bare, newStack, Rendered, service, size } from './support';

describe('a service on AWS', () => {
  const stack = newStack();
  const secret = new Secret(stack, 'Token');
  const back = service(stack, 'Back', { singleton: 'it keeps its queue in memory', stopsWithin: Duration.minutes(5) });
  service(stack, 'Front', {
    replicas: { min: 2, max: 4 },
    peerPorts: [7800],
    env: {
      BACK: back.endpoint().url('/api'),
      TOKEN: secret.value,
      URL: text`https://it's:${secret.value}@${back.endpoint().host}/x`,
    },
    args: ['serve', text`--key=${secret.value}`],
  });
  service(stack, 'Gate', {
    image: images.envoy,
    waits: false,
    env: { BACK: back.endpoint().host },
    egress: [
      { ports: [80, 443], to: 'internet', reason: 'subscribers' },
      { ports: [8080], to: { network: '10.20.0.0/16' }, reason: 'subscribers' },
      { ports: [80], to: { namespace: 'apps' }, reason: 'subscribers in a cluster' },
    ],
  });
  const rendered = new Rendered(stack);

  test('runs in the private subnets without a public address, as the numeric user of its image, without rights', () => {
    const fargate = rendered.only('AWS::ECS::Service', 'BackFargate').Properties;
    expect(fargate.LaunchType).toBe('FARGATE');
    expect(fargate.NetworkConfiguration.AwsvpcConfiguration).toMatchObject({
      AssignPublicIp: 'DISABLED',
      Subnets: [{ Ref: expect.stringMatching(/Private1/) }, { Ref: expect.stringMatching(/Private2/) }],
    });
    expect(rendered.container('Back')).toMatchObject({
      User: '101:101',
      ReadonlyRootFilesystem: true,
      LinuxParameters: { InitProcessEnabled: true, Capabilities: { Drop: ['ALL'] } },
    });
  });

  test('gets the cheapest Fargate size and the processor that its image is built for', () => {
    expect(rendered.only('AWS::ECS::TaskDefinition', 'Back').Properties).toMatchObject({
      Cpu: '256',
      Memory: '512',
      RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
    });
  });

  test('of an image that upstream builds for amd64 alone gets that processor', () => {
    const stack = newStack();
    service(stack, 'Broker', { image: images.scorpio });
    expect(new Rendered(stack).only('AWS::ECS::TaskDefinition', 'Broker').Properties.RuntimePlatform).toMatchObject({
      CpuArchitecture: 'X86_64',
    });
  });

  test('goes out to a host that is known by its name, on its port alone', () => {
    const stack = newStack();
    service(stack, 'Portal', { egress: [{ to: { host: 'smtp.izmir.example' }, ports: [587], reason: 'mail' }] });
    const { SecurityGroupEgress } = new Rendered(stack).only('AWS::EC2::SecurityGroup', 'Portal').Properties;
    expect(SecurityGroupEgress).toContainEqual({
      CidrIp: '0.0.0.0/0',
      Description: 'To smtp.izmir.example',
      FromPort: 587,
      ToPort: 587,
      IpProtocol: 'tcp',
    });
  });

  test('is found under its own name in the private zone of the platform', () => {
    expect(rendered.only('AWS::ServiceDiscovery::PrivateDnsNamespace').Properties.Name).toBe('city.internal');
    expect(rendered.only('AWS::ServiceDiscovery::Service', 'Back').Properties).toMatchObject({
      Name: 'back',
      DnsConfig: { DnsRecords: [{ TTL: 10, Type: 'A' }] },
    });
    expect(rendered.container('Front').Environment).toEqual([
      { Name: 'BACK', Value: 'http://back.city.internal:8080/api' },
    ]);
  });

  test('gives a rollout up and goes back when the new tasks do not become healthy', () => {
    const { DeploymentConfiguration } = rendered.only('AWS::ECS::Service', 'Front').Properties;
    expect(DeploymentConfiguration).toMatchObject({
      DeploymentCircuitBreaker: { Enable: true, Rollback: true },
      MinimumHealthyPercent: 100,
      MaximumPercent: 200,
    });
  });

  test('stops the old task first where two must never run', () => {
    const back = rendered.only('AWS::ECS::Service', 'Back').Properties;
    const { DeploymentConfiguration, DesiredCount } = back;
    // ECS refuses the two together, and balances by itself where nothing is said.
    expect(back.AvailabilityZoneRebalancing).toBe('DISABLED');
    expect(rendered.only('AWS::ECS::Service', 'Front').Properties).not.toHaveProperty('AvailabilityZoneRebalancing');
    expect(DeploymentConfiguration).toMatchObject({ MinimumHealthyPercent: 0, MaximumPercent: 100 });
    expect(DesiredCount).toBe(1);
  });

  test('leaves the number of tasks to the load where it may change', () => {
    expect(rendered.only('AWS::ECS::Service', 'Front').Properties).not.toHaveProperty('DesiredCount');
    expect(rendered.only('AWS::ApplicationAutoScaling::ScalableTarget').Properties).toMatchObject({
      MinCapacity: 2,
      MaxCapacity: 4,
    });
    expect(
      rendered.only('AWS::ApplicationAutoScaling::ScalingPolicy').Properties.TargetTrackingScalingPolicyConfiguration,
    ).toMatchObject({ TargetValue: 70 });
  });

  test('waits for the services it refers to, unless it says that it does not', () => {
    const [back] = rendered.entries('AWS::ECS::Service', 'BackFargate')[0]!;
    expect(rendered.only('AWS::ECS::Service', 'Front').DependsOn).toContain(back);
    expect(rendered.only('AWS::ECS::Service', 'Gate').DependsOn).not.toContain(back);
  });

  test('starts only when its rights and its network paths are there', () => {
    const { DependsOn } = rendered.only('AWS::ECS::Service', 'Front');
    const names = (type: string, prefix: string) => rendered.entries(type, prefix).map(([id]) => id);
    expect(DependsOn).toEqual(
      expect.arrayContaining([
        ...names('AWS::EC2::SecurityGroupEgress', 'Front'),
        ...names('AWS::IAM::Policy', 'Front'),
        ...names('AWS::EC2::Route', 'AwsNetworkVpcPrivate'),
      ]),
    );
  });

  test('is reached from exactly the workloads that refer to it, on exactly that port', () => {
    const paths = ['Front -> Back:8080', 'Front -> Front:7800', 'Gate -> Back:8080'];
    expect(rendered.rules('Ingress')).toEqual(paths);
    expect(rendered.rules('Egress')).toEqual(paths);
  });

  test('reaches the internet on port 443, which Fargate itself needs, and on the ports it asks for', () => {
    const ports = (prefix: string) =>
      rendered
        .only('AWS::EC2::SecurityGroup', prefix)
        .Properties.SecurityGroupEgress.map((rule: { CidrIp: string; FromPort: number }) => [
          rule.CidrIp,
          rule.FromPort,
        ]);
    expect(ports('Back')).toEqual([['0.0.0.0/0', 443]]);
    expect(ports('Gate')).toEqual([
      ['0.0.0.0/0', 443],
      ['0.0.0.0/0', 80],
      ['10.20.0.0/16', 8080],
    ]);
  });

  test('gets a whole secret as a variable, and a part of a text put together by a shell', () => {
    const token = { Ref: expect.stringMatching(/^TokenSecret/) };
    const { Secrets, EntryPoint, Command } = rendered.container('Front');
    expect(Secrets).toEqual([
      { Name: 'TOKEN', ValueFrom: token },
      { Name: 'CITYKIT_SECRET_0', ValueFrom: token },
    ]);
    expect(EntryPoint).toEqual(['/bin/sh', '-c']);
    expect(Command).toEqual([
      [
        `export URL='https://it'\\''s:'"$CITYKIT_SECRET_0"'@back.city.internal/x'`,
        `exec '/docker-entrypoint.sh' 'serve' '--key='"$CITYKIT_SECRET_0"`,
      ].join('\n'),
    ]);
  });

  test('lets nobody but the workload that refers to a secret read it', () => {
    const readers = rendered
      .entries('AWS::IAM::Policy')
      .filter(([, policy]) => JSON.stringify(policy).includes('secretsmanager:GetSecretValue'))
      .map(([id]) => id);
    expect(readers).toEqual([expect.stringMatching(/^FrontTaskExecutionRole/)]);
  });

  test('has a task role without any right where it mounts nothing', () => {
    expect(rendered.entries('AWS::IAM::Policy', 'BackRole')).toEqual([]);
  });

  test('writes to an encrypted log group of its own, kept for a year', () => {
    expect(rendered.only('AWS::Logs::LogGroup', 'Back').Properties).toEqual({
      KmsKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^AwsKey/), 'Arn'] },
      RetentionInDays: 365,
    });
  });

  test('takes at most the two minutes to stop that Fargate gives', () => {
    expect(rendered.container('Back').StopTimeout).toBe(120);
    expect(rendered.container('Front').StopTimeout).toBe(30);
  });

  test('has alarms for missing tasks, processor and memory', () => {
    expect(rendered.all('AWS::CloudWatch::Alarm', 'Back').map(({ Properties }) => Properties.Threshold)).toEqual([
      0, 90, 90,
    ]);
  });

  test('has the ECS service as its default child', () => {
    expect(back.node.defaultChild?.node.path).toBe('city/Back/Fargate/Service');
  });

  test('pulls official images from the public registry of Amazon', () => {
    const other = newStack();
    service(other, 'Other', { image: images.node });
    expect(new Rendered(other).container('Other').Image).toBe(`public.ecr.aws/docker/library/node:${images.node.tag}`);
  });
});

describe('a service that cannot be put on Fargate', () => {
  test('is refused when a secret is a part of a text and the image has no shell', () => {
    const stack = newStack();
    const secret = new Secret(stack, 'Token');
    service(stack, 'Gate', { image: bare, env: { URL: text`redis://${secret.value}@x` } });
    expect(() => new Rendered(stack)).toThrow(
      'city/Gate has a secret inside a longer text; registry.example/bare has no shell that could put it together',
    );
  });

  test('is refused when it is larger than the largest task', () => {
    const stack = newStack();
    new Service(stack, 'Large', {
      image: images.nginx,
      size: { cpu: size.cpu, memory: Size.gibibytes(200) },
      ports: { http: 80 },
      probes: { ready: { tcp: 80 }, live: { tcp: 80 } },
    });
    expect(() => new Rendered(stack)).toThrow('Fargate has no task of 100 millicores and 204800 MiB');
  });
});
