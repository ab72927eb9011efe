import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const noHostNamespaces: Policy = {
  name: 'no-host-namespaces',
  subject: 'pod',
  kinds: WORKLOADS,
  what: 'shares a namespace of its node',
  why: 'Pod Security baseline: it would see the network, processes or memory of everything else on the node.',
  fix: 'Remove hostNetwork, hostPID and hostIPC.',
  path: '',
  expression:
    '!(variables.pod.?hostNetwork.orValue(false) || variables.pod.?hostPID.orValue(false) || ' +
    'variables.pod.?hostIPC.orValue(false))',
};
