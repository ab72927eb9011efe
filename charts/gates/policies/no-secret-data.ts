import type { Policy } from '../policy';

export const noSecretData: Policy = {
  name: 'no-secret-data',
  subject: 'object',
  kinds: ['Secret'],
  what: "carries a secret's value",
  why: 'What is in a manifest is in its repository, its logs and its backups.',
  fix: 'Make the secret in the cluster, or fetch it with an ExternalSecret.',
  path: 'data',
  expression: 'object.?data.orValue({}).size() == 0 && object.?stringData.orValue({}).size() == 0',
  manifestsOnly: 'The secrets job, cert-manager and the External Secrets Operator fill Secrets inside the cluster.',
};
