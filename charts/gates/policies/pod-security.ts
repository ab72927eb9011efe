import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

/**
 * What the Pod Security Standards "baseline" and "restricted" ask of pods, and a file system that nobody writes to.
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export const podSecurity: readonly Policy[] = [
  {
    name: 'allowed-volumes',
    subject: 'volume',
    kinds: WORKLOADS,
    what: 'is of a type Pod Security restricted refuses',
    why: 'Pod Security restricted: hostPath and in-tree drivers reach the node.',
    fix: 'Use configMap, csi, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected or secret.',
    path: '',
    expression:
      "volume.all(field, field in ['name', 'configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', " +
      "'persistentVolumeClaim', 'projected', 'secret'])",
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.volumes[1]',
      wrong: 'name: tmp\nemptyDir: null\nhostPath: { path: /tmp }',
      right: 'name: tmp\nemptyDir: {}',
    },
  },
  {
    name: 'default-app-armor',
    subject: 'container',
    kinds: WORKLOADS,
    what: 'changes or leaves the AppArmor profile',
    why: "Pod Security baseline: the runtime's profile is the least a node offers.",
    fix: 'Remove appArmorProfile or use RuntimeDefault.',
    path: 'securityContext.appArmorProfile.type',
    expression:
      '[variables.pod.?securityContext, container.?securityContext].all(context, ' +
      "context.?appArmorProfile.?type.orValue('RuntimeDefault') in ['RuntimeDefault', 'Localhost'])",
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0].securityContext',
      wrong: 'appArmorProfile: { type: Unconfined }',
      right: 'appArmorProfile: { type: RuntimeDefault }',
    },
  },
  {
    name: 'default-proc-mount',
    subject: 'container',
    kinds: WORKLOADS,
    what: 'unmasks /proc',
    why: "Pod Security baseline: masked paths keep the kernel's secrets from containers.",
    fix: 'Remove procMount.',
    path: 'securityContext.procMount',
    expression: "container.?securityContext.?procMount.orValue('Default') == 'Default'",
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0].securityContext',
      wrong: 'procMount: Unmasked',
      right: 'procMount: Default',
    },
  },
  {
    name: 'default-selinux',
    subject: 'container',
    kinds: WORKLOADS,
    what: 'sets SELinux options a container may not have',
    why: 'Pod Security baseline: a user, role or type of its own could leave the confinement.',
    fix: 'Remove seLinuxOptions.',
    path: 'securityContext.seLinuxOptions',
    expression:
      '[variables.pod.?securityContext.?seLinuxOptions, container.?securityContext.?seLinuxOptions].all(options, ' +
      "options.?user.orValue('') == '' && " +
      "options.?role.orValue('') == '' && " +
      "options.?type.orValue('') in ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'])",
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0].securityContext',
      wrong: 'seLinuxOptions: { user: system_u }',
      right: 'seLinuxOptions: { type: container_t }',
    },
  },
  {
    name: 'drop-all-capabilities',
    subject: 'container',
    kinds: WORKLOADS,
    what: 'keeps Linux capabilities',
    why: "Pod Security restricted: a capability is a part of root's power.",
    fix: 'Set capabilities.drop: [ALL].',
    path: 'securityContext.capabilities.drop',
    expression: "'ALL' in container.?securityContext.?capabilities.?drop.orValue([])",
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0].securityContext',
      wrong: 'capabilities: { drop: [NET_RAW] }',
      right: 'capabilities: { drop: [ALL] }',
    },
  },
  {
    name: 'namespace-pod-security',
    subject: 'object',
    kinds: ['Namespace'],
    what: 'does not enforce Pod Security restricted',
    why: 'The API server then refuses what these policies refuse, from whoever it comes.',
    fix: 'Set the label pod-security.kubernetes.io/enforce: restricted.',
    path: 'metadata.labels["pod-security.kubernetes.io/enforce"]',
    expression: "object.?metadata.?labels[?'pod-security.kubernetes.io/enforce'].orValue('') == 'restricted'",
    example: {
      kind: 'Namespace',
      at: 'metadata.labels',
      wrong: "'pod-security.kubernetes.io/enforce': baseline",
      right: "'pod-security.kubernetes.io/enforce': restricted",
    },
  },
  {
    name: 'no-added-capabilities',
    subject: 'container',
    kinds: WORKLOADS,
    what: 'adds Linux capabilities',
    why: 'Pod Security restricted allows NET_BIND_SERVICE and no other.',
    fix: 'Remove capabilities.add; listen on a port from 1024.',
    path: 'securityContext.capabilities.add',
    expression:
      "container.?securityContext.?capabilities.?add.orValue([]).all(capability, capability == 'NET_BIND_SERVICE')",
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0].securityContext.capabilities',
      wrong: 'add: [NET_ADMIN]',
      right: 'add: [NET_BIND_SERVICE]',
    },
  },
  {
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
    example: { kind: 'Deployment', at: 'spec.template.spec', wrong: 'hostPID: true', right: 'hostPID: false' },
  },
  {
    name: 'no-host-ports',
    subject: 'container',
    kinds: WORKLOADS,
    what: 'takes a port of its node',
    why: 'Pod Security baseline: a host port goes around NetworkPolicies and Services.',
    fix: 'Remove hostPort; use a Service.',
    path: 'ports',
    expression: 'container.?ports.orValue([]).all(port, port.?hostPort.orValue(0) == 0)',
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0].ports[0]',
      wrong: 'hostPort: 9090',
      right: 'containerPort: 9090',
    },
  },
  {
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
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0].livenessProbe.httpGet',
      wrong: 'host: 192.0.2.1',
      right: 'path: /q/health',
    },
  },
  {
    name: 'no-host-process',
    subject: 'container',
    kinds: WORKLOADS,
    what: 'runs as a Windows host process',
    why: 'Pod Security baseline: such a container is the node.',
    fix: 'Remove windowsOptions.hostProcess.',
    path: 'securityContext.windowsOptions.hostProcess',
    expression:
      '[variables.pod.?securityContext, container.?securityContext].all(context, ' +
      'context.?windowsOptions.?hostProcess.orValue(false) == false)',
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0].securityContext',
      wrong: 'windowsOptions: { hostProcess: true }',
      right: 'windowsOptions: { hostProcess: false }',
    },
  },
  {
    name: 'no-privilege-escalation',
    subject: 'container',
    kinds: WORKLOADS,
    what: 'may gain privileges',
    why: 'Pod Security restricted: a set-user-ID program would undo the numeric user.',
    fix: 'Set allowPrivilegeEscalation: false.',
    path: 'securityContext.allowPrivilegeEscalation',
    expression: 'container.?securityContext.?allowPrivilegeEscalation.orValue(true) == false',
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0].securityContext',
      wrong: 'allowPrivilegeEscalation: null',
      right: 'allowPrivilegeEscalation: false',
    },
  },
  {
    name: 'no-privileged-container',
    subject: 'container',
    kinds: WORKLOADS,
    what: 'is privileged',
    why: 'Pod Security baseline: a privileged container owns its node.',
    fix: 'Remove privileged.',
    path: 'securityContext.privileged',
    expression: 'container.?securityContext.?privileged.orValue(false) == false',
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0].securityContext',
      wrong: 'privileged: true',
      right: 'privileged: false',
    },
  },
  {
    name: 'numeric-user',
    subject: 'container',
    kinds: WORKLOADS,
    what: 'names no user by number, or names 0',
    why: "Pod Security restricted refuses user 0, and the kubelet cannot tell whether an image's named user is root.",
    fix: "Set runAsUser to the image's number, greater than 0, on the pod or the container.",
    path: 'securityContext.runAsUser',
    expression:
      'container.?securityContext.?runAsUser.orValue(variables.pod.?securityContext.?runAsUser.orValue(0)) > 0',
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0].securityContext',
      wrong: 'runAsUser: 0',
      right: 'runAsUser: 1001',
    },
  },
  {
    name: 'read-only-root-file-system',
    subject: 'container',
    kinds: WORKLOADS,
    what: "can write to its image's file system",
    why: 'An attacker who cannot write cannot leave a program behind, and what a program needs to write is known.',
    fix: 'Set readOnlyRootFilesystem: true and mount a volume where the program writes.',
    path: 'securityContext.readOnlyRootFilesystem',
    expression: 'container.?securityContext.?readOnlyRootFilesystem.orValue(false) == true',
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0].securityContext',
      wrong: 'readOnlyRootFilesystem: false',
      right: 'readOnlyRootFilesystem: true',
    },
  },
  {
    name: 'run-as-non-root',
    subject: 'container',
    kinds: WORKLOADS,
    what: 'may run as root',
    why: 'Pod Security restricted: a process that is root in its container is one kernel bug away from root on the node.',
    fix: 'Set runAsNonRoot: true on the pod or the container.',
    path: 'securityContext.runAsNonRoot',
    expression:
      'container.?securityContext.?runAsNonRoot' +
      '.orValue(variables.pod.?securityContext.?runAsNonRoot.orValue(false)) == true',
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0].securityContext',
      wrong: 'runAsNonRoot: false',
      right: 'runAsNonRoot: true',
    },
  },
  {
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
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec',
      wrong: "securityContext: { sysctls: [{ name: kernel.msgmax, value: '65536' }] }",
      right: "securityContext: { sysctls: [{ name: net.ipv4.tcp_syncookies, value: '1' }] }",
    },
  },
  {
    name: 'seccomp-runtime-default',
    subject: 'container',
    kinds: WORKLOADS,
    what: "runs without the runtime's seccomp profile",
    why: 'Pod Security restricted: the profile closes the system calls no ordinary program needs.',
    fix: 'Set seccompProfile.type: RuntimeDefault on the pod or the container.',
    path: 'securityContext.seccompProfile.type',
    expression:
      'container.?securityContext.?seccompProfile.?type' +
      ".orValue(variables.pod.?securityContext.?seccompProfile.?type.orValue('')) == 'RuntimeDefault'",
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0].securityContext',
      wrong: 'seccompProfile: { type: Unconfined }',
      right: 'seccompProfile: { type: RuntimeDefault }',
    },
  },
];
