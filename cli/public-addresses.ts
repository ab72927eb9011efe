import type { City } from '../constructs/spec/city';
import type { Prerequisite } from './report/prerequisite';
import type { TargetName } from './targets';

/** What has to be there for people and programs outside to reach a platform: records of the DNS, and a certificate. */
export function publicAddresses(
  { domain, targets: { kubernetes, aws } }: City,
  hosts: readonly string[],
  target: TargetName,
): Pick<Prerequisite, 'name' | 'need'>[] {
  // Every resolver answers these by itself (RFC 6761).
  if (domain.endsWith('.localhost')) return [];
  const names = hosts.join(', ');
  if (target === 'aws') {
    if (aws.hostedZone) return [];
    const need = `${names} lead to the load balancer, as aliases of its name, which the console shows once it is made.`;
    return [{ name: 'DNS records', need }];
  }
  const { edge } = kubernetes;
  if (edge.kind === 'none') return [];
  const to = {
    ingress: 'the address of the Ingress controller',
    gateway: 'the address of the Gateway',
    loadBalancer: 'the address that the LoadBalancer Service gets',
  }[edge.kind];
  const records = { name: 'DNS records', need: `${names} lead to ${to}.` };
  if (edge.kind !== 'ingress' || edge.clusterIssuer) return [records];
  const need = `The Ingress controller has one of its own for ${names}; or name a ClusterIssuer in targets.kubernetes.edge.`;
  return [records, { name: 'Certificate', need }];
}
