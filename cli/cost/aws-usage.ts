import type { AwsResource } from '../../stacks/synth';
import type { Assumptions } from './assumptions';
import type { PriceId } from './aws-prices';

/** So many units of something in a month. */
export interface Usage {
  readonly price: PriceId;
  readonly quantity: number;
}

/** What the usage of a resource follows from, beside the resource. */
interface Surroundings {
  readonly assumptions: Assumptions;
  /** Every resource of the platform. */
  readonly resources: readonly AwsResource[];
}

type UsageOf = (resource: AwsResource, surroundings: Surroundings) => readonly Usage[];

/** Names of resources that a value of a template refers to. */
function referencesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref' && typeof inner === 'string') return [inner];
    if (key === 'Fn::GetAtt' && Array.isArray(inner)) return [String(inner[0])];
    return referencesIn(inner);
  });
}

const refersTo = (value: unknown, { id }: AwsResource) => referencesIn(value).includes(id);

/** A service runs as many tasks as its scaling keeps at least. */
const tasks: UsageOf = (service, { assumptions, resources }) => {
  const { properties, template } = service;
  const beside = resources.filter((other) => other.template === template);
  const definition = beside.find(
    (other) => other.type === 'AWS::ECS::TaskDefinition' && refersTo(properties.TaskDefinition, other),
  );
  const scaling = beside.find(
    (other) =>
      other.type === 'AWS::ApplicationAutoScaling::ScalableTarget' && refersTo(other.properties.ResourceId, service),
  );
  const { Cpu, Memory, RuntimePlatform } = definition?.properties ?? {};
  const processor = (RuntimePlatform as { CpuArchitecture?: string } | undefined)?.CpuArchitecture;
  const hours = Number(scaling?.properties.MinCapacity ?? properties.DesiredCount ?? 1) * assumptions.hours;
  const kind = processor === 'ARM64' ? 'arm' : 'x86';
  return [
    { price: `fargate-${kind}-cpu`, quantity: (Number(Cpu) / 1024) * hours },
    { price: `fargate-${kind}-memory`, quantity: (Number(Memory) / 1024) * hours },
  ];
};

interface Capacity {
  readonly MinCapacity: number;
  readonly MaxCapacity: number;
}

/** Under the load of the spec, the writer and the reader that stays as large as it work at twice what they rest at. */
const databaseInstance: UsageOf = ({ id, properties }, { assumptions, resources }) => {
  const cluster = resources.find(
    (other) => other.type === 'AWS::RDS::DBCluster' && refersTo(properties.DBClusterIdentifier, other),
  );
  const scaling = cluster?.properties.ServerlessV2ScalingConfiguration as Capacity | undefined;
  if (!scaling) throw new Error(`${id}: an instance of no serverless cluster`);
  const { MinCapacity, MaxCapacity } = scaling;
  const works = Number(properties.PromotionTier ?? 0) <= 1;
  const capacity = works ? Math.min(2 * MinCapacity, MaxCapacity) : MinCapacity;
  return [{ price: 'aurora-capacity', quantity: capacity * assumptions.hours }];
};

const databaseCluster: UsageOf = ({ properties, disk = 0 }, { assumptions }) => [
  { price: 'aurora-storage', quantity: disk },
  { price: 'aurora-io', quantity: (assumptions.messages * assumptions.writesPerMessage) / 1e6 },
  ...(properties.ManageMasterUserPassword === true ? [{ price: 'secret', quantity: 1 } as const] : []),
];

const kafka: UsageOf = ({ properties }, { assumptions }) => {
  const brokers = Number(properties.NumberOfBrokerNodes);
  const { InstanceType, StorageInfo } = properties.BrokerNodeGroupInfo as {
    readonly InstanceType: PriceId;
    readonly StorageInfo: { readonly EBSStorageInfo: { readonly VolumeSize: number } };
  };
  return [
    { price: InstanceType, quantity: brokers * assumptions.hours },
    { price: 'kafka-storage', quantity: brokers * StorageInfo.EBSStorageInfo.VolumeSize },
  ];
};

/** A load balancer has an address in each of its zones. What comes in leaves a line in the log of the gateway behind it. */
const balancer: UsageOf = ({ properties }, { assumptions }) => {
  const { hours, messages, secondsPerMonth } = assumptions;
  const zones = (properties.Subnets as readonly unknown[]).length;
  const addresses: Usage[] =
    properties.Scheme === 'internal' ? [] : [{ price: 'public-address', quantity: zones * hours }];
  if (properties.Type === 'network') return [{ price: 'balancer-tcp', quantity: hours }, ...addresses];
  const perSecond = messages / secondsPerMonth;
  const gigabytesPerHour = (perSecond * assumptions.bytesPerMessage * 3600) / 1e9;
  const units = Math.max(perSecond / assumptions.connectionsPerUnit, gigabytesPerHour);
  const written = (messages * assumptions.logBytesPerMessage) / 1e9;
  return [
    { price: 'balancer-http', quantity: hours },
    { price: 'balancer-http-load', quantity: units * hours },
    ...addresses,
    { price: 'logs-written', quantity: written },
    { price: 'logs-kept', quantity: written * assumptions.monthsOfLogs * assumptions.compressed },
    {
      price: 'object-storage',
      quantity: ((messages * assumptions.accessLogBytesPerMessage) / 1e9) * assumptions.monthsOfLogs,
    },
  ];
};

