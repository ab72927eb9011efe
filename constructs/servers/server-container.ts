import type { Image } from '../waist/images';
import type { ResolvedProbes, Value } from '../waist/primitives';
import type { ScratchFolder } from '../waist/primitives/workload';
import type { ComputeSize, Duration, Size } from '../waist/units';

/** The container of a server that a primitive runs as, on a target without such a service of its own. */
export interface ServerContainer {
  readonly image: Image;
  readonly size: ComputeSize;
  /** Replaces the image's entrypoint. @default the image's own */
  readonly command?: readonly Value[];
  readonly args: readonly Value[];
  readonly env: Readonly<Record<string, Value>>;
  readonly scratch: readonly ScratchFolder[];
  readonly ports: Readonly<Record<string, number>>;
  readonly probes: ResolvedProbes;
  readonly stopsWithin: Duration;
  /** The folder that outlives the container. @default none: it keeps nothing */
  readonly dataFolder?: string;
  /** What it shares between its processes, as `/dev/shm`. @default the container's own 64 MB */
  readonly sharedMemory?: Size;
}
