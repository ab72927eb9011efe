import { execFile } from 'node:child_process';

/** An object of the Kubernetes API. */
export interface ClusterObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly creationTimestamp?: string;
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
}

/** What a run reads of the cluster that the platform runs on. */
export interface Cluster {
  /** Objects of a kind in the platform's namespace: `networkpolicies`. */
  list(kind: string): Promise<readonly ClusterObject[]>;
  /** The namespace itself. */
  namespace(): Promise<ClusterObject>;
  /** What the pods of a workload have written within the last minute: `deployment/izmir-gateway`. */
  log(workload: string): Promise<string>;
}

/** Asks by `kubectl`, with the rights and the context of whoever calls. */
export class KubectlCluster implements Cluster {
  constructor(
    private readonly inNamespace: string,
    /** Context of the kubeconfig. @default the current one */
    private readonly context?: string,
    private readonly program = 'kubectl',
  ) {}

  async list(kind: string): Promise<readonly ClusterObject[]> {
    const { items } = JSON.parse(await this.#run('get', kind, '--output', 'json')) as { items: ClusterObject[] };
    return items;
  }

  async namespace(): Promise<ClusterObject> {
    return JSON.parse(await this.#run('get', 'namespace', this.inNamespace, '--output', 'json')) as ClusterObject;
  }

  log(workload: string): Promise<string> {
    return this.#run('logs', workload, '--all-pods=true', '--since=1m', '--limit-bytes=4000000');
  }

  #run(...args: readonly string[]): Promise<string> {
    const context = this.context === undefined ? [] : ['--context', this.context];
    const options = { timeout: 15_000, maxBuffer: 32 * 1024 * 1024 };
    return new Promise((resolve, reject) => {
      execFile(
        this.program,
        [...context, '--namespace', this.inNamespace, ...args],
        options,
        (error, output, errors) => {
          if (!error) return resolve(output);
          const [said = ''] = errors.trim().split('\n');
          reject(new Error(`kubectl ${args.slice(0, 2).join(' ')}: ${said || error.message}`));
        },
      );
    });
  }
}
