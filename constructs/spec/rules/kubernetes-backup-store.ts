import type { CityRule } from './city-rule';

export const kubernetesBackupStore: CityRule = {
  code: 'kubernetes-backup-store',
  reads: ['backups', 'profile', 'targets.kubernetes.objectStore'],
  rule: 'On Kubernetes the backups of profile city go to an object store outside the cluster.',
  check: ({ backups, profile, targets: { kubernetes } }) =>
    profile === 'city' && backups.enabled && kubernetes && kubernetes.objectStore === undefined
      ? [
          {
            path: 'targets.kubernetes.objectStore',
            value: undefined,
            fix: 'Add objectStore with endpoint, bucket and secretName, or set backups to enabled: false with a reason.',
          },
        ]
      : [],
};
