import type { CityRule } from './city-rule';

export const kubernetesDatabaseOperator: CityRule = {
  code: 'kubernetes-database-operator',
  reads: ['backups', 'profile', 'targets.kubernetes.postgres'],
  rule: 'Databases that are backed up, or that outlive a zone (profile city), need CloudNativePG or a server that exists.',
  check: ({ backups, profile, targets: { kubernetes } }) =>
    kubernetes &&
    'operator' in kubernetes.postgres &&
    kubernetes.postgres.operator === 'none' &&
    (profile === 'city' || backups.enabled)
      ? [
          {
            path: 'targets.kubernetes.postgres.operator',
            value: 'none',
            fix:
              profile === 'city'
                ? "Set it to 'cloudnative-pg', or describe an existing server."
                : "Set it to 'cloudnative-pg', or set backups to enabled: false with a reason.",
          },
        ]
      : [],
};
