import { checkExtensions, postgresExtensions } from '../constructs/servers/postgres-extensions';
import type { PostgresServer } from '../constructs/waist/primitives';
import type { KubernetesKind } from './kubernetes-kind';
import { clusterPods, renderCluster } from './private/cloudnative-pg';
import { ownPods } from './private/network-policy';
import { renderPostgresStatefulSet } from './private/postgres-stateful-set';

/** A CloudNativePG Cluster, or a StatefulSet of one server. */
export const postgresServerKind: KubernetesKind<PostgresServer> = {
  // CloudNativePG refuses longer names.
  nameLength: () => 50,
  peers: (server, target) =>
    target.postgres.kind === 'cloudnative-pg' ? [clusterPods(target.nameOf(server))] : ownPods(server, target),
  host(server, target) {
    const name = target.nameOf(server);
    // The Service that follows the primary.
    return target.postgres.kind === 'cloudnative-pg' ? `${name}-rw` : name;
  },
  // The claims of a StatefulSet stay by themselves.
  kept: (_, { postgres }) => postgres.kind === 'cloudnative-pg',
  // CloudNativePG reads its superuser's name and password from one basic-auth Secret.
  literals: (_server, _secret, { postgres }) =>
    postgres.kind === 'cloudnative-pg' ? { type: 'kubernetes.io/basic-auth', username: 'postgres' } : {},
  render(server, target) {
    checkExtensions(server.setup.databases, postgresExtensions.image);
    const name = target.nameOf(server);
    const adminPassword = target.resolve(server.admin.value);
    if (target.postgres.kind === 'cloudnative-pg') renderCluster(target, server, name, target.postgres);
    else renderPostgresStatefulSet(target, server, name);
    return { outputs: { host: [target.hostOf(server)], adminUser: ['postgres'], adminPassword } };
  },
};
