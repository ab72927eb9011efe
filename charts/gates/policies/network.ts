import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

/** Who may talk to whom. */
export const network: readonly Policy[] = [
  {
    name: 'edge-service',
    subject: 'object',
    kinds: ['Service'],
    what: 'is open to the outside of the cluster',
    why: 'The gateway is the one way in; a second would go around tokens, roles and the audit log.',
    fix: 'Use type ClusterIP, or give the reason in the annotation citykit/edge.',
    path: 'spec.type',
    expression:
      "!(object.spec.?type.orValue('ClusterIP') in ['LoadBalancer', 'NodePort']) || " +
      "object.?metadata.?annotations[?'citykit/edge'].orValue('') != ''",
    example: { kind: 'Service', at: 'spec', wrong: 'type: LoadBalancer', right: 'type: ClusterIP' },
  },
  {
    name: 'namespace-default-deny',
    subject: 'platform',
    kinds: ['Namespace'],
    what: 'has no NetworkPolicy that denies all traffic by default',
    why: 'Without one, a pod that no policy selects may talk to everything.',
    fix: 'Add a NetworkPolicy with an empty podSelector, policyTypes Ingress and Egress, and no rules.',
    path: '',
    expression:
      'variables.networkPolicies.exists(policy, policy.spec.?podSelector.orValue({}).size() == 0 && ' +
      "['Ingress', 'Egress'].all(direction, direction in policy.spec.?policyTypes.orValue([])) && " +
      'policy.spec.?ingress.orValue([]).size() == 0 && policy.spec.?egress.orValue([]).size() == 0)',
    example: {
      kind: 'NetworkPolicy',
      at: 'spec',
      wrong: 'egress: [{}]',
      right: 'egress: []',
    },
  },
  {
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
    example: { kind: 'Job', at: 'metadata', wrong: 'namespace: elsewhere', right: 'namespace: izmir' },
  },
];
