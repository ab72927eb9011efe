/** Who a volume's folder belongs to when a container first sees it, and its mode. */
export interface Rights {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/** What is mounted at a path: files, by their path within the volume; a scratch folder; or a claim that outlives the pod. */
export type MountSource =
  | { readonly kind: 'files'; readonly volume: string; readonly files: Readonly<Record<string, string>> }
  | { readonly kind: 'scratch'; readonly volume: string; readonly rights: Rights }
  | { readonly kind: 'claim'; readonly volume: string; readonly claim: string; readonly rights: Rights };

export interface Mount {
  readonly path: string;
  readonly subPath: string;
  readonly readOnly: boolean;
  readonly source: MountSource;
}

/** A question that tells healthy from unhealthy: one of the three. */
export interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: number | string };
  readonly tcpSocket?: { readonly port: number | string };
  /** A command inside the container, healthy when it ends with 0. */
  readonly exec?: { readonly command: readonly string[] };
  /** @default 1 */
  readonly timeoutSeconds?: number;
  /** @default 10 */
  readonly periodSeconds?: number;
  /** @default 3 */
  readonly failureThreshold?: number;
}

/** A container as a target would run it: every reference filled in. */
export interface RenderedContainer {
  readonly name: string;
  readonly image: string;
  /** Replaces the image's entrypoint and its arguments. */
  readonly command: readonly string[] | undefined;
  readonly args: readonly string[] | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** The secrets of the variables that come from one. */
  readonly secrets: Readonly<Record<string, { readonly name: string; readonly key: string }>>;
  readonly mounts: readonly Mount[];
  readonly user: { readonly uid: number; readonly gid: number };
  /** Groups besides the user's own. */
  readonly groups: readonly number[];
  /** Rights of root that it may use, such as `CHOWN`. */
  readonly capabilities: readonly string[];
  /** Whether a small program stands before it as process 1, hands signals on and buries orphans. */
  readonly initProcess: boolean;
  readonly readOnlyRoot: boolean;
  /** Above it the kernel ends the container. */
  readonly memoryMebibytes: number;
  readonly ports: Readonly<Record<string, number>>;
  readonly probes: { readonly startup?: Probe; readonly readiness?: Probe; readonly liveness?: Probe };
}

/** Containers that share an address and volumes: a pod of Kubernetes, a task of ECS. */
export interface RenderedPod {
  /** Name of the workload in what is rendered. */
  readonly name: string;
  /** The name by which others reach it; undefined where nobody does. */
  readonly host: string | undefined;
  /** To be run to their ends before the main container, in this order. */
  readonly init: readonly RenderedContainer[];
  readonly main: RenderedContainer;
  /** Seconds between SIGTERM and SIGKILL. */
  readonly grace: number;
}
