import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const safeSysctls: Policy = {
  name: 'safe-sysctls',
  subject: 'pod',
  kinds: WORKLOADS,
  what: 'sets kernel parameters that reach beyond the pod',
  why: 'Pod Security baseline allows those that are kept apart by namespaces.',
  fix: 'Remove the sysctl.',
  path: 'securityContext.sysctls',
  expression:
    "variables.pod.?securityContext.?sysctls.orValue([]).all(sysctl, sysctl.name in ['kernel.shm_rmid_forced', " +
    "'net.ipv4.ip_local_port_range', 'net.ipv4.ip_local_reserved_ports', 'net.ipv4.ip_unprivileged_port_start', " +
    "'net.ipv4.ping_group_range', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', " +
    "'net.ipv4.tcp_keepalive_probes', 'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_rmem', " +
    "'net.ipv4.tcp_syncookies', 'net.ipv4.tcp_wmem'])",
};
