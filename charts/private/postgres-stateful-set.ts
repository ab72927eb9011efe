import { postgis } from '../../constructs/servers/postgis';
import type { PostgresServer } from '../../constructs/waist/primitives';
import type { KubernetesTarget } from '../kubernetes-target';
import { metadataOf, selectorOf } from '../metadata';
import { k8s, object } from './k8s';
import { containerPorts, probesOf, servicePorts } from './long-running';
import { bareContainer } from './main-container';
import { renderNetworkPolicy } from './network-policy';
import { podTemplate } from './pod';
import { quantity } from './quantities';
import { renderServiceAccount } from './service-account';

/**
 * One PostgreSQL server with PostGIS. A StatefulSet, for the claim that stays when the set is deleted.
 *
 * @throws when standbys or backups are wanted: these need an operator.
 */
export function renderPostgresStatefulSet(target: KubernetesTarget, server: PostgresServer, name: string): void {
  const { replicas, storage, backups } = server.props;
  if (replicas > 1) throw new Error(`${server.node.path}: ${replicas} servers need the CloudNativePG operator`);
  if (backups.enabled) throw new Error(`${server.node.path}: backups need the CloudNativePG operator`);
  const { storageClass } = target.options;
  const metadata = metadataOf(target, server, name);
  const selector = selectorOf(name);
  const { ports, probes, stopsWithin, dataFolder, sharedMemory, ...rest } = postgis(server);
  const main = bareContainer({ scope: server, name, ...rest });
  renderServiceAccount(target, main);
  server.node.defaultChild = object(k8s.KubeStatefulSet, server, 'StatefulSet', {
    metadata,
    spec: {
      serviceName: name,
      replicas: 1,
      selector: { matchLabels: selector },
      template: podTemplate(target, main, {
        replaceable: true,
        container: {
          ports: containerPorts(ports),
          ...probesOf(probes),
        },
        mounts: [
          { name: 'data', mountPath: dataFolder! },
          { name: 'shared-memory', mountPath: '/dev/shm' },
        ],
        volumes: [{ name: 'shared-memory', emptyDir: { medium: 'Memory', sizeLimit: quantity(sharedMemory!) } }],
        spec: { terminationGracePeriodSeconds: stopsWithin.seconds },
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
      ports: servicePorts(ports),
    },
  });
  renderNetworkPolicy(target, server, name, selector, { ingress: target.traffic.ingressTo(server), egress: [] });
}
