import type { Image } from '../waist/images';
import type { Probes, Value } from '../waist/primitives';
import type { ScratchFolder } from '../waist/primitives/workload';
import type { ComputeSize, Duration, Size } from '../waist/units';

/** What a primitive runs as on a target that brings no such server of its own. */
export interface ServerProgram {
  readonly image: Image;
  readonly size: ComputeSize;
  /** Replaces the image's entrypoint. @default the image's own */
  readonly command?: readonly Value[];
  readonly args: readonly Value[];
  readonly env: Readonly<Record<string, Value>>;
  readonly scratch: readonly ScratchFolder[];
  readonly ports: Readonly<Record<string, number>>;
  readonly probes: Required<Probes>;
  readonly stopsWithin: Duration;
  /** The folder that outlives the program. @default none: it keeps nothing */
  readonly dataFolder?: string;
  /** What it shares between its processes, as `/dev/shm`. @default the container's own 64 MB */
  readonly sharedMemory?: Size;
}