/** Logs leave by way of the NAT gateways, the same share through each. */
const nat: UsageOf = (_, { assumptions, resources }) => {
  const gateways = resources.filter(({ type }) => type === 'AWS::EC2::NatGateway').length;
  const written = (assumptions.messages * assumptions.logBytesPerMessage) / 1e9;
  return [
    { price: 'nat', quantity: assumptions.hours },
    { price: 'nat-traffic', quantity: written / gateways },
  ];
};

const endpoint: UsageOf = ({ properties }, { assumptions }) =>
  properties.VpcEndpointType === 'Interface'
    ? [
        {
          price: 'private-endpoint',
          quantity: ((properties.SubnetIds ?? []) as readonly unknown[]).length * assumptions.hours,
        },
      ]
    : [];

const firewall: UsageOf = ({ properties }, { assumptions }) => [
  { price: 'firewall', quantity: 1 },
  { price: 'firewall-rule', quantity: (properties.Rules as readonly unknown[]).length },
  { price: 'firewall-requests', quantity: assumptions.messages / 1e6 },
];

const cache: UsageOf = ({ properties }, { assumptions }) => [
  {
    price: properties.CacheNodeType as PriceId,
    quantity: Number(properties.NumCacheClusters) * assumptions.hours,
  },
];

const one =
  (price: PriceId): UsageOf =>
  () => [{ price, quantity: 1 }];

/** What a resource of a type uses in a month. */
export const awsUsage: Readonly<Record<string, UsageOf>> = {
  'AWS::ECS::Service': tasks,
  'AWS::RDS::DBInstance': databaseInstance,
  'AWS::RDS::DBCluster': databaseCluster,
  'AWS::MSK::Cluster': kafka,
  'AWS::ElastiCache::ReplicationGroup': cache,
  'AWS::EKS::Cluster': (_, { assumptions }) => [{ price: 'eks-cluster', quantity: assumptions.hours }],
  'AWS::EFS::FileSystem': ({ disk = 0 }) => [{ price: 'files-storage', quantity: disk }],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': balancer,
  'AWS::EC2::NatGateway': nat,
  'AWS::EC2::EIP': (_, { assumptions }) => [{ price: 'public-address', quantity: assumptions.hours }],
  'AWS::EC2::VPCEndpoint': endpoint,
  'AWS::WAFv2::WebACL': firewall,
  'AWS::CloudWatch::Alarm': one('alarm'),
  'AWS::Logs::MetricFilter': one('metric'),
  'AWS::SecretsManager::Secret': one('secret'),
  'AWS::KMS::Key': one('key'),
  'AWS::ServiceDiscovery::PrivateDnsNamespace': one('private-zone'),
};

/**
 * Types of resource that cost nothing by themselves, or whose cost is counted elsewhere or is named among what is not
 * counted: jobs and functions that run at deployment and for minutes a day, logs, mail of alarms, records. Of dashboards an account has
 * three for nothing.
 */
export const withoutCost: ReadonlySet<string> = new Set([
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::ApplicationAutoScaling::ScalingPolicy',
  'AWS::CertificateManager::Certificate',
  'AWS::CloudFormation::Stack',
  'AWS::CloudWatch::Dashboard',
  'AWS::EC2::FlowLog',
  'AWS::EC2::InternetGateway',
  'AWS::EC2::Route',
  'AWS::EC2::RouteTable',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::EC2::Subnet',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::VPC',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::ECS::Cluster',
  'AWS::ECS::TaskDefinition',
  'AWS::EFS::AccessPoint',
  'AWS::EFS::MountTarget',
  'AWS::EKS::AccessEntry',
  'AWS::EKS::Addon',
  'AWS::ElastiCache::SubnetGroup',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::Function',
  'AWS::Logs::LogGroup',
  'AWS::MSK::Configuration',
  'AWS::RDS::DBClusterParameterGroup',
  'AWS::RDS::DBSubnetGroup',
  'AWS::Route53::RecordSet',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::Scheduler::Schedule',
  'AWS::ServiceDiscovery::Service',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::WAFv2::LoggingConfiguration',
  'AWS::WAFv2::WebACLAssociation',
  'Custom::AWS',
  'Custom::ClusterCheck',
  'Custom::ClusterObjects',
  'Custom::TaskRun',
]);
