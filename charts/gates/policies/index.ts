import type { Policy } from '../policy';
import { availability } from './availability';
import { identification } from './identification';
import { network } from './network';
import { podSecurity } from './pod-security';
import { resources } from './resources';
import { secrets } from './secrets';

/** Every policy, in the order of their names. */
export const POLICIES: readonly Policy[] = [
  ...availability,
  ...identification,
  ...network,
  ...podSecurity,
  ...resources,
  ...secrets,
].sort((a, b) => (a.name < b.name ? -1 : 1));
