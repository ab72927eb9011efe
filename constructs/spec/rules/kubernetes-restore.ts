import type { CityRule } from './city-rule';

export const kubernetesRestore: CityRule = {
  code: 'kubernetes-restore',
  reads: [
    'backups',
    'profile',
    'targets.kubernetes.restore',
    'targets.kubernetes.objectStore',
    'targets.kubernetes.postgres',
  ],
  rule: 'A database is restored from the archive that CloudNativePG keeps in the object store.',
  check: ({ backups, targets: { kubernetes } }) =>
    kubernetes?.restore &&
    !(
      backups.enabled &&
      kubernetes.objectStore &&
      'operator' in kubernetes.postgres &&
      kubernetes.postgres.operator === 'cloudnative-pg'
    )
      ? [
          {
            path: 'targets.kubernetes.restore',
            value: kubernetes.restore,
            fix: 'Remove it, or add objectStore, with backups enabled and CloudNativePG as the operator.',
          },
        ]
      : [],
};
