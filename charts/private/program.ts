import type { Construct } from 'constructs';
import type { Value, Workload } from '../../constructs/waist/primitives';
import { type Waits, waitsOf } from '../../constructs/waist/waits';
import type { KubernetesTarget } from '../kubernetes-target';

/** What a pod runs: a workload, or a server that the target brings along for a primitive. */
export interface Program
  extends Pick<Workload, 'image' | 'size' | 'command' | 'args' | 'scratch' | 'volumes' | 'egress' | 'clusterRights'> {
  /** Construct that the objects become children of. */
  readonly scope: Construct;
  /** Name of the program's objects. */
  readonly name: string;
  readonly env: Readonly<Record<string, Value>>;
  readonly files: Readonly<Record<string, Value>>;
  readonly waits: Waits;
}

export function programOf(target: KubernetesTarget, workload: Workload): Program {
  const { image, size, command, args, scratch, volumes, egress, clusterRights, env, files } = workload;
  return {
    scope: workload,
    name: target.nameOf(workload),
    image,
    size,
    command,
    args,
    scratch,
    volumes,
    egress,
    clusterRights,
    env,
    files,
    waits: waitsOf(workload),
  };
}

/** A program with nothing but what is given. */
export function bareProgram(given: Pick<Program, 'scope' | 'name' | 'image' | 'size'> & Partial<Program>): Program {
  return {
    command: undefined,
    args: undefined,
    scratch: [],
    volumes: {},
    egress: [],
    clusterRights: [],
    env: {},
    files: {},
    waits: { tcp: [], logins: [], jobs: [] },
    ...given,
  };
}
