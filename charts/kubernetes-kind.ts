import type { Primitive, Secret } from '../constructs/waist/primitives';
import type { Kind } from '../constructs/waist/target';
import type { KubernetesTarget } from './kubernetes-target';
import type { k8s } from './private/k8s';
import type { SecretKey } from './secret-key';

/** What a Secret holds besides its value. */
export interface SecretLiterals {
  readonly type?: 'kubernetes.io/basic-auth';
  readonly username?: string;
}

/** Both ends of a connection, as a network policy names them. `anyone`: what is known by its host name only, or not at all. */
export type Peers = readonly k8s.NetworkPolicyPeer[] | 'anyone';

/** What the Kubernetes target knows of a kind of primitive. */
export interface KubernetesKind<P extends Primitive> extends Kind<P, KubernetesTarget, SecretKey> {
  /** The longest its name may be, so that there is room for what is added to it. A label and most names hold 63. */
  nameLength(primitive: P): number;
  /** What its objects are called, if that is more than its name. @default its name */
  objectName?(name: string, primitive: P, target: KubernetesTarget): string;
  /** How a network policy names it, as an end of a connection. None: it talks to nobody, and nobody to it. */
  peers(primitive: P, target: KubernetesTarget): Peers;
  /** The name under which its ports are reached. `undefined`: it has no ports. */
  host(primitive: P, target: KubernetesTarget): string | undefined;
  /** Whether its objects stay when the platform is taken away, because data are in them or protected by them. */
  kept(primitive: P, target: KubernetesTarget): boolean;
  /** What a Secret of its own holds besides the value. @default nothing */
  literals?(primitive: P, secret: Secret, target: KubernetesTarget): SecretLiterals;
}
