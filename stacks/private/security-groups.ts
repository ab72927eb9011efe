import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { connectionsOf } from '../../constructs/graph';
import { PostgresServer, type Primitive, Service, type Workload } from '../../constructs/primitives';
import type { AwsTarget } from '../aws-target';

const id = 'SecurityGroup';
const nfs = 2049;

/** The security group of a primitive: everything that belongs to it, and nothing else, is in it. */
export function securityGroupOf(primitive: Primitive, target: AwsTarget): ec2.SecurityGroup {
  const known = primitive.node.tryFindChild(id);
  if (known) return known as ec2.SecurityGroup;
  return new ec2.SecurityGroup(primitive, id, {
    vpc: target.shared.network.vpc,
    description: primitive.node.path,
    allowAllOutbound: false,
  });
}

/**
 * Opens the network paths that the workload's references ask for, at both ends, and no other. One exception: Fargate
 * pulls images, reads secrets and writes logs through the task's own interface, so each task may go out on port 443.
 * Names are resolved by the VPC's own resolver, which security groups do not filter.
 */
export function openPaths(workload: Workload, target: AwsTarget): ec2.SecurityGroup {
  const group = securityGroupOf(workload, target);
  const ports = new Set([
    443,
    ...workload.egress.filter(({ to }) => to === 'internet').flatMap((egress) => egress.ports),
  ]);
  for (const port of ports) {
    group.addEgressRule(
      ec2.Peer.anyIpv4(),
      ec2.Port.tcp(port),
      port === 443 ? 'Images, secrets, logs, internet' : 'Internet',
    );
  }
  for (const { to, port } of connectionsOf(workload)) {
    if (to instanceof PostgresServer && to.existing) {
      // The address of an adopted server is known only by name; its own group is its owner's.
      group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(port), `To ${to.node.path}`);
    } else {
      allow(group, securityGroupOf(to, target), port, workload, to);
    }
  }
  for (const volume of new Set(Object.values(workload.volumes))) {
    allow(group, securityGroupOf(volume, target), nfs, workload, volume);
  }
  if (workload instanceof Service) {
    for (const port of workload.peerPorts) allow(group, group, port, workload, workload);
  }
  return group;
}

function allow(from: ec2.SecurityGroup, to: ec2.SecurityGroup, port: number, source: Primitive, sink: Primitive): void {
  from.addEgressRule(to, ec2.Port.tcp(port), `To ${sink.node.path}`);
  to.addIngressRule(from, ec2.Port.tcp(port), `From ${source.node.path}`);
}
