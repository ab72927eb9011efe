import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

/** Where a secret may stand, and who may ask the cluster for one. */
export const secrets: readonly Policy[] = [
  {
    name: 'no-default-password',
    subject: 'environment',
    kinds: WORKLOADS,
    what: 'looks like a default password, or like a URL with one',
    why: 'Default passwords are tried first.',
    fix: 'Take the value from a secret with valueFrom.secretKeyRef; $(NAME) puts it into a URL.',
    path: 'value',
    expression:
      "!(environment.?value.orValue('').lowerAscii() in ['changeme', 'change-me', 'change_me', 'changeit', " +
      "'password', 'passw0rd', 'p@ssw0rd', 'password1', 'password123', 'admin123', 'test1234', 'letmein', " +
      "'qwerty', '123456', '12345678', 'secret', 's3cr3t', 'mysecretpassword', 'notasecret']) && " +
      "!environment.?value.orValue('').matches(r'://[^/@:\\s]*:[^/@$\\s]+@')",
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0]',
      wrong: 'env: [{ name: MODE, value: changeme }]',
      right: 'env: [{ name: MODE, value: production }]',
    },
  },
  {
    name: 'no-password-argument',
    subject: 'container',
    kinds: WORKLOADS,
    what: 'carries a password in its command line',
    why: 'A command line is in the manifest and in every process list.',
    fix: 'Take the value from the environment: $(NAME), filled from a secret.',
    path: 'args',
    expression:
      '(container.?command.orValue([]) + container.?args.orValue([])).all(argument, ' +
      "!argument.lowerAscii().matches(r'(password|passwd|passphrase|secret|token)=[a-z0-9]|" +
      "://[^/@:\\s]*:[^/@$\\s{}]+@'))",
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0]',
      wrong: 'args: [--datasource.password=hunter2]',
      right: 'args: [--datasource.password=$(DB_PASSWORD)]',
    },
  },
  {
    name: 'no-secret-data',
    subject: 'object',
    kinds: ['Secret'],
    what: "carries a secret's value",
    why: 'What is in a manifest is in its repository, its logs and its backups.',
    fix: 'Make the secret in the cluster, or fetch it with an ExternalSecret.',
    path: 'data',
    expression: 'object.?data.orValue({}).size() == 0 && object.?stringData.orValue({}).size() == 0',
    manifestsOnly: 'The secrets job, cert-manager and the External Secrets Operator fill Secrets inside the cluster.',
    example: { kind: 'Secret', wrong: 'data: { password: aHVudGVyMg== }', right: 'data: null' },
  },
  {
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
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec.containers[0]',
      wrong: 'env: [{ name: DB_PASSWORD, value: Xq7-long-and-random }]',
      right: 'env: [{ name: DB_PASSWORD, valueFrom: { secretKeyRef: { name: izmir-db, key: password } } }]',
    },
  },
  {
    name: 'no-service-account-token',
    subject: 'pod',
    kinds: WORKLOADS,
    what: 'mounts a token for the Kubernetes API',
    why: 'Whoever takes the program over gets the token too.',
    fix:
      'Set automountServiceAccountToken: false, or give the reason in the annotation citykit/service-account-token ' +
      'of the pod template.',
    path: 'automountServiceAccountToken',
    expression:
      'variables.pod.?automountServiceAccountToken.orValue(true) == false || ' +
      "variables.template.?metadata.?annotations[?'citykit/service-account-token'].orValue('') != ''",
    example: {
      kind: 'Deployment',
      at: 'spec.template.spec',
      wrong: 'automountServiceAccountToken: true',
      right: 'automountServiceAccountToken: false',
    },
  },
];
