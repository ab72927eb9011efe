import type { PostgresServer } from '../constructs/waist/primitives';
import type { Part } from '../constructs/waist/target';
import type { KubernetesTarget } from './kubernetes-target';
import { renderCluster } from './private/cloudnative-pg';
import { nameOfPrimitive } from './private/names';
import { renderPostgresStatefulSet } from './private/postgres-stateful-set';
import type { SecretKey } from './secret-key';

type Outputs = Record<'host' | 'adminUser' | 'adminPassword', Part<SecretKey>[]>;

/** A CloudNativePG Cluster, a StatefulSet of one server, or nothing for a server that exists. */
export function renderPostgresServer(server: PostgresServer, target: KubernetesTarget): Outputs {
  const adminPassword = target.resolve(server.admin.value);
  const { existing } = server;
  if (existing) return { host: [existing.host], adminUser: [existing.adminUser ?? 'postgres'], adminPassword };
  const name = nameOfPrimitive(server);
  if (target.postgres.kind === 'cloudnative-pg') {
    renderCluster(target, server, name, target.postgres);
    // The Service that follows the primary.
    return { host: [`${name}-rw`], adminUser: ['postgres'], adminPassword };
  }
  renderPostgresStatefulSet(target, server, name);
  return { host: [name], adminUser: ['postgres'], adminPassword };
}
