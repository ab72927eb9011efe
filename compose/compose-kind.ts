import type { Primitive } from '../constructs/waist/primitives';
import type { Kind, Rendered } from '../constructs/waist/target';
import type { Condition } from './compose-file';
import type { ComposeTarget } from './compose-target';
import type { SecretVariable } from './secret-variable';

/** What the Compose target made of a primitive. */
export interface ComposeRendered<P extends Primitive> extends Rendered<P, SecretVariable> {
  /** Named volumes with its data, which stay when the platform is taken down. */
  readonly keeps: readonly string[];
}

/** What the Compose target knows of a kind of primitive. */
export interface ComposeKind<P extends Primitive> extends Kind<P, ComposeTarget, SecretVariable> {
  /** Who takes its connections: a container on this machine under the primitive's name, or somebody outside. */
  readonly runs: 'inside' | 'outside' | 'nowhere';
  /** What has to be so before whoever refers to it starts. `undefined`: there is nothing to wait for. */
  ready(primitive: P): Condition | undefined;
  render(primitive: P, target: ComposeTarget): ComposeRendered<P>;
}
