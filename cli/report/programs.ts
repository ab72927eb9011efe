import type { CityPlatform } from '../../constructs/platform/city-platform';
import { Component } from '../../constructs/waist/component';
import type { Shape } from '../../constructs/waist/description';
import { Primitive } from '../../constructs/waist/primitives';
import { titleOf } from '../../constructs/waist/title';

/** A program, a data store or a volume, and what it is given. */
export interface ProgramReport {
  /** The component it belongs to. @default several share it */
  readonly component?: string;
  readonly title: string;
  /** What it runs. */
  readonly runs: string;
  readonly shape: Shape;
  /** `2`, `3–9`, `once`, or a schedule. */
  readonly replicas: string;
  /** Replicas that always run. */
  readonly least: number;
  /** Millicores of one replica. */
  readonly cpu: number;
  /** Mebibytes of one replica. */
  readonly memory: number;
  /** Gibibytes of one replica's disk. @default none */
  readonly disk?: number;
}

/** Everything of a platform that takes memory, processor or disk. */
export function programsOf(platform: CityPlatform): ProgramReport[] {
  return Primitive.all(platform).flatMap((primitive): ProgramReport[] => {
    const { shape, takes } = primitive.description ?? {};
    if (!shape || !takes) return [];
    const component = Component.tryOf(primitive)?.title;
    const { runs, schedule, size, disk } = takes;
    const { min, max } = takes.replicas;
    return [
      {
        ...(component && { component }),
        title: titleOf(primitive),
        runs,
        shape,
        replicas: schedule ?? (min === max ? String(min) : `${min}–${max}`),
        least: min,
        cpu: size?.cpu.millis ?? 0,
        memory: size?.memory.mebibytes ?? 0,
        ...(disk && { disk: disk.gibibytes }),
      },
    ];
  });
}
