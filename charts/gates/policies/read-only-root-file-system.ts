import { WORKLOADS } from '../pod-template';
import type { Policy } from '../policy';

export const readOnlyRootFileSystem: Policy = {
  name: 'read-only-root-file-system',
  subject: 'container',
  kinds: WORKLOADS,
  what: "can write to its image's file system",
  why: 'An attacker who cannot write cannot leave a program behind, and what a program needs to write is known.',
  fix: 'Set readOnlyRootFilesystem: true and mount a volume where the program writes.',
  path: 'securityContext.readOnlyRootFilesystem',
  expression: 'container.?securityContext.?readOnlyRootFilesystem.orValue(false) == true',
};
