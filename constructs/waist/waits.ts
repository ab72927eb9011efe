import { connectionsOf } from './graph';
import type { Job, Login, Primitive, Workload } from './primitives';

/** A peer that has to take connections on a port before the workload starts. */
interface TcpWait {
  readonly peer: Primitive;
  readonly port: number;
}

/** What a workload waits for before each start. */
export interface Waits {
  readonly tcp: readonly TcpWait[];
  readonly logins: readonly Login[];
  /** Jobs that have to have ended well. */
  readonly jobs: readonly Job[];
}

/** An open port is the sign that a peer is ready, or a login where the peer has one for the workload. */
export function waitsOf(workload: Workload): Waits {
  if (!workload.waits) return { tcp: [], logins: [], jobs: [] };
  const paths = connectionsOf(workload);
  const logins = [...new Set(paths.map(({ to }) => to))].flatMap((peer) => peer.loginsOf(workload));
  const tcp = paths
    // A job that makes a peer ready waits for it by itself.
    .filter(({ to }) => !to.readyAfter.includes(workload) && to.loginsOf(workload).length === 0)
    .map(({ to, port }) => ({ peer: to, port }));
  return { tcp, logins, jobs: workload.after };
}
