import { expand } from './expand';
import type { ConfigMapSource, Container, KubernetesObject, PodSpec, Probe, Volume } from './kubernetes-objects';
import type { SecretValues } from './secret-values';

/** What is mounted at a path: files, by their path within the volume; a scratch folder; or a claim that outlives the pod. */
export type MountSource =
  | { readonly kind: 'files'; readonly volume: string; readonly files: Readonly<Record<string, string>> }
  | { readonly kind: 'scratch'; readonly volume: string }
  | { readonly kind: 'claim'; readonly volume: string; readonly claim: string };

export interface Mount {
  readonly path: string;
  readonly subPath: string;
  readonly readOnly: boolean;
  readonly source: MountSource;
}

/** A container as a kubelet would run it: every reference filled in. */
export interface RenderedContainer {
  readonly name: string;
  readonly image: string;
  /** Replaces the image's entrypoint and its arguments. */
  readonly command: readonly string[] | undefined;
  readonly args: readonly string[] | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** The Secrets of the variables that come from one. */
  readonly secrets: Readonly<Record<string, { readonly name: string; readonly key: string }>>;
  readonly mounts: readonly Mount[];
  readonly user: { readonly uid: number; readonly gid: number };
  readonly fsGroup: number | undefined;
  readonly readOnlyRoot: boolean;
  /** Above it the kernel ends the container. */
  readonly memoryMebibytes: number;
  readonly ports: Readonly<Record<string, number>>;
  readonly probes: { readonly startup?: Probe; readonly readiness?: Probe; readonly liveness?: Probe };
}

export interface RenderedPod {
  /** Name of the Deployment, StatefulSet or Job. */
  readonly name: string;
  readonly init: readonly RenderedContainer[];
  readonly main: RenderedContainer;
  /** Seconds between SIGTERM and SIGKILL. */
  readonly grace: number;
}

const workloads = ['Deployment', 'StatefulSet', 'Job', 'CronJob'];

/**
 * Reads a workload out of rendered Kubernetes objects.
 *
 * @param name the workload's; a Job is found without the hash at the end of its name
 * @throws Error when there is none, or when a kubelet would refuse it or do more than is understood here
 */
export function renderedPod(objects: readonly object[], name: string, secrets: SecretValues): RenderedPod {
  const all = objects as readonly KubernetesObject[];
  const workload = all.find(
    ({ kind, metadata }) =>
      workloads.includes(kind) && (metadata.name === name || metadata.name.replace(/-[0-9a-f]{8}$/, '') === name),
  );
  const spec = workload?.spec?.template?.spec;
  if (!workload || !spec) throw new Error(`no workload is named ${name}`);
  const read = (container: Container) => renderedContainer(all, spec, container, secrets);
  const [main, ...others] = spec.containers;
  if (!main || others.length > 0) throw new Error(`${name} has ${spec.containers.length} containers`);
  return {
    name: workload.metadata.name,
    init: (spec.initContainers ?? []).map(read),
    main: read(main),
    grace: spec.terminationGracePeriodSeconds ?? 30,
  };
}

function renderedContainer(
  objects: readonly KubernetesObject[],
  pod: PodSpec,
  container: Container,
  secrets: SecretValues,
): RenderedContainer {
  if (container.envFrom) throw new Error(`${container.name}: envFrom is not understood`);
  const env: Record<string, string> = {};
  const secretOf: Record<string, { readonly name: string; readonly key: string }> = {};
  for (const { name, value, valueFrom } of container.env ?? []) {
    const secret = valueFrom?.secretKeyRef;
    if (valueFrom && !secret) throw new Error(`${container.name}: ${name} comes from ${Object.keys(valueFrom)}`);
    if (secret) secretOf[name] = secret;
    env[name] = secret ? secrets.read(secret.name, secret.key) : expand(value ?? '', env);
  }
  const security = { ...pod.securityContext, ...container.securityContext };
  const { runAsUser, runAsGroup } = security;
  if (!runAsUser || runAsGroup === undefined) throw new Error(`${container.name}: no numeric user other than root`);
  const words = (list: readonly string[] | undefined) => list?.map((word) => expand(word, env));
  const { startupProbe, readinessProbe, livenessProbe } = container;
  return {
    name: container.name,
    image: container.image,
    command: words(container.command),
    args: words(container.args),
    env,
    secrets: secretOf,
    mounts: (container.volumeMounts ?? []).map((mount) => ({
      path: mount.mountPath,
      subPath: mount.subPath ?? '',
      readOnly: mount.readOnly ?? false,
      source: mountSource(objects, pod.volumes ?? [], mount.name),
    })),
    user: { uid: runAsUser, gid: runAsGroup },
    fsGroup: pod.securityContext?.fsGroup,
    readOnlyRoot: security.readOnlyRootFilesystem ?? false,
    memoryMebibytes: mebibytes(container),
    ports: Object.fromEntries((container.ports ?? []).map(({ name, containerPort }) => [name ?? '', containerPort])),
    probes: {
      ...(startupProbe && { startup: startupProbe }),
      ...(readinessProbe && { readiness: readinessProbe }),
      ...(livenessProbe && { liveness: livenessProbe }),
    },
  };
}

function mebibytes({ name, resources }: Container): number {
  const [, number] = /^(\d+)Mi$/.exec(resources?.limits?.memory ?? '') ?? [];
  if (number === undefined)
    throw new Error(`${name}: a memory limit of ${resources?.limits?.memory} is not understood`);
  return Number(number);
}

function mountSource(objects: readonly KubernetesObject[], volumes: readonly Volume[], name: string): MountSource {
  const volume = volumes.find((candidate) => candidate.name === name);
  if (volume?.emptyDir) return { kind: 'scratch', volume: name };
  if (volume?.persistentVolumeClaim) {
    return { kind: 'claim', volume: name, claim: volume.persistentVolumeClaim.claimName };
  }
  if (!volume?.projected) throw new Error(`the volume ${name} is not understood: ${JSON.stringify(volume)}`);
  const files = volume.projected.sources.map(({ configMap }) => {
    if (!configMap) throw new Error(`the volume ${name} projects something else than ConfigMaps`);
    return filesOf(objects, configMap);
  });
  return { kind: 'files', volume: name, files: Object.assign({}, ...files) };
}

function filesOf(objects: readonly KubernetesObject[], { name, items }: ConfigMapSource): Record<string, string> {
  const data = objects.find((object) => object.kind === 'ConfigMap' && object.metadata.name === name)?.data;
  if (!data) throw new Error(`there is no ConfigMap ${name}`);
  if (!items) return { ...data };
  return Object.fromEntries(
    items.map(({ key, path }) => {
      const content = data[key];
      if (content === undefined) throw new Error(`the ConfigMap ${name} has no ${key}`);
      return [path, content];
    }),
  );
}
