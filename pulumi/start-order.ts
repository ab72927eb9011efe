import type { Construct } from 'constructs';
import { pathAnnotation } from '../charts/metadata';
import { startOrder } from '../constructs/waist/graph';
import type { Primitive } from '../constructs/waist/primitives';
import type { KubernetesObject } from './resource-types';

/** Kinds that pods need before they start. */
const groundwork = ['Namespace', 'ServiceAccount', 'Role', 'RoleBinding', 'NetworkPolicy', 'ConfigMap', 'Secret'];
const storage = ['PersistentVolumeClaim', 'ExternalSecret', 'ObjectStore'];
/**
 * Kinds that stand around pods. A kind that is in no list runs pods, and is created when what the pods need is there.
 */
const around = [
  'Service',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'Ingress',
  'HTTPRoute',
  'TCPRoute',
  'Certificate',
  'ScheduledBackup',
];

/** In which order the objects of a chart are created, and what each waits for. */
export class StartOrder {
  readonly #rank: ReadonlyMap<string, number>;
  readonly #primitives: ReadonlyMap<string, Primitive>;
  #manifests: readonly KubernetesObject[] = [];

  constructor(root: Construct) {
    const order = startOrder(root);
    this.#rank = new Map(order.map((primitive, index) => [primitive.node.path, index]));
    this.#primitives = new Map(order.map((primitive) => [primitive.node.path, primitive]));
  }

  /** Groundwork first, then what runs pods, in the order of its primitives, then what stands around pods. */
  sorted(manifests: readonly KubernetesObject[]): KubernetesObject[] {
    this.#manifests = manifests;
    return [...manifests].sort((a, b) => this.#phase(a) - this.#phase(b) || this.#position(a) - this.#position(b));
  }

  /** The objects that have to be there, and ready, before this one. Called after `sorted`. */
  needs(manifest: KubernetesObject): KubernetesObject[] {
    const namespaces = manifest.kind === 'Namespace' ? [] : this.#manifests.filter(({ kind }) => kind === 'Namespace');
    if (!isProgram(manifest)) return namespaces;
    const own = this.#manifests.filter(
      (other) => pathOf(other) === pathOf(manifest) && [...groundwork, ...storage].includes(other.kind),
    );
    return [...namespaces, ...own, ...this.#secretsJobs(manifest), ...this.#peers(manifest)];
  }

  /** The job that makes the secrets is rendered from no primitive; everything that runs pods comes after it. */
  #secretsJobs(manifest: KubernetesObject): KubernetesObject[] {
    return this.#isSecretsJob(manifest) ? [] : this.#manifests.filter((other) => this.#isSecretsJob(other));
  }

  #isSecretsJob(manifest: KubernetesObject): boolean {
    return manifest.kind === 'Job' && !this.#primitives.has(pathOf(manifest));
  }

  #peers(manifest: KubernetesObject): KubernetesObject[] {
    const earlier = this.#primitives.get(pathOf(manifest))?.startsAfter ?? [];
    const paths = new Set(earlier.map((primitive) => primitive.node.path));
    return this.#manifests.filter((other) => paths.has(pathOf(other)) && !around.includes(other.kind));
  }

  #phase(manifest: KubernetesObject): number {
    if (manifest.kind === 'Namespace') return 0;
    if ([...groundwork, ...storage].includes(manifest.kind)) return 1;
    if (this.#isSecretsJob(manifest)) return 2;
    return isProgram(manifest) ? 3 : 4;
  }

  #position(manifest: KubernetesObject): number {
    return this.#rank.get(pathOf(manifest)) ?? -1;
  }
}

function isProgram({ kind }: KubernetesObject): boolean {
  return ![...groundwork, ...storage, ...around].includes(kind);
}

function pathOf(manifest: KubernetesObject): string {
  return manifest.metadata.annotations?.[pathAnnotation] ?? '';
}
