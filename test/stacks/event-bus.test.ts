import { EventBus } from '../../constructs/waist/primitives';
import { Cpu, Size } from '../../constructs/waist/units';
import { newStack, Rendered, service } from './support';

function tree(cores = 0.5) {
  const stack = newStack();
  const bus = new EventBus(stack, 'Bus', {
    replicas: 3,
    size: { cpu: Cpu.cores(cores), memory: Size.gibibytes(2) },
    storage: Size.gibibytes(20),
  });
  service(stack, 'Api', { env: { BROKERS: bus.bootstrapServers, PROTOCOL: bus.securityProtocol } });
  return stack;
}

describe('an event bus on AWS', () => {
  const rendered = new Rendered(tree());
  const cluster = rendered.only('AWS::MSK::Cluster');

  test('is Kafka on MSK, over TLS alone, encrypted, with as many brokers in each zone', () => {
    expect(cluster.DeletionPolicy).toBe('RetainExceptOnCreate');
    expect(cluster.Properties).toMatchObject({
      NumberOfBrokerNodes: 4,
      BrokerNodeGroupInfo: {
        InstanceType: 'kafka.t3.small',
        ClientSubnets: [{ Ref: expect.stringMatching(/Database1/) }, { Ref: expect.stringMatching(/Database2/) }],
        StorageInfo: { EBSStorageInfo: { VolumeSize: 20 } },
      },
      EncryptionInfo: {
        EncryptionAtRest: { DataVolumeKMSKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^AwsKey/), 'Arn'] } },
        EncryptionInTransit: { ClientBroker: 'TLS', InCluster: true },
      },
    });
  });

  test('keeps no more than it has room for', () => {
    const { ServerProperties } = rendered.only('AWS::MSK::Configuration').Properties;
    expect(ServerProperties.split('\n')).toEqual([
      'auto.create.topics.enable=true',
      'num.partitions=3',
      'default.replication.factor=3',
      'min.insync.replicas=2',
      'compression.type=lz4',
      'log.retention.ms=3600000',
      'log.retention.bytes=3758096384',
      'log.segment.bytes=536870912',
    ]);
  });

  test('has a name that differs in every stack', () => {
    expect(JSON.stringify(cluster.Properties.ClusterName)).toMatch(/^\{"Fn::Join":\["",\["city-bus-",.*AWS::StackId/);
  });

  test('tells its TLS addresses, asked for by a function that may do nothing else', () => {
    const [addresses, resource] = rendered.entries('Custom::AWS')[0]!;
    expect(JSON.stringify(resource.Properties.Update)).toContain('getBootstrapBrokers');
    expect(rendered.container('Api').Environment).toEqual([
      { Name: 'BROKERS', Value: { 'Fn::GetAtt': [addresses, 'BootstrapBrokerStringTls'] } },
      { Name: 'PROTOCOL', Value: 'SSL' },
    ]);
    const { Statement } = rendered.only('AWS::IAM::Policy', 'BusBootstrapServers').Properties.PolicyDocument;
    expect(Statement).toEqual([
      {
        Action: 'kafka:GetBootstrapBrokers',
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^BusCluster/), 'Arn'] },
      },
    ]);
  });

  test('is reached by the workloads that name it, on its TLS port', () => {
    expect(rendered.rules('Ingress')).toEqual(['Api -> Bus:9094']);
  });

  test('has an alarm for the disk of each broker', () => {
    expect(rendered.all('AWS::CloudWatch::Alarm', 'BusDisk')).toHaveLength(4);
  });

  test('is refused when no broker is large enough', () => {
    expect(() => new Rendered(tree(64))).toThrow('city/Bus: no broker type holds 64000 millicores and 2 GiB');
  });
});
