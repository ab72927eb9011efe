import type { Construct } from 'constructs';
import type { Backups } from '../../constructs/waist/primitives';
import type { ObjectStore } from '../kubernetes-options';
import type { KubernetesTarget } from '../kubernetes-target';

/**
 * Where the backups of something that holds data go; undefined where it has none.
 *
 * @throws when backups are wanted and there is nowhere to put them.
 */
export function storeOf(target: KubernetesTarget, scope: Construct, backups: Backups): ObjectStore | undefined {
  if (!backups.enabled) return undefined;
  const { objectStore } = target.options;
  if (objectStore) return objectStore;
  throw new Error(
    `${scope.node.path}: backups are enabled but the Kubernetes target has no object store: ` +
      `give objectStore, or disable backups with a reason`,
  );
}

/**
 * Variables of who speaks to the store with an SDK of AWS: the region, and for a store of others no checksums but those that it
 * cannot do without, which such stores may not know.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-dataintegrity.html
 */
export function sdkSettings({ endpoint, region }: ObjectStore): Record<string, string> {
  const amazon = /\.amazonaws\.com(\.cn)?$/.test(new URL(endpoint).hostname);
  return {
    ...(region && { AWS_DEFAULT_REGION: region }),
    ...(!amazon && {
      AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
      AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_required',
    }),
  };
}

/** The port at which an object store answers. */
export function objectStorePort({ endpoint }: ObjectStore): number {
  return Number(new URL(endpoint).port || 443);
}
