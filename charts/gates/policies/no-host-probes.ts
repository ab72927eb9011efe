import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const noHostProbes: Policy = {
  name: 'no-host-probes',
  subject: 'container',
  kinds: WORKLOADS,
  what: 'lets a probe or hook reach a host of its choice',
  why: "Pod Security baseline: the kubelet would make requests from the node's network.",
  fix: 'Remove host from probes and hooks.',
  path: '',
  expression:
    '[container.?livenessProbe, container.?readinessProbe, container.?startupProbe, ' +
    'container.?lifecycle.?postStart, container.?lifecycle.?preStop].all(handler, ' +
    "handler.?httpGet.?host.orValue('') == '' && " +
    "handler.?tcpSocket.?host.orValue('') == '')",
};
