import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const noServiceAccountToken: Policy = {
  name: 'no-service-account-token',
  subject: 'pod',
  kinds: WORKLOADS,
  what: 'mounts a token for the Kubernetes API',
  why: 'Whoever takes the program over gets the token too.',
  fix:
    'Set automountServiceAccountToken: false, or give the reason in the annotation citykit/service-account-token ' +
    'of the pod template.',
  path: 'automountServiceAccountToken',
  expression:
    'variables.pod.?automountServiceAccountToken.orValue(true) == false || ' +
    "variables.template.?metadata.?annotations[?'citykit/service-account-token'].orValue('') != ''",
};
