import type { Finding } from '../../constructs/waist/finding';
import { asList, asRecord, isRecord, type Manifest, objectName } from './manifest';
import { PlatformIndex } from './platform-index';
import { tryPodTemplate } from './pod-template';
import { tryQuantity } from './quantity';

/** What the scheduler must find room for. */
interface Requests {
  /** Mebibytes, rounded up. */
  readonly memoryMi: number;
  /** Thousandths of a core, rounded up. */
  readonly cpuMillis: number;
}

/** The requests of a platform, in all and by object. */
export interface PodRequests extends Requests {
  readonly byObject: Readonly<Record<string, Requests & { readonly pods: number }>>;
}

interface Amount {
  readonly memory: number;
  readonly cpu: number;
}

const NOTHING: Amount = { memory: 0, cpu: 0 };

/**
 * Adds up what the pods of these manifests request, replicas counted (an autoscaled workload by its minimum).
 *
 * A pod counts as the scheduler counts it: the sum of its containers and sidecars, or its greediest init container
 * beside the sidecars started before it, whichever is more, plus overhead. Jobs count as one run; CloudNativePG
 * clusters and Strimzi node pools count by their instances.
 */
export function podRequests(manifests: readonly object[]): PodRequests {
  const objects = manifests.filter(isRecord);
  const index = new PlatformIndex(objects);
  const byObject: Record<string, Requests & { pods: number }> = {};
  let total = NOTHING;
  for (const manifest of objects) {
    const pod = tryPodAmount(manifest);
    if (pod === undefined) {
      continue;
    }
    const pods = podsOf(manifest, index);
    const amount = { memory: pod.memory * pods, cpu: pod.cpu * pods };
    byObject[objectName(manifest)] = { ...rounded(amount), pods };
    total = sum(total, amount);
  }
  return { ...rounded(total), byObject };
}

/** Findings where the platform requests more memory than its profile gives. */
export function checkBudget(manifests: readonly object[], limit: { readonly memoryMi: number }): Finding[] {
  const { memoryMi, byObject } = podRequests(manifests);
  if (memoryMi <= limit.memoryMi) {
    return [];
  }
  const greediest = Object.entries(byObject).sort(([, a], [, b]) => b.memoryMi - a.memoryMi);
  const shares = greediest.slice(0, 3).map(([object, requests]) => `${object} ${requests.memoryMi} Mi`);
  return [
    {
      gate: 'budget',
      rule: 'memory',
      object: greediest[0]?.[0] ?? 'platform',
      path: '',
      value: memoryMi,
      message:
        `The pods request ${memoryMi} Mi of memory, and the profile gives ${limit.memoryMi} Mi. ` +
        `Most take: ${shares.join(', ')}`,
      fix: 'Choose a larger profile, or give the components smaller sizes.',
    },
  ];
}

function tryPodAmount(manifest: Manifest): Amount | undefined {
  const spec = asRecord(manifest.spec);
  if (manifest.kind === 'KafkaNodePool' || (manifest.kind === 'Cluster' && 'instances' in spec)) {
    return requestsOf(spec);
  }
  const pod = tryPodTemplate(manifest)?.spec;
  return pod === undefined ? undefined : sum(podAmount(pod), amountOf(pod.overhead));
}

function podAmount(pod: Manifest): Amount {
  let sidecars = NOTHING;
  let starting = NOTHING;
  for (const container of asList(pod.initContainers)) {
    const needs = requestsOf(container);
    if (asRecord(container).restartPolicy === 'Always') {
      sidecars = sum(sidecars, needs);
      starting = most(starting, sidecars);
    } else {
      starting = most(starting, sum(sidecars, needs));
    }
  }
  return most(starting, asList(pod.containers).map(requestsOf).reduce(sum, sidecars));
}

// A limit without a request is a request of the same amount: the API server fills it in.
function requestsOf(container: unknown): Amount {
  const resources = asRecord(asRecord(container).resources);
  return amountOf({ ...asRecord(resources.limits), ...asRecord(resources.requests) });
}

function amountOf(value: unknown): Amount {
  const { memory, cpu } = asRecord(value);
  return { memory: tryQuantity(memory) ?? 0, cpu: tryQuantity(cpu) ?? 0 };
}

function podsOf(manifest: Manifest, index: PlatformIndex): number {
  const { instances, parallelism } = asRecord(manifest.spec);
  switch (manifest.kind) {
    case 'Cluster':
      return typeof instances === 'number' ? instances : 1;
    case 'Job':
      return typeof parallelism === 'number' ? parallelism : 1;
    case 'CronJob':
    case 'DaemonSet':
      return 1;
    default:
      return index.replicas(manifest);
  }
}

function sum(a: Amount, b: Amount): Amount {
  return { memory: a.memory + b.memory, cpu: a.cpu + b.cpu };
}

function most(a: Amount, b: Amount): Amount {
  return { memory: Math.max(a.memory, b.memory), cpu: Math.max(a.cpu, b.cpu) };
}

function rounded({ memory, cpu }: Amount): Requests {
  return { memoryMi: whole(memory / 2 ** 20), cpuMillis: whole(cpu * 1000) };
}

// Rounds up, but not for what adding binary fractions leaves over.
function whole(value: number): number {
  return Math.max(0, Math.ceil(value - 1e-9));
}
