import { expand } from './expand';
import type { ConfigMapSource, Container, KubernetesObject, PodSpec, Volume } from './kubernetes-objects';
import type { PodSource } from './pod-source';
import type { MountSource, RenderedContainer, RenderedPod } from './rendered-pod';
import type { SecretValues } from './secret-values';
import { standInOf } from './stand-ins';

const workloads = ['Deployment', 'StatefulSet', 'Job', 'CronJob'];

/** Reads workloads out of rendered Kubernetes objects, as a kubelet would run them. */
export class KubernetesPods implements PodSource {
  readonly #objects: readonly KubernetesObject[];

  constructor(objects: readonly object[]) {
    this.#objects = objects as readonly KubernetesObject[];
  }

  /** @param name the workload's; a Job is found without the hash at the end of its name */
  pod(name: string, secrets: SecretValues): RenderedPod {
    const workload = this.#objects.find(
      ({ kind, metadata }) =>
        workloads.includes(kind) && (metadata.name === name || metadata.name.replace(/-[0-9a-f]{8}$/, '') === name),
    );
    const spec = (workload?.spec?.jobTemplate?.spec ?? workload?.spec)?.template?.spec;
    if (!workload || !spec) throw new Error(`no workload is named ${name}`);
    const read = (container: Container) => renderedContainer(this.#objects, spec, container, secrets);
    const [container, ...others] = spec.containers;
    if (!container || others.length > 0) throw new Error(`${name} has ${spec.containers.length} containers`);
    const main = read(container);
    return {
      name: workload.metadata.name,
      host: this.#serviceOf(name, main),
      // None that waits: the tests start everything in its order.
      init: (spec.initContainers ?? [])
        .filter((one) => !one.name.startsWith('wait-for-'))
        .map(read)
        .filter(({ image }) => standInOf(image)),
      main,
      grace: spec.terminationGracePeriodSeconds ?? 30,
    };
  }

  /** The Service in front of a workload, whose name is how others reach it. */
  #serviceOf(name: string, { ports }: RenderedContainer): string | undefined {
    const service = this.#objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === name);
    // Of the outside: nobody within calls it by its name.
    if (service?.spec?.type === 'LoadBalancer') return undefined;
    for (const { port, targetPort } of service?.spec?.ports ?? []) {
      const target = typeof targetPort === 'string' ? ports[targetPort] : targetPort;
      if (target !== port) throw new Error(`the Service ${name} maps ${port} to ${target}, which is not done here`);
    }
    return service && name;
  }
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
      source: mountSource(objects, pod, mount.name, secrets),
    })),
    user: { uid: runAsUser, gid: runAsGroup },
    groups: [pod.securityContext?.fsGroup ?? runAsGroup],
    // The level `restricted` of Kubernetes leaves none.
    capabilities: [],
    initProcess: false,
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
  const [, number, unit] = /^(\d+)([MG])i$/.exec(resources?.limits?.memory ?? '') ?? [];
  if (number === undefined)
    throw new Error(`${name}: a memory limit of ${resources?.limits?.memory} is not understood`);
  return Number(number) * (unit === 'G' ? 1024 : 1);
}

function mountSource(
  objects: readonly KubernetesObject[],
  pod: PodSpec,
  name: string,
  secrets: SecretValues,
): MountSource {
  const volume = (pod.volumes ?? []).find((candidate) => candidate.name === name);
  const rights = { uid: 0, gid: pod.securityContext?.fsGroup ?? 0 };
  if (volume?.emptyDir) return { kind: 'scratch', volume: name, rights: { ...rights, mode: 0o2777 } };
  if (volume?.persistentVolumeClaim) {
    const { claimName } = volume.persistentVolumeClaim;
    return { kind: 'claim', volume: name, claim: claimName, rights: { ...rights, mode: 0o2775 } };
  }
  if (volume?.secret) {
    const files = ['tls.crt', 'tls.key'].map((key) => [key, secrets.read(volume.secret!.secretName, key)]);
    return { kind: 'files', volume: name, files: Object.fromEntries(files) };
  }
  if (!volume?.projected) throw new Error(`the volume ${name} is not understood: ${JSON.stringify(volume)}`);
  return { kind: 'files', volume: name, files: projected(objects, volume) };
}

function projected(objects: readonly KubernetesObject[], { name, projected }: Volume): Record<string, string> {
  const files = (projected?.sources ?? []).map(({ configMap }) => {
    if (!configMap) throw new Error(`the volume ${name} projects something else than ConfigMaps`);
    return filesOf(objects, configMap);
  });
  return Object.assign({}, ...files);
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
