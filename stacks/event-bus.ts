import * as iam from 'aws-cdk-lib/aws-iam';
import * as msk from 'aws-cdk-lib/aws-msk';
import * as cr from 'aws-cdk-lib/custom-resources';
import { logSettings } from '../constructs/servers/kafka';
import type { EventBus } from '../constructs/waist/primitives';
import type { AwsKind, AwsRendered } from './aws-kind';
import type { AwsTarget } from './aws-target';
import { metric } from './private/alarms';
import { securityGroupOf } from './private/security-groups';
import { uniqueName } from './private/unique-name';

const kafkaVersion = '3.9.x.kraft';

/** Cores and memory (GiB) of the broker types, smallest first. */
const brokers: readonly (readonly [type: string, cores: number, gibibytes: number])[] = [
  ['kafka.t3.small', 2, 2],
  ['kafka.m7g.large', 2, 8],
  ['kafka.m7g.xlarge', 4, 16],
  ['kafka.m7g.2xlarge', 8, 32],
];

/**
 * Kafka on MSK, over TLS only. The security group says who may connect; clients do not log in.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_msk.CfnCluster.html
 */
export const eventBusKind: AwsKind<EventBus> = { group: securityGroupOf, render: renderEventBus };

function renderEventBus(bus: EventBus, target: AwsTarget): AwsRendered<EventBus> {
  const { network, key } = target.shared;
  const subnets = network.subnetIds(network.databaseSubnets).slice(0, 3);
  const count = Math.max(1, Math.ceil(bus.props.replicas / subnets.length)) * subnets.length;
  const configuration = new msk.CfnConfiguration(bus, 'Configuration', {
    name: uniqueName(bus, 60),
    serverProperties: Object.entries(logSettings({ ...bus.props, replicas: count }))
      .map(([key, value]) => `${key}=${value}`)
      .join('\n'),
  });
  const logs = target.shared.logs(bus);
  const cluster = new msk.CfnCluster(bus, 'Cluster', {
    clusterName: uniqueName(bus, 60),
    kafkaVersion,
    numberOfBrokerNodes: count,
    brokerNodeGroupInfo: {
      instanceType: brokerTypeOf(bus),
      clientSubnets: subnets,
      securityGroups: [securityGroupOf(bus, target).securityGroupId],
      storageInfo: { ebsStorageInfo: { volumeSize: Math.max(1, Math.ceil(bus.props.storage.gibibytes)) } },
    },
    configurationInfo: {
      arn: configuration.attrArn,
      revision: configuration.attrLatestRevisionRevision as unknown as number,
    },
    clientAuthentication: { unauthenticated: { enabled: true } },
    encryptionInfo: {
      encryptionAtRest: { dataVolumeKmsKeyId: key.keyArn },
      encryptionInTransit: { clientBroker: 'TLS', inCluster: true },
    },
    enhancedMonitoring: 'PER_BROKER',
    loggingInfo: { brokerLogs: { cloudWatchLogs: { enabled: true, logGroup: logs.logGroupName } } },
  });
  bus.node.defaultChild = cluster;
  const addresses = bootstrapServers(bus, cluster, count, target);
  for (let broker = 1; broker <= count; broker++) {
    const dimensions = { 'Cluster Name': cluster.clusterName, 'Broker ID': String(broker) };
    target.shared.alarms.add(bus, `Disk${broker}`, 'CityBusDiskFills', {
      metric: metric('AWS/Kafka', 'KafkaDataLogsDiskUsed', dimensions, 'Maximum'),
      threshold: 80,
    });
  }
  const outputs = { bootstrapServers: [addresses], securityProtocol: ['SSL'] };
  return { outputs, ready: [cluster], keeps: [cluster] };
}

/** The addresses of the brokers, which MSK tells over its API, but not to CloudFormation. */
function bootstrapServers(bus: EventBus, cluster: msk.CfnCluster, count: number, target: AwsTarget): string {
  const call: cr.AwsSdkCall = {
    service: 'Kafka',
    action: 'getBootstrapBrokers',
    parameters: { ClusterArn: cluster.attrArn },
    outputPaths: ['BootstrapBrokerStringTls'],
    // Another number of brokers is another list of addresses.
    physicalResourceId: cr.PhysicalResourceId.of(`bootstrap-servers-${count}`),
  };
  const resource = new cr.AwsCustomResource(bus, 'BootstrapServers', {
    onUpdate: call,
    installLatestAwsSdk: false,
    role: new iam.Role(bus, 'BootstrapServersRole', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }),
    policy: cr.AwsCustomResourcePolicy.fromStatements([
      new iam.PolicyStatement({ actions: ['kafka:GetBootstrapBrokers'], resources: [cluster.attrArn] }),
    ]),
    removalPolicy: target.removalPolicy,
  });
  return resource.getResponseField('BootstrapBrokerStringTls');
}

function brokerTypeOf(bus: EventBus): string {
  const { cpu, memory } = bus.props.size;
  const found = brokers.find(([, cores, gibibytes]) => cores * 1000 >= cpu.millis && gibibytes >= memory.gibibytes);
  if (!found)
    throw new Error(`${bus.node.path}: no broker type holds ${cpu.millis} millicores and ${memory.gibibytes} GiB`);
  return found[0];
}
