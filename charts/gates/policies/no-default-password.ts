import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const noDefaultPassword: Policy = {
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
};
