import type { ComputeSize, Size } from '../../waist/units';

/** A server with a disk for each of its replicas. */
export interface ServerSize {
  readonly size: ComputeSize;
  readonly replicas: number;
  readonly storage: Size;
}
