import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const noPasswordArgument: Policy = {
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
};
