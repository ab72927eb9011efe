import { type CfnResource, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { connectionsOf } from '../../constructs/waist/graph';
import type { Primitive, Workload } from '../../constructs/waist/primitives';
import type { AwsTarget } from '../aws-target';

const id = 'SecurityGroup';
const nfs = 2049;

/** The security group of a primitive, or of what stands for some: everything that belongs to it, and nothing else, is in it. */
export function securityGroupOf(primitive: Construct, target: AwsTarget): ec2.SecurityGroup {
  const known = primitive.node.tryFindChild(id);
  if (known) return known as ec2.SecurityGroup;
  return new ec2.SecurityGroup(primitive, id, {
    vpc: target.shared.network.vpc,
    description: primitive.node.path,
    allowAllOutbound: false,
  });
}

/** The security group of a workload, and those of its rules that are resources of their own. */
export interface Paths {
  readonly group: ec2.SecurityGroup;
  readonly rules: readonly CfnResource[];
}

/**
 * Opens the network paths that the workload's references ask for, at both ends, and no other. One exception: Fargate
 * pulls images, reads secrets and writes logs through the task's own interface, so each task may go out on port 443.
 * Names are resolved by the VPC's own resolver, which security groups do not filter.
 */
export function openPaths(workload: Workload, target: AwsTarget): Paths {
  const group = securityGroupOf(workload, target);
  const internet = workload.egress.filter(({ to }) => to === 'internet').flatMap(({ ports }) => ports);
  for (const port of new Set([443, ...internet])) {
    const why = port === 443 ? 'Images, secrets, logs, internet' : 'Internet';
    group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(port), why);
  }
  for (const { to, ports } of workload.egress) {
    if (typeof to !== 'object' || 'namespace' in to) continue;
    if ('host' in to) {
      for (const port of ports) group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(port), `To ${to.host}`);
      continue;
    }
    const peer = to.network.includes(':') ? ec2.Peer.ipv6(to.network) : ec2.Peer.ipv4(to.network);
    for (const port of ports) group.addEgressRule(peer, ec2.Port.tcp(port), `To ${to.network}`);
  }
  const sinks = [...connectionsOf(workload), ...mounts(workload), ...peers(workload)];
  const rules = sinks.flatMap(({ to, port }) => {
    const other = target.groupOf(to);
    if (other) return allow(workload, group, to, other, port, target);
    // What is not in the VPC is known only by name; its own group, if it has one, is its owner's.
    group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(port), `To ${to.node.path}`);
    return [];
  });
  return { group, rules };
}

function mounts(workload: Workload) {
  return [...new Set(Object.values(workload.volumes))].map((to) => ({ to, port: nfs }));
}

function peers(workload: Workload) {
  return workload.peerPorts.map((port) => ({ to: workload, port }));
}

/** Lets `from` reach `to`, by a rule at each end. Whoever reaches out has both, so that its stack refers to no other one. */
function allow(
  from: Workload,
  group: ec2.SecurityGroup,
  to: Primitive,
  other: ec2.ISecurityGroup,
  port: number,
  target: AwsTarget,
): CfnResource[] {
  const place = new Construct(target.place(from), `To-${to.node.path.slice(Stack.of(to).node.path.length)}-${port}`);
  const rule = { ipProtocol: 'tcp', fromPort: port, toPort: port };
  return [
    new ec2.CfnSecurityGroupEgress(place, 'Egress', {
      ...rule,
      groupId: group.securityGroupId,
      destinationSecurityGroupId: other.securityGroupId,
      description: `To ${to.node.path}`,
    }),
    new ec2.CfnSecurityGroupIngress(place, 'Ingress', {
      ...rule,
      groupId: other.securityGroupId,
      sourceSecurityGroupId: group.securityGroupId,
      description: `From ${from.node.path}`,
    }),
  ];
}
