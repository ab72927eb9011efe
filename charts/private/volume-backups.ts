import { Construct } from 'constructs';
import { workloads } from '../../constructs/waist/graph';
import { images } from '../../constructs/waist/images';
import type { Volume } from '../../constructs/waist/primitives';
import { Cpu, Duration, Size } from '../../constructs/waist/units';
import type { ObjectStore } from '../kubernetes-options';
import type { KubernetesTarget } from '../kubernetes-target';
import { metadataOf, selectorOf } from '../metadata';
import { jobSpec, withStart } from './batch';
import { k8s, object } from './k8s';
import { bareContainer } from './main-container';
import { renderNetworkPolicy } from './network-policy';
import { objectStorePort, storeOf } from './object-store';
import { renderServiceAccount } from './service-account';

/** A CronJob adds the time to the names of its Jobs, and these programs a word to the volume's. */
export const longestWithBackups = 52 - '-restore'.length;

const mountPath = '/data';

/** Folder with the certificates of the store's authority. */
const authorityPath = '/authority';

/** Read as restic's own options: like the database's backups, a copy is as safe as the bucket, and needs no key. */
const plain = '--insecure-no-password --no-cache';

/** 10: there is no repository yet. A lock that a killed run left is taken away once it is half an hour old. */
const backup = (days: number) => `set -eu
restic ${plain} cat config >/dev/null || { [ $? = 10 ] && restic ${plain} init; }
restic ${plain} unlock
restic ${plain} backup --host "$NAME" ${mountPath}
restic ${plain} forget --host "$NAME" --keep-within ${days}d --prune
`;

/** What is in the volume and not in the copy stays. */
const restore = `set -eu
restic ${plain} restore "$SNAPSHOT:${mountPath}" --host "$NAME" --target ${mountPath}
`;

/**
 * Two CronJobs that copy a volume's files with restic: one to the object store, by the schedule and with the retention of
 * its backups, and one back, which is suspended and begun by hand.
 *
 * @see https://restic.readthedocs.io/en/stable/
 */
export function renderVolumeBackups(target: KubernetesTarget, volume: Volume): void {
  const { backups } = volume;
  const store = storeOf(target, volume, backups);
  if (!store || !backups.enabled) return;
  const days = Math.ceil(backups.retention.seconds / 86_400);
  // A volume that one node holds is read there, beside what writes to it.
  const beside = volume.writers === 'one' ? writersOf(target, volume).map(({ name }) => name) : [];
  renderCopy(target, volume, store, {
    verb: 'backup',
    script: backup(days),
    schedule: backups.schedule,
    readOnly: true,
    pod:
      beside.length > 0
        ? { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: beside.map(onNodeOf) } } }
        : {},
  });
  renderCopy(target, volume, store, {
    verb: 'restore',
    script: restore,
    env: { SNAPSHOT: 'latest' },
    schedule: backups.schedule,
    suspend: true,
    readOnly: false,
  });
}

interface Copy {
  readonly verb: 'backup' | 'restore';
  readonly script: string;
  readonly schedule: string;
  readonly suspend?: boolean;
  readonly readOnly: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly pod?: Partial<k8s.PodSpec>;
}

function renderCopy(target: KubernetesTarget, volume: Volume, store: ObjectStore, copy: Copy): void {
  const claim = target.nameOf(volume);
  const name = `${claim}-${copy.verb}`;
  const scope = new Construct(volume, copy.verb === 'backup' ? 'Backup' : 'Restore');
  const [writer] = writersOf(target, volume);
  const main = bareContainer({
    scope,
    name,
    // Files are read, and made anew, by the user who owns them.
    image: { ...images.restic, ...(writer && { user: writer.user }) },
    size: { cpu: Cpu.millis(100), memory: Size.mebibytes(512) },
    command: ['/bin/sh', '-c', copy.script],
    scratch: [{ path: '/tmp' }],
    env: {
      NAME: claim,
      RESTIC_REPOSITORY: `s3:${store.endpoint}/${store.bucket}/${claim}`,
      // restic is no SDK of AWS: it takes nothing else of them.
      ...(store.region && { AWS_DEFAULT_REGION: store.region }),
      ...(store.authority && { RESTIC_CACERT: `${authorityPath}/${store.authority.key}` }),
      ...copy.env,
    },
    egress: [
      {
        to: { host: new URL(store.endpoint).hostname },
        ports: [objectStorePort(store)],
        reason: 'Backups of files lie in the object store.',
      },
    ],
  });
  renderServiceAccount(target, main);
  object(k8s.KubeCronJob, scope, 'CronJob', {
    metadata: metadataOf(target, scope, name),
    spec: {
      schedule: copy.schedule,
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 600,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      ...(copy.suspend && { suspend: true }),
      jobTemplate: {
        spec: jobSpec(target, main, withStart(Duration.minutes(240)), {
          env: [
            keyOf(store, 'AWS_ACCESS_KEY_ID', 'accessKeyId'),
            keyOf(store, 'AWS_SECRET_ACCESS_KEY', 'secretAccessKey'),
          ],
          volumes: [
            { name: claim, persistentVolumeClaim: { claimName: claim } },
            ...(store.authority
              ? [{ name: 'authority', secret: { secretName: store.authority.name, defaultMode: 0o444 } }]
              : []),
          ],
          // The API server keeps no `readOnly: false`.
          mounts: [
            { name: claim, mountPath, ...(copy.readOnly && { readOnly: true }) },
            ...(store.authority ? [{ name: 'authority', mountPath: authorityPath, readOnly: true }] : []),
          ],
          ...(copy.pod && { spec: copy.pod }),
        }),
      },
    },
  });
  renderNetworkPolicy(target, scope, name, selectorOf(name), { ingress: [], egress: target.traffic.egressOf(main) });
}

const keyOf = ({ secretName }: ObjectStore, variable: string, key: string): k8s.EnvVar => ({
  name: variable,
  valueFrom: { secretKeyRef: { name: secretName, key } },
});

const onNodeOf = (name: string): k8s.PodAffinityTerm => ({
  topologyKey: 'kubernetes.io/hostname',
  labelSelector: { matchLabels: { ...selectorOf(name) } },
});

function writersOf(target: KubernetesTarget, volume: Volume) {
  return workloads(target.scope)
    .filter(({ volumes }) => Object.values(volumes).includes(volume))
    .map((workload) => ({ name: target.nameOf(workload), user: workload.image.user }));
}
