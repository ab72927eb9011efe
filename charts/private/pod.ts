import { REASONS } from '../gates/annotations';
import type { KubernetesTarget } from '../kubernetes-target';
import { labelsOf, pathAnnotation } from '../metadata';
import { ContainerEnvironment } from './container-environment';
import { renderFiles } from './files';
import { jobWaitVolumes } from './job-wait';
import type { k8s } from './k8s';
import type { MainContainer } from './main-container';
import { nodeSelector } from './node-selector';
import { resourceRequirements } from './quantities';
import { scratch } from './scratch';
import { containerSecurityContext, podSecurityContext } from './security';
import { waitContainers } from './wait-containers';

/** What a kind of workload adds to its pods. */
export interface PodAdditions {
  readonly container?: Partial<k8s.Container>;
  readonly spec?: Partial<k8s.PodSpec>;
  /** Variables that are not values of the model. */
  readonly env?: readonly k8s.EnvVar[];
  readonly volumes?: readonly k8s.Volume[];
  readonly mounts?: readonly k8s.VolumeMount[];
  readonly annotations?: Readonly<Record<string, string>>;
  /** Whether another pod takes its place when its node goes, and nothing is lost with its scratch folders. @default false */
  readonly replaceable?: boolean;
}

/**
 * Volumes that the cluster autoscaler may lose when it takes a node away; by itself it leaves every node that has a pod with a volume of
 * the node.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#what-types-of-pods-can-prevent-ca-from-removing-a-node
 */
const volumesToLose = 'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes';

/** The pod of a main container, after Pod Security `restricted`, with all it reads, writes and waits for. */
export function podTemplate(
  target: KubernetesTarget,
  main: MainContainer,
  additions: PodAdditions = {},
): k8s.PodTemplateSpec {
  const environment = new ContainerEnvironment(target, main.env);
  const command = main.command?.map((value) => environment.argument(value));
  const args = main.args?.map((value) => environment.argument(value));
  const files = renderFiles(target, main);
  const folders = scratch(target, main);
  const claims = Object.entries(main.volumes).map(([path, volume]) => ({ path, claim: target.nameOf(volume) }));
  const env = [...environment.variables, ...(additions.env ?? [])];
  const initContainers = [...folders.init, ...waitContainers(target, main)];
  const mounts = [
    ...folders.mounts,
    ...claims.map(({ path, claim }) => ({ name: claim, mountPath: path })),
    ...files.mounts,
    ...(additions.mounts ?? []),
  ];
  const volumes = [
    ...folders.volumes,
    ...[...new Set(claims.map(({ claim }) => claim))].map((claim) => ({
      name: claim,
      persistentVolumeClaim: { claimName: claim },
    })),
    ...files.volumes,
    ...jobWaitVolumes(target, main),
    ...(additions.volumes ?? []),
  ];
  const ofNode = volumes.filter((volume) => 'emptyDir' in volume).map(({ name }) => name);
  const rights = main.clusterRights.length > 0;
  return {
    metadata: {
      labels: labelsOf(target, main.scope, main.name),
      annotations: {
        [pathAnnotation]: main.scope.node.path,
        ...(rights ? { [REASONS.serviceAccountToken]: apiAccess(main) } : {}),
        ...(additions.replaceable && ofNode.length > 0 ? { [volumesToLose]: ofNode.join(',') } : {}),
        ...files.annotations,
        ...additions.annotations,
      },
    },
    spec: {
      serviceAccountName: main.name,
      automountServiceAccountToken: rights,
      enableServiceLinks: false,
      ...(target.options.imagePullSecrets?.length
        ? { imagePullSecrets: target.options.imagePullSecrets.map((name) => ({ name })) }
        : {}),
      securityContext: podSecurityContext(main.image),
      nodeSelector: nodeSelector(main.image),
      ...(initContainers.length ? { initContainers } : {}),
      containers: [
        {
          name: 'main',
          image: target.imageOf(main.image),
          ...(command ? { command } : {}),
          ...(args ? { args } : {}),
          ...(env.length ? { env } : {}),
          resources: resourceRequirements(main.size),
          securityContext: containerSecurityContext,
          ...(mounts.length ? { volumeMounts: mounts } : {}),
          ...additions.container,
        },
      ],
      ...(volumes.length ? { volumes } : {}),
      ...additions.spec,
    },
  };
}

/** Why the pods hold a token for the API server. */
function apiAccess({ clusterRights, egress }: MainContainer): string {
  const reasons = egress.filter(({ to }) => to === 'cluster-api').map(({ reason }) => reason);
  return (
    reasons.length ? reasons : clusterRights.map(({ verbs, resource }) => `${verbs.join(', ')} ${resource}`)
  ).join('; ');
}
