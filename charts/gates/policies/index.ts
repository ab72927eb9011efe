import type { Policy } from '../policy';
import { allowedVolumes } from './allowed-volumes';
import { autoscalerRange } from './autoscaler-range';
import { defaultAppArmor } from './default-app-armor';
import { defaultProcMount } from './default-proc-mount';
import { defaultSelinux } from './default-selinux';
import { disruptionBudget } from './disruption-budget';
import { dropAllCapabilities } from './drop-all-capabilities';
import { edgeService } from './edge-service';
import { imageTag } from './image-tag';
import { jobLimits } from './job-limits';
import { memoryLimit } from './memory-limit';
import { namespaceDefaultDeny } from './namespace-default-deny';
import { namespacePodSecurity } from './namespace-pod-security';
import { noAddedCapabilities } from './no-added-capabilities';
import { noDefaultPassword } from './no-default-password';
import { noHostNamespaces } from './no-host-namespaces';
import { noHostPorts } from './no-host-ports';
import { noHostProbes } from './no-host-probes';
import { noHostProcess } from './no-host-process';
import { noPasswordArgument } from './no-password-argument';
import { noPrivilegeEscalation } from './no-privilege-escalation';
import { noPrivilegedContainer } from './no-privileged-container';
import { noSecretData } from './no-secret-data';
import { noSecretInEnvironment } from './no-secret-in-environment';
import { noServiceAccountToken } from './no-service-account-token';
import { numericUser } from './numeric-user';
import { podLabels } from './pod-labels';
import { podNetworkPolicy } from './pod-network-policy';
import { probes } from './probes';
import { readOnlyRootFileSystem } from './read-only-root-file-system';
import { recommendedLabels } from './recommended-labels';
import { resourceRequests } from './resource-requests';
import { runAsNonRoot } from './run-as-non-root';
import { safeSysctls } from './safe-sysctls';
import { seccompRuntimeDefault } from './seccomp-runtime-default';

/** Every policy, in the order of their names. */
export const POLICIES: readonly Policy[] = [
  allowedVolumes,
  autoscalerRange,
  defaultAppArmor,
  defaultProcMount,
  defaultSelinux,
  disruptionBudget,
  dropAllCapabilities,
  edgeService,
  imageTag,
  jobLimits,
  memoryLimit,
  namespaceDefaultDeny,
  namespacePodSecurity,
  noAddedCapabilities,
  noDefaultPassword,
  noHostNamespaces,
  noHostPorts,
  noHostProbes,
  noHostProcess,
  noPasswordArgument,
  noPrivilegeEscalation,
  noPrivilegedContainer,
  noSecretData,
  noSecretInEnvironment,
  noServiceAccountToken,
  numericUser,
  podLabels,
  podNetworkPolicy,
  probes,
  readOnlyRootFileSystem,
  recommendedLabels,
  resourceRequests,
  runAsNonRoot,
  safeSysctls,
  seccompRuntimeDefault,
];
