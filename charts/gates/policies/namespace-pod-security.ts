import type { Policy } from '../policy';

export const namespacePodSecurity: Policy = {
  name: 'namespace-pod-security',
  subject: 'object',
  kinds: ['Namespace'],
  what: 'does not enforce Pod Security restricted',
  why: 'The API server then refuses what these policies refuse, from whoever it comes.',
  fix: 'Set the label pod-security.kubernetes.io/enforce: restricted.',
  path: 'metadata.labels["pod-security.kubernetes.io/enforce"]',
  expression: "object.?metadata.?labels[?'pod-security.kubernetes.io/enforce'].orValue('') == 'restricted'",
};
