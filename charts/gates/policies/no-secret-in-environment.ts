import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const noSecretInEnvironment: Policy = {
  name: 'no-secret-in-environment',
  subject: 'environment',
  kinds: WORKLOADS,
  what: 'holds a literal where a secret belongs',
  why: 'What is in a manifest is in its repository, its logs and its backups.',
  fix: 'Take the value from a secret with valueFrom.secretKeyRef.',
  path: 'value',
  expression:
    "!environment.name.lowerAscii().matches(r'(pass|passwd|password|passphrase|pwd|secret|token|credentials?|" +
    "api_?key|private_?key|access_?key|secret_?key|signing_?key|encryption_?key|(^|[_.-])key)$') || " +
    "environment.?value.orValue('') in ['', 'true', 'false'] || " +
    "environment.value.matches(r'^([a-z]+:)?[$][(][A-Za-z_][A-Za-z0-9_]*[)]$')",
};
