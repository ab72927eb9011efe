import type { Construct } from 'constructs';
import type { Value, Workload } from '../../constructs/waist/primitives';
import { type Waits, waitsOf } from '../../constructs/waist/waits';
import type { KubernetesTarget } from '../kubernetes-target';

/** The main container of a pod, with what it needs: a workload's, or that of a server that the target brings for a primitive. */
export interface MainContainer
  extends Pick<Workload, 'image' | 'size' | 'command' | 'args' | 'scratch' | 'volumes' | 'egress' | 'clusterRights'> {
  /** Construct that the objects become children of. */
  readonly scope: Construct;
  /** Name of the pod's Deployment, StatefulSet or Job, and of what belongs to it. */
  readonly name: string;
  readonly env: Readonly<Record<string, Value>>;
  readonly files: Readonly<Record<string, Value>>;
  readonly waits: Waits;
}

/** The main container of a workload, under its name on the target. */
export function mainContainerOf(target: KubernetesTarget, workload: Workload): MainContainer {
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

/** A main container with nothing but what is given. */
export function bareContainer(
  given: Pick<MainContainer, 'scope' | 'name' | 'image' | 'size'> & Partial<MainContainer>,
): MainContainer {
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
