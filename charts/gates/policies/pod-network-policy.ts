import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const podNetworkPolicy: Policy = {
  name: 'pod-network-policy',
  subject: 'platform',
  kinds: WORKLOADS,
  what: 'has pods that no NetworkPolicy confines in both directions',
  why: 'An unselected pod may reach, and be reached by, everything.',
  fix: 'Add NetworkPolicies that select the pods, with Ingress and Egress.',
  path: '',
  expression:
    "['Ingress', 'Egress'].all(direction, variables.networkPolicies.exists(policy, " +
    'direction in policy.spec.?policyTypes.orValue([])))',
};
