import type { City, TargetName } from '../../constructs/spec/city';
import { type Prerequisite, prerequisite } from './prerequisite';

/** What has to be there for people and programs outside to reach a platform: records of the DNS, and a certificate. */
export function addressPrerequisites(
  { domain, targets: { kubernetes, aws } }: City,
  hosts: readonly string[],
  target: TargetName,
): Prerequisite[] {
  // Every resolver answers these by itself (RFC 6761).
  if (domain.endsWith('.localhost')) return [];
  if (target === 'aws') return aws.hostedZone ? [] : [prerequisite('dnsRecords', { hosts, to: 'aws' })];
  if (target === 'compose') return [prerequisite('dnsRecords', { hosts, to: 'compose' })];
  const { edge } = kubernetes;
  if (edge.kind === 'none') return [];
  const records = prerequisite('dnsRecords', { hosts, to: edge.kind });
  if (edge.kind !== 'ingress' || edge.clusterIssuer) return [records];
  const { tlsSecret: name } = edge;
  if (name) return [records, prerequisite('tlsSecret', { name, namespace: kubernetes.namespace, hosts })];
  return [records, prerequisite('ingressCertificate', { hosts })];
}
