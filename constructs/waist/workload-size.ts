import type { Replicas } from './primitives/service';
import { type ComputeSize, Cpu, Size } from './units';

/** Size and replicas of one workload. */
export interface WorkloadSize {
  /** What one replica is given. */
  readonly size: ComputeSize;
  /** How many replicas run. */
  readonly replicas: Replicas;
}

/** The size of a workload that keeps connections to a database's server. */
export interface ClientSize extends WorkloadSize {
  /** Connections that one replica may open at once. */
  readonly connections: number;
}

/** Processor share in millicores and memory in mebibytes. */
export function compute(millis: number, mebibytes: number): ComputeSize {
  return { cpu: Cpu.millis(millis), memory: Size.mebibytes(mebibytes) };
}

/** Always this many replicas. */
export function fixed(replicas: number): Replicas {
  return { min: replicas, max: replicas };
}

/** One replica of this size. */
export function one(millis: number, mebibytes: number): WorkloadSize {
  return { size: compute(millis, mebibytes), replicas: fixed(1) };
}
