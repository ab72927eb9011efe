import type { CodeEntry } from '../../constructs/problems/codes/code-entry';
import { composePolicies } from './policies';

/** What the gates of a Compose file find, by gate and rule. */
export const composeGateCodes: Readonly<Record<string, CodeEntry>> = {
  'schema-compose': {
    title: 'A service is not as the Compose Specification has it.',
    why: 'Compose would refuse the file, or pass over a field without a word.',
    mend: 'Write it as https://github.com/compose-spec/compose-spec/blob/main/spec.md says.',
    example: { of: 'service', wrong: 'memory: 64m', right: 'mem_limit: 64m' },
  },
  'consistency-compose-reference': {
    title: 'A service names what is not there.',
    why: 'Compose would refuse the file, or make an empty folder in place of a missing file.',
    mend: 'Add the network, volume, file or service, or name another.',
    example: { of: 'service', wrong: 'networks: [other]', right: 'networks: [site]' },
  },
  ...Object.fromEntries(
    composePolicies.map(({ rule, message, why, fix, example }) => [
      `policy-${rule}`,
      {
        title: `${message.replace(/^It\b/, 'A service').replace(/^Its\b/, "A service's")}.`,
        why,
        mend: fix,
        example: { of: 'service', ...example },
      },
    ]),
  ),
};
