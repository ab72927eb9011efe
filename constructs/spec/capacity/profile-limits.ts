import { Cpu, Size } from '../../waist/units';
import type { SizedCity } from '../city';

/** How large the parts of a profile get at most. What a city needs beyond that is refused. */
export interface ProfileLimits {
  /** Processor of a replica of the broker, and of one of the gateway. */
  readonly replica: Cpu;
  readonly databaseMemory: Size;
  readonly databaseStorage: Size;
  /** Log storage of each broker of the bus. */
  readonly busStorage: Size;
}

/** The most of any profile: each is a process of the server, used or not. Aurora takes 5,000, and a rollout there doubles. */
export const mostConnections = 2000;

/** Disks: 16 TiB is what the volumes of most clouds reach. */
export const profileLimits: Readonly<Record<SizedCity['profile'], ProfileLimits>> = {
  laptop: {
    replica: Cpu.cores(1),
    databaseMemory: Size.mebibytes(896),
    databaseStorage: Size.gibibytes(50),
    busStorage: Size.gibibytes(50),
  },
  pilot: {
    replica: Cpu.cores(2),
    databaseMemory: Size.gibibytes(8),
    databaseStorage: Size.gibibytes(1024),
    busStorage: Size.gibibytes(200),
  },
  city: {
    replica: Cpu.cores(4),
    databaseMemory: Size.gibibytes(64),
    databaseStorage: Size.gibibytes(16 * 1024),
    busStorage: Size.gibibytes(1024),
  },
};
