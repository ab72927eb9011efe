import { PostgresServer, type Secret } from '../../constructs/waist/primitives';
import type { KubernetesTarget } from '../kubernetes-target';

/** What a Secret holds besides the generated value. */
export interface SecretLiterals {
  readonly type?: 'kubernetes.io/basic-auth';
  readonly username?: string;
}

/** CloudNativePG reads its superuser's name and password from one basic-auth Secret. */
export function literalsOf(target: KubernetesTarget, secret: Secret): SecretLiterals {
  const parent = secret.node.scope;
  const isAdmin = parent instanceof PostgresServer && parent.admin === secret;
  return isAdmin && target.postgres.kind === 'cloudnative-pg'
    ? { type: 'kubernetes.io/basic-auth', username: 'postgres' }
    : {};
}
