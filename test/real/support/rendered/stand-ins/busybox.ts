import { type StandIn, systemPath } from '../stand-in';

/** The system's own tools in busybox's place. */
export function busybox(): StandIn {
  return { env: { PATH: systemPath } };
}
