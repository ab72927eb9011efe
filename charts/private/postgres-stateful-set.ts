import { images } from '../../constructs/images';
import type { PostgresServer } from '../../constructs/primitives';
import { Duration } from '../../constructs/units';
import type { KubernetesTarget } from '../kubernetes-target';
import { renderIdentity } from './identity';
import { k8s, object } from './k8s';
import { probesOf } from './long-running';
import { metadataOf, selectorOf } from './metadata';
import { renderNetworkPolicy } from './network-policy';
import { podTemplate } from './pod';
import { memorySettings } from './postgres-settings';
import { bareProgram } from './program';
import { quantity } from './quantities';

/** While it makes its files the image's server listens on its socket only, so that a TCP answer means it is done. */
const isReady = ['pg_isready', '-q', '-h', '127.0.0.1', '-U', 'postgres'];

/**
 * One PostgreSQL server with PostGIS. A StatefulSet, for the claim that stays when the set is deleted.
 *
 * @throws when standbys or backups are wanted: these need an operator.
 */
export function renderPostgresStatefulSet(target: KubernetesTarget, server: PostgresServer, name: string): void {
  const { replicas, size, storage, backups } = server.props;
  if (replicas > 1) throw new Error(`${server.node.path}: ${replicas} servers need the CloudNativePG operator`);
  if (backups.enabled) throw new Error(`${server.node.path}: backups need the CloudNativePG operator`);
  const { port } = server.endpoint;
  const { storageClass } = target.options;
  const metadata = metadataOf(target, server, name);
  const selector = selectorOf(name);
  const settings = { ...memorySettings(size.memory), password_encryption: 'scram-sha-256' };
  const program = bareProgram({
    scope: server,
    name,
    image: images.postgis,
    size,
    args: ['postgres', ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    env: {
      POSTGRES_PASSWORD: server.admin.value,
      POSTGRES_INITDB_ARGS: '--auth-host=scram-sha-256',
      // The root of a volume may hold lost+found, which initdb refuses.
      PGDATA: '/var/lib/postgresql/data/pgdata',
    },
    scratch: [{ path: '/tmp' }, { path: '/var/run/postgresql' }],
  });
  renderIdentity(target, program);
  server.node.defaultChild = object(k8s.KubeStatefulSet, server, 'StatefulSet', {
    metadata,
    spec: {
      serviceName: name,
      replicas: 1,
      selector: { matchLabels: selector },
      template: podTemplate(target, program, {
        container: {
          ports: [{ name: 'postgresql', containerPort: port }],
          ...probesOf({ ready: { exec: isReady }, live: { exec: isReady }, startsWithin: Duration.minutes(5) }),
        },
        mounts: [
          { name: 'data', mountPath: '/var/lib/postgresql/data' },
          { name: 'shared-memory', mountPath: '/dev/shm' },
        ],
        volumes: [
          { name: 'shared-memory', emptyDir: { medium: 'Memory', sizeLimit: quantity(size.memory.share(0.25)) } },
        ],
        spec: { terminationGracePeriodSeconds: 60 },
      }),
      volumeClaimTemplates: [
        {
          metadata: { name: 'data', labels: metadata.labels! },
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: quantity(storage) } },
            ...(storageClass ? { storageClassName: storageClass } : {}),
          },
        },
      ],
    },
  });
  object(k8s.KubeService, server, 'Service', {
    metadata,
    spec: {
      clusterIp: 'None',
      selector,
      ports: [{ name: 'postgresql', port, targetPort: k8s.IntOrString.fromString('postgresql'), protocol: 'TCP' }],
    },
  });
  renderNetworkPolicy(target, server, name, selector, { ingress: target.traffic.ingressTo(server), egress: [] });
}
