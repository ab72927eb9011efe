import type { Replicas } from './primitives/service';
import type { ComputeSize, Size } from './units';

/** What a primitive looks like in the picture. */
export type Shape = 'outside' | 'edge' | 'service' | 'job' | 'database' | 'cache' | 'bus' | 'volume';

/** What a primitive uses of the cluster or account that it runs in. */
export interface Takes {
  /** What runs: `valkey 8.1.4`. */
  readonly runs: string;
  /** How many of it run. */
  readonly replicas: Replicas;
  /** When it runs: `once`, or a cron expression. @default always */
  readonly schedule?: string;
  /** Processor and memory of one replica. @default none: it is no program */
  readonly size?: ComputeSize;
  /** Disk of one replica. @default none */
  readonly disk?: Size;
}

/** What a primitive says of itself to people: enough for its box in the picture and its row in the table of sizes. */
export interface Description {
  /** What a reader calls it. @default see {@link titleOf} */
  readonly title?: string;
  /** How its box is drawn. */
  readonly shape: Shape;
  /** Second line of the box: what runs, or how much. */
  readonly detail: string;
  /** What the world outside reaches it by: `https`. @default the world does not reach it */
  readonly entry?: string;
  /** What it takes of the cluster or account. @default nothing: somebody else runs it, or the target does */
  readonly takes?: Takes;
}
