import type { RenderedPod } from './rendered-pod';
import type { SecretValues } from './secret-values';

/** Reads workloads out of what was rendered for a target. */
export interface PodSource {
  /**
   * @throws Error when there is no workload of that name, or when the target would refuse it or do more than is
   * understood here
   */
  pod(name: string, secrets: SecretValues): RenderedPod;
  /** A new value of a secret, as the target would make one. @default 40 hexadecimal digits */
  newSecret?(name: string, key: string): string;
}
