import { selects } from './label-selector';
import { asRecord, asText, isRecord, type Manifest, namespaceOf } from './manifest';
import { tryPodTemplate } from './pod-template';

/** The objects of a platform that bear on one of them. */
export interface Related {
  /** NetworkPolicies that select this workload's pods; for a Namespace, all those in it. */
  readonly networkPolicies: readonly Manifest[];
  /** PodDisruptionBudgets that select this workload's pods. */
  readonly disruptionBudgets: readonly Manifest[];
  /** How many pods of this workload run at least: its autoscaler's minimum or its replicas. */
  readonly replicas: number;
}

const UNRELATED: Related = { networkPolicies: [], disruptionBudgets: [], replicas: 0 };

/** Finds an object's relatives without comparing all with all. */
export class PlatformIndex {
  private readonly byKind = new Map<string, Manifest[]>();

  constructor(manifests: readonly Manifest[]) {
    for (const manifest of manifests) {
      const key = `${asText(manifest.kind)} ${namespaceOf(manifest)}`;
      const known = this.byKind.get(key);
      if (known === undefined) {
        this.byKind.set(key, [manifest]);
      } else {
        known.push(manifest);
      }
    }
  }

  /** Every object of a kind in a namespace. */
  public all(kind: string, namespace: string): readonly Manifest[] {
    return this.byKind.get(`${kind} ${namespace}`) ?? [];
  }

  public related(manifest: Manifest): Related {
    const namespace = namespaceOf(manifest);
    if (manifest.kind === 'Namespace') {
      const own = this.all('NetworkPolicy', asText(asRecord(manifest.metadata).name));
      return { networkPolicies: own, disruptionBudgets: [], replicas: 0 };
    }
    const template = tryPodTemplate(manifest);
    if (template === undefined) {
      return UNRELATED;
    }
    const labels = asRecord(template.metadata.labels);
    return {
      networkPolicies: this.all('NetworkPolicy', namespace).filter(
        ({ spec }) => isRecord(spec) && selects(spec.podSelector ?? {}, labels),
      ),
      disruptionBudgets: this.all('PodDisruptionBudget', namespace).filter(({ spec }) =>
        selects(asRecord(spec).selector, labels),
      ),
      replicas: this.replicas(manifest),
    };
  }

  /** An autoscaler's minimum, else the replicas, else the API's default of one. */
  public replicas(manifest: Manifest): number {
    const scaler = this.all('HorizontalPodAutoscaler', namespaceOf(manifest)).find(({ spec }) => {
      const target = asRecord(asRecord(spec).scaleTargetRef);
      return target.kind === manifest.kind && target.name === asRecord(manifest.metadata).name;
    });
    const count = scaler === undefined ? asRecord(manifest.spec).replicas : asRecord(scaler.spec).minReplicas;
    return typeof count === 'number' ? count : 1;
  }
}
