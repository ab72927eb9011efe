import { ApiObject } from 'cdk8s';
import type { PostgresServer } from '../../constructs/waist/primitives';
import type { ObjectStore, Restore } from '../kubernetes-options';
import type { KubernetesTarget } from '../kubernetes-target';
import { metadataOf } from '../metadata';
import { sdkSettings } from './object-store';

/** The Barman Cloud plugin, installed beside the operator. */
const plugin = 'barman-cloud.cloudnative-pg.io';

/**
 * Ships every transaction log segment to the object store. A server that was restored begins from the archive of the one
 * before, and has an archive of its own: the plugin refuses to write into one that is not empty.
 *
 * @see https://cloudnative-pg.io/plugin-barman-cloud/docs/usage/#restoring-a-cluster
 */
export function clusterArchive(name: string, store: ObjectStore | undefined, restore?: Restore): object {
  if (!store) return {};
  const archive = (number: number) => ({
    barmanObjectName: name,
    ...(number > 0 && { serverName: `${name}-${number}` }),
  });
  const source = 'archive';
  return {
    // `enabled` is the default: within a list, who compares with what is applied would find it added.
    plugins: [{ name: plugin, enabled: true, isWALArchiver: true, parameters: archive(restore?.number ?? 0) }],
    ...(restore && {
      bootstrap: {
        recovery: { source, ...(restore.until && { recoveryTarget: { targetTime: postgresTime(restore.until) } }) },
      },
      externalClusters: [
        {
          name: source,
          // By its name where it has no number: the default is that of the external cluster.
          plugin: { name: plugin, enabled: true, parameters: { serverName: name, ...archive(restore.number - 1) } },
        },
      ],
    }),
  };
}

/**
 * A moment as PostgreSQL reads it at its start, when it does not know the zone `Z` yet: `2027-03-01 06:30:00.000+00`. The operator
 * makes a `Z` of RFC 3339's, and hands on what is not of that form.
 */
function postgresTime(moment: string): string {
  return new Date(moment).toISOString().replace('T', ' ').replace('Z', '+00');
}

/** The object store and the schedule of full backups; with the log between them any moment can be restored. */
export function renderBackups(
  target: KubernetesTarget,
  server: PostgresServer,
  name: string,
  store: ObjectStore | undefined,
): void {
  const { backups } = server.props;
  if (!store || !backups.enabled) return;
  const metadata = metadataOf(target, server, name);
  const env = Object.entries(sdkSettings(store)).map(([variable, value]) => ({ name: variable, value }));
  new ApiObject(server, 'ObjectStore', {
    apiVersion: 'barmancloud.cnpg.io/v1',
    kind: 'ObjectStore',
    metadata,
    spec: {
      retentionPolicy: `${Math.ceil(backups.retention.seconds / 86_400)}d`,
      configuration: {
        destinationPath: `s3://${store.bucket}/`,
        endpointURL: store.endpoint,
        ...(store.authority && { endpointCA: { name: store.authority.name, key: store.authority.key } }),
        s3Credentials: {
          accessKeyId: { name: store.secretName, key: 'accessKeyId' },
          secretAccessKey: { name: store.secretName, key: 'secretAccessKey' },
        },
        wal: { compression: 'gzip' },
        data: { compression: 'gzip' },
      },
      ...(env.length > 0 && { instanceSidecarConfiguration: { env } }),
    },
  });
  new ApiObject(server, 'ScheduledBackup', {
    apiVersion: 'postgresql.cnpg.io/v1',
    kind: 'ScheduledBackup',
    metadata,
    spec: {
      // The operator's schedules begin with seconds.
      schedule: `0 ${backups.schedule}`,
      immediate: true,
      backupOwnerReference: 'self',
      method: 'plugin',
      pluginConfiguration: { name: plugin },
      cluster: { name },
    },
  });
}
