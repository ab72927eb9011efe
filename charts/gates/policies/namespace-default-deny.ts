import type { Policy } from '../policy';

export const namespaceDefaultDeny: Policy = {
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
};
