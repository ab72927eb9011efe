import type { CityPlatform } from '../../constructs/platform/city-platform';
import { Component } from '../../constructs/waist/component';
import { images } from '../../constructs/waist/images';
import { Cache, EventBus, Job, PostgresServer, Primitive, Service, Volume } from '../../constructs/waist/primitives';
import type { ComputeSize } from '../../constructs/waist/units';
import { nodeTitle } from '../diagram/platform-graph';

/** A program, a data store or a volume, and what it is given. */
export interface ProgramReport {
  /** The component it belongs to. @default several share it */
  readonly component?: string;
  readonly title: string;
  /** What it runs. */
  readonly runs: string;
  readonly kind: 'service' | 'store' | 'job' | 'volume';
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
    const described = describe(primitive);
    const component = Component.tryOf(primitive)?.title;
    return described ? [{ ...(component && { component }), title: nodeTitle(primitive), ...described }] : [];
  });
}

function describe(primitive: Primitive): Omit<ProgramReport, 'component' | 'title'> | undefined {
  if (primitive instanceof Service) {
    const { min, max } = primitive.replicas;
    const replicas = min === max ? String(min) : `${min}–${max}`;
    const { name, tag } = primitive.image;
    return { runs: `${name.split('/').at(-1)} ${tag}`, kind: 'service', replicas, least: min, ...size(primitive.size) };
  }
  if (primitive instanceof Job) {
    const { name, tag } = primitive.image;
    const runs = `${name.split('/').at(-1)} ${tag}`;
    return { runs, kind: 'job', replicas: primitive.schedule ?? 'once', least: 1, ...size(primitive.size) };
  }
  if (primitive instanceof PostgresServer) {
    if (primitive.existing) return undefined;
    return store(
      'PostgreSQL with PostGIS',
      primitive.props.replicas,
      primitive.props.size,
      primitive.props.storage.gibibytes,
    );
  }
  if (primitive instanceof Cache) return store(`valkey ${images.valkey.tag}`, 1, primitive.size);
  if (primitive instanceof EventBus) {
    const { replicas, size: each, storage } = primitive.props;
    return store('Apache Kafka', replicas, each, storage.gibibytes);
  }
  if (primitive instanceof Volume) {
    return {
      runs: 'volume',
      kind: 'volume',
      replicas: '1',
      least: 1,
      cpu: 0,
      memory: 0,
      disk: primitive.size.gibibytes,
    };
  }
  return undefined;
}

function store(
  runs: string,
  replicas: number,
  each: ComputeSize,
  disk?: number,
): Omit<ProgramReport, 'component' | 'title'> {
  return {
    runs,
    kind: 'store',
    replicas: String(replicas),
    least: replicas,
    ...size(each),
    ...(disk !== undefined && { disk }),
  };
}

function size({ cpu, memory }: ComputeSize): { cpu: number; memory: number } {
  return { cpu: cpu.millis, memory: memory.mebibytes };
}
