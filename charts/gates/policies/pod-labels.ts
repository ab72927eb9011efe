import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const podLabels: Policy = {
  name: 'pod-labels',
  subject: 'template',
  kinds: WORKLOADS,
  what: 'makes pods without the recommended labels name and instance',
  why: 'Services, policies and budgets find pods by them.',
  fix: 'Set the labels app.kubernetes.io/name and instance on the pod template.',
  path: 'metadata.labels',
  expression:
    "['app.kubernetes.io/name', 'app.kubernetes.io/instance'].all(label, " +
    "variables.template.?metadata.?labels[?label].orValue('') != '')",
};
