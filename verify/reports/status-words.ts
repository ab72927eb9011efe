import type { Status } from '../check';

/** What a result is called where people read it. */
export const statusWords: Readonly<Record<Status, string>> = {
  pass: 'passed',
  fail: 'failed',
  skip: 'not tried',
  na: 'not applicable',
  info: 'for information',
};
