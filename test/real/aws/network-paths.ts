import { CfnResource } from 'aws-cdk-lib';
import { connectionsOf, workloads } from '../../../constructs/waist/graph';
import {
  Edge,
  ExternalEndpoint,
  Job,
  Primitive,
  Service,
  Volume,
  type Workload,
} from '../../../constructs/waist/primitives';
import type { Egress } from '../../../constructs/waist/primitives/workload';
import { flatIdOf } from '../../support/flat-template';
import type { AwsPlatform } from '../platform/aws-platform';
import type { Json } from '../support/rendered/aws/cloud-assembly';

/** Where a resource says in which security groups it is. */
const groupsOf: Readonly<Record<string, (properties: Json) => readonly Json[]>> = {
  'AWS::ECS::Service': ({ NetworkConfiguration }) => NetworkConfiguration.AwsvpcConfiguration.SecurityGroups,
  'AWS::EFS::MountTarget': ({ SecurityGroups }) => SecurityGroups,
  'AWS::ElastiCache::ReplicationGroup': ({ SecurityGroupIds }) => SecurityGroupIds,
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ({ SecurityGroups }) => SecurityGroups,
  'AWS::MSK::Cluster': ({ BrokerNodeGroupInfo }) => BrokerNodeGroupInfo.SecurityGroups,
  'AWS::RDS::DBCluster': ({ VpcSecurityGroupIds }) => VpcSecurityGroupIds,
  'AWS::Scheduler::Schedule': ({ Target }) =>
    Target.EcsParameters.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups,
  'Custom::TaskRun': ({ SecurityGroups }) => SecurityGroups,
};

/** What CDK writes where nothing at all may go out, which EC2 would take for everything. */
const nothing = '255.255.255.255/32';

interface Rule {
  readonly group: string;
  /** A group, or a range of addresses. */
  readonly peer: string;
  readonly port: string;
}

/** What the rules of the template let through, as `from -> to:port`; a rule at one end alone opens nothing and is told. */
export function openedPaths(platform: AwsPlatform): string[] {
  const { assembly, values } = platform.pods;
  const owners = new Map<string, string[]>();
  for (const [id, { Type, Properties }] of Object.entries(assembly.resources)) {
    for (const group of groupsOf[Type]?.(Properties) ?? []) {
      const name = values.text(group);
      owners.set(name, [...(owners.get(name) ?? []), ownerOf(platform, id)]);
    }
  }
  const egress = rulesOf(platform, 'Egress', 'DestinationSecurityGroupId');
  const ingress = rulesOf(platform, 'Ingress', 'SourceSecurityGroupId');
  const named = (peer: string) => [...new Set(owners.get(peer) ?? [peer])];
  const paths = new Set<string>();
  for (const { group, peer, port } of egress) {
    const met = peer.startsWith('sg-')
      ? ingress.some((rule) => rule.group === peer && rule.peer === group && rule.port === port)
      : true;
    for (const from of named(group))
      for (const to of named(peer)) paths.add(`${from} -> ${to}:${port}${met ? '' : ', refused there'}`);
  }
  for (const { group, peer, port } of ingress) {
    if (!peer.startsWith('sg-')) for (const to of named(group)) paths.add(`${peer} -> ${to}:${port}`);
    else if (!egress.some((rule) => rule.group === peer && rule.peer === group && rule.port === port))
      for (const to of named(group)) paths.add(`${named(peer)} -> ${to}:${port}, never sent`);
  }
  return [...paths].sort();
}

/** The load balancer of an edge for what is no HTTP: it has a group of its own. */
const tlsOf = ({ node }: Edge) => `${node.path}, TLS`;

const isHost = (to: Egress['to']) => typeof to === 'object' && 'host' in to;

