import type { Node } from './node';

/** Of the pods of a namespace that run, in MiB. */
export interface Memory {
  /** Anonymous memory of the processes. */
  readonly resident: number;
  /** As `kubectl top` counts: with what of files is in use. */
  readonly workingSet: number;
  readonly limits: number;
  /** A line a pod. */
  readonly byPod: readonly string[];
}

interface Summary {
  readonly pods: readonly {
    readonly podRef: { readonly name: string; readonly namespace: string };
    readonly containers?: readonly {
      readonly memory?: { readonly rssBytes?: number; readonly workingSetBytes?: number };
    }[];
  }[];
}

interface Pods {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: {
      readonly containers: readonly { readonly resources: { readonly limits: { readonly memory: string } } }[];
    };
  }[];
}

/** What the kubelet measures. */
export async function memoryOf(node: Node, namespace: string): Promise<Memory> {
  const running = ['-n', namespace, 'get', 'pods', '--field-selector=status.phase=Running', '-o', 'json'];
  const { items } = JSON.parse(await node.kubectl(running)) as Pods;
  const summary = JSON.parse(
    await node.kubectl(['get', '--raw', '/api/v1/nodes/rehearsal/proxy/stats/summary']),
  ) as Summary;
  const measured = items.map(({ metadata, spec }) => {
    const { containers = [] } =
      summary.pods.find(({ podRef }) => podRef.namespace === namespace && podRef.name === metadata.name) ?? {};
    const sum = (of: 'rssBytes' | 'workingSetBytes') =>
      Math.round(containers.reduce((bytes, { memory }) => bytes + (memory?.[of] ?? 0), 0) / 2 ** 20);
    const limits = spec.containers.reduce((all, { resources }) => all + mebibytes(resources.limits.memory), 0);
    return { name: metadata.name, resident: sum('rssBytes'), workingSet: sum('workingSetBytes'), limits };
  });
  const total = (of: 'resident' | 'workingSet' | 'limits') => measured.reduce((all, one) => all + one[of], 0);
  return {
    resident: total('resident'),
    workingSet: total('workingSet'),
    limits: total('limits'),
    byPod: measured.map(
      ({ name, resident, workingSet, limits }) => `  ${name}: ${resident} ${workingSet} of ${limits}`,
    ),
  };
}

function mebibytes(quantity: string): number {
  const [, amount, unit] = /^(\d+)(Mi|Gi)$/.exec(quantity) ?? [];
  if (!amount) throw new Error(`a memory limit of ${quantity}`);
  return Number(amount) * (unit === 'Gi' ? 1024 : 1);
}
