import type { Slot } from './slots';

/** What a city changes of a chart after synthesis, as `values.yaml` has it. */
export interface ChartValues {
  /** Full references by the last part of their names. */
  readonly images: Readonly<Record<string, string>>;
  /** Secrets with credentials of a registry, as pods name them. */
  readonly imagePullSecrets: readonly { readonly name: string }[];
  /** By the name of the program, without that of the platform. */
  readonly workloads: Readonly<Record<string, WorkloadValues>>;
  /** How the way in is made by its controller. Absent where it is no Ingress. */
  readonly ingress?: IngressValues;
}

/** One program. */
export interface WorkloadValues {
  readonly resources: object;
  /** Absent where there can be one only. */
  readonly replicas?: number;
  /** In place of `replicas`, where an autoscaler decides. */
  readonly autoscaling?: { readonly minReplicas: number; readonly maxReplicas: number };
}

/** An Ingress. */
export interface IngressValues {
  readonly className: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Kinds whose pods come and go as they are changed. A Job is made anew under another name. */
const scaled = new Set(['Deployment', 'StatefulSet']);

type Json = Record<string, unknown>;

/** An object of Kubernetes, as JSON. */
export interface ChartObject extends Json {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Record<string, string>;
  };
}

/** An object with slots in place of what values decide, and the slots. */
export interface Slotted {
  readonly object: ChartObject;
  readonly slots: ReadonlyMap<string, Slot>;
}

/**
 * Finds the values of a platform in its objects. As they stand, a chart gives exactly the objects.
 *
 * @param platform what the names of all objects begin with.
 */
export class ChartValuesFinder {
  readonly #images = new Map<string, string>();
  readonly #workloads: Record<string, { -readonly [key in keyof WorkloadValues]: WorkloadValues[key] }> = {};
  #ingress: IngressValues | undefined;
  #marks = 0;

  constructor(private readonly platform: string) {}

  get values(): ChartValues {
    return {
      images: Object.fromEntries([...this.#images].sort(([one], [other]) => (one < other ? -1 : 1))),
      imagePullSecrets: [],
      workloads: this.#workloads,
      ...(this.#ingress && { ingress: this.#ingress }),
    };
  }

  /** The object with slots, and its values noted. */
  slotted(object: ChartObject): Slotted {
    const copy = structuredClone(object);
    const slots = new Map<string, Slot>();
    const slot = (form: Slot['form'], expression: string): string => {
      const mark = `citykit-slot-${++this.#marks}`;
      slots.set(mark, { mark, form, expression });
      return mark;
    };
    const pod = podOf(copy);
    if (pod) this.#pod(copy, pod, slot);
    if (copy.kind === 'Cluster') this.#image(copy.spec as Json, 'imageName', slot);
    if (copy.kind === 'HorizontalPodAutoscaler') this.#autoscaler(copy, slot);
    if (copy.kind === 'Ingress') this.#way(copy, slot);
    return { object: copy, slots };
  }

  #pod(object: ChartObject, pod: Json, slot: MakeSlot): void {
    const containers = pod.containers as Json[];
    for (const container of [...containers, ...((pod.initContainers ?? []) as Json[])])
      this.#image(container, 'image', slot);
    pod.imagePullSecrets = slot('optional', '.Values.imagePullSecrets');
    if (!scaled.has(object.kind)) return;
    const name = this.#nameOf(object.metadata.name);
    const own = this.#workload(name);
    const [main] = containers;
    own.resources = main!.resources as object;
    main!.resources = slot('block', `index .Values.workloads "${name}" "resources"`);
    const spec = object.spec as Json;
    if (typeof spec.replicas !== 'number' || spec.replicas < 2) return;
    own.replicas = spec.replicas;
    spec.replicas = slot('scalar', `(index .Values.workloads "${name}").replicas | int`);
  }

  #image(holder: Json, field: string, slot: MakeSlot): void {
    const reference = holder[field];
    if (typeof reference !== 'string') return;
    holder[field] = slot('scalar', `index .Values.images "${this.#imageName(reference)}" | quote`);
  }

  /** The last part of the name; the whole reference where two images share it. */
  #imageName(reference: string): string {
    const [, short = reference] = /([^/:@]+)(?::[^/@]+)?(?:@.*)?$/.exec(reference) ?? [];
    const name = (this.#images.get(short) ?? reference) === reference ? short : reference;
    this.#images.set(name, reference);
    return name;
  }

  #autoscaler({ spec }: ChartObject, slot: MakeSlot): void {
    const own = spec as { minReplicas: unknown; maxReplicas: unknown; scaleTargetRef: { name: string } };
    const name = this.#nameOf(own.scaleTargetRef.name);
    const { minReplicas, maxReplicas } = own;
    this.#workload(name).autoscaling = { minReplicas: Number(minReplicas), maxReplicas: Number(maxReplicas) };
    for (const field of ['minReplicas', 'maxReplicas'] as const)
      own[field] = slot('scalar', `(index .Values.workloads "${name}").autoscaling.${field} | int`);
  }

  #way(object: ChartObject, slot: MakeSlot): void {
    const spec = object.spec as Json;
    this.#ingress = {
      className: String(spec.ingressClassName ?? ''),
      annotations: object.metadata.annotations ?? {},
    };
    if (spec.ingressClassName !== undefined)
      spec.ingressClassName = slot('scalar', '.Values.ingress.className | quote');
    (object.metadata as Json).annotations = slot('block', '.Values.ingress.annotations');
  }

  #workload(name: string) {
    this.#workloads[name] ??= { resources: {} };
    return this.#workloads[name];
  }

  #nameOf(name: string): string {
    return name.startsWith(`${this.platform}-`) ? name.slice(this.platform.length + 1) : name;
  }
}

type MakeSlot = (form: Slot['form'], expression: string) => string;

/** The specification of the pods that an object makes, if it makes any. */
function podOf({ kind, spec }: ChartObject): Json | undefined {
  const from = kind === 'CronJob' ? ((spec as Json).jobTemplate as Json).spec : spec;
  const template = (from as Json | undefined)?.template as Json | undefined;
  const pod = template?.spec as Json | undefined;
  return pod && Array.isArray(pod.containers) ? pod : undefined;
}