/** What references, volumes, peers and the edge ask for, and port 443, on which Fargate itself needs the way out. */
export function promisedPaths({ city }: AwsPlatform): string[] {
  const anybody = '0.0.0.0/0';
  const path = (from: Primitive | string, to: Primitive | string, port: number) =>
    `${typeof from === 'string' ? from : from.node.path} -> ${typeof to === 'string' ? to : to.node.path}:${port}`;
  const ofWorkload = (workload: Workload) => [
    // A security group knows no hosts.
    ...connectionsOf(workload).map(({ to, port }) =>
      path(workload, to instanceof ExternalEndpoint ? anybody : to, port),
    ),
    ...Object.values(workload.volumes).map((volume) => path(workload, volume, 2049)),
    ...(workload instanceof Service ? workload.peerPorts.map((port) => path(workload, workload, port)) : []),
    ...[443, ...workload.egress.filter(({ to }) => to === 'internet' || isHost(to)).flatMap(({ ports }) => ports)].map(
      (port) => path(workload, anybody, port),
    ),
    ...workload.egress.flatMap(({ to, ports }) =>
      typeof to === 'object' && 'network' in to ? ports.map((port) => path(workload, to.network, port)) : [],
    ),
  ];
  const ofEdge = (edge: Edge) => [
    ...[80, 443].map((port) => path(anybody, edge, port)),
    ...[edge.https.target.port, edge.https.health.port].map((port) => path(edge, edge.https.target.source, port)),
    ...edge.tls.map(({ port }) => path(anybody, tlsOf(edge), port)),
    ...edge.tls.map(({ target }) => path(tlsOf(edge), target.source, target.port)),
  ];
  const edges = Primitive.all(city).filter((one): one is Edge => one instanceof Edge);
  return [...new Set([...workloads(city).flatMap(ofWorkload), ...edges.flatMap(ofEdge)])].sort();
}

function rulesOf({ pods: { assembly, values } }: AwsPlatform, direction: 'Ingress' | 'Egress', peer: string): Rule[] {
  const rule = (group: string, properties: Json): Rule => {
    const { IpProtocol, FromPort, ToPort, CidrIp } = properties;
    if (IpProtocol !== 'tcp' || FromPort !== ToPort)
      throw new Error(`${JSON.stringify(properties)} is more than a port`);
    return { group, peer: CidrIp ?? values.text(properties[peer]), port: String(FromPort) };
  };
  const own = assembly
    .entries('AWS::EC2::SecurityGroup')
    .flatMap(([id, { Properties }]) =>
      (Properties[`SecurityGroup${direction}`] ?? [])
        .filter(({ CidrIp }: Json) => CidrIp !== nothing)
        .map((inline: Json) => rule(values.text({ 'Fn::GetAtt': [id, 'GroupId'] }), inline)),
    );
  const beside = assembly
    .entries(`AWS::EC2::SecurityGroup${direction}`)
    .map(([, { Properties }]) => rule(values.text(Properties.GroupId), Properties));
  return [...own, ...beside];
}

/** Path of the primitive that a resource was rendered for. */
function ownerOf({ city, pods, nameOf }: AwsPlatform, id: string): string {
  const { Type, Properties } = pods.assembly.resources[id]!;
  if (Type === 'AWS::ElasticLoadBalancingV2::LoadBalancer' && Properties.Type === 'network')
    return tlsOf(Primitive.all(city).find((one): one is Edge => one instanceof Edge)!);
  const found = Primitive.all(city).find((primitive) => {
    const own = logicalIdOf(primitive);
    const run = Properties.TaskDefinition ?? Properties.Target?.EcsParameters?.TaskDefinitionArn;
    if (Type === 'Custom::TaskRun' || Type === 'AWS::Scheduler::Schedule')
      return primitive instanceof Job && nameOf(primitive) === run.Ref;
    if (Type === 'AWS::EFS::MountTarget') return primitive instanceof Volume && own === Properties.FileSystemId.Ref;
    return own === id;
  });
  return found?.node.path ?? `something else (${id})`;
}

function logicalIdOf({ node }: Primitive): string | undefined {
  return CfnResource.isCfnResource(node.defaultChild) ? flatIdOf(node.defaultChild) : undefined;
}
