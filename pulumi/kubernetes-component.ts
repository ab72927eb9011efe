import * as kubernetes from '@pulumi/kubernetes';
import {
  all,
  ComponentResource,
  type ComponentResourceOptions,
  type CustomResource,
  type Output,
  type Resource,
  secret,
} from '@pulumi/pulumi';
import { App, Chart } from 'cdk8s';
import type { KubernetesOptions } from '../charts/kubernetes-options';
import { KubernetesTarget } from '../charts/kubernetes-target';
import { keepLabel } from '../charts/metadata';
import type { SecretKey } from '../charts/secret-key';
import { checkOptions } from '../constructs/problems/check-options';
import { type KubernetesObject, resourceType } from './resource-types';
import { StartOrder } from './start-order';

/** What to render, and how. */
export interface KubernetesComponentArgs {
  /** Adds constructs to the chart: components or primitives. */
  readonly build: (chart: Chart) => void;
  /** What the cluster offers. @default as for a chart of one's own */
  readonly options?: KubernetesOptions;
}

/**
 * Constructs as typed `@pulumi/kubernetes` resources: one component alone in a program of one's own.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/components/
 * @example
 * new KubernetesComponent('broker', {
 *   options: { namespace: 'city' },
 *   build: (chart) => {
 *     const database = new ExternalPostgres(chart, 'Database', { … });
 *     new ContextBroker(chart, 'Broker', { database, … });
 *   },
 * });
 */
export class KubernetesComponent extends ComponentResource {
  constructor(name: string, args: KubernetesComponentArgs, options: ComponentResourceOptions = {}) {
    checkOptions<KubernetesComponentArgs>('KubernetesComponent', args, { build: 'function', options: 'mapping' }, [
      'build',
    ]);
    super('citykit:kubernetes:Component', name, {}, options);
    const chart = new Chart(new App(), name, { disableResourceNameHashes: true });
    args.build(chart);
    const target = new KubernetesTarget(chart, args.options);
    target.render(chart);
    createResources(this, chart);
    this.registerOutputs();
  }
}

/**
 * Creates every object of a rendered chart as a child of `parent`, each after what it needs to start.
 *
 * @returns the resources by `kind/name`.
 */
export function createResources(parent: ComponentResource, chart: Chart): ReadonlyMap<string, CustomResource> {
  const created = new Map<string, CustomResource>();
  const order = new StartOrder(chart);
  for (const manifest of order.sorted(chart.toJson() as KubernetesObject[])) {
    const Type = resourceType(manifest);
    const dependsOn = order.needs(manifest).flatMap((need) => created.get(keyOf(need)) ?? []);
    const key = keyOf(manifest);
    created.set(
      key,
      new Type(`${manifest.metadata.name}-${manifest.kind.toLowerCase()}`, prepared(manifest) as never, {
        parent,
        dependsOn,
        // Data outlives the program: `pulumi destroy` leaves these in the cluster.
        ...(manifest.metadata.labels?.[keepLabel] === 'true' && { retainOnDelete: true }),
        // Whatever a Secret holds must not be shown in a preview, nor kept in the clear in the state.
        ...(manifest.kind === 'Secret' && { additionalSecretOutputs: ['data', 'stringData'] }),
      }),
    );
  }
  return created;
}

/**
 * The value of a secret, marked secret. It is read once the resources are there, for what makes it is among them: until
 * then, in the preview of a new platform too, it is unknown.
 */
export function readSecret(
  parent: Resource,
  name: string,
  of: SecretKey & { readonly namespace: string; readonly dependsOn: CustomResource[] },
): Output<string> {
  const { namespace, dependsOn, key } = of;
  const id = all(dependsOn.map((resource) => resource.id)).apply(() => `${namespace}/${of.name}`);
  const read = kubernetes.core.v1.Secret.get(`${name}-read`, id, { parent, dependsOn });
  return secret(
    read.data.apply((data) => {
      const found = data?.[key];
      if (found === undefined) throw new Error(`the Secret ${namespace}/${of.name} has no key ${key}`);
      return Buffer.from(found, 'base64').toString();
    }),
  );
}

function keyOf({ kind, metadata }: KubernetesObject): string {
  return `${kind}/${metadata.name}`;
}

/** Pulumi waits for a claim to be bound, and a volume that waits for its first pod is bound only after that. */
function prepared(manifest: KubernetesObject): KubernetesObject {
  if (manifest.kind !== 'PersistentVolumeClaim') return manifest;
  const annotations = { ...manifest.metadata.annotations, 'pulumi.com/skipAwait': 'true' };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}
