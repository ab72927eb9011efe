import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { join } from 'node:path';

const kubeScore = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'citykit',
  'parts',
  'checkers',
  'bin',
  'kube-score',
);

/** kube-score's checks that are not followed, each with why. One that finds nothing any more fails the test. */
export const ignored: Readonly<Record<string, string>> = {
  'container-ephemeral-storage-request-and-limit':
    'Every folder that a program may write to is a volume with a size limit, and the root file system is read-only.',
  'container-image-pull-policy':
    'Images have fixed versions: pulling them again at each start only makes a start depend on the registry.',
  'container-resources':
    'Memory has a limit. Processor time has none on purpose: a limit throttles a program while its node is idle.',
  'container-security-context-user-group-id':
    'Users are those that the images were built for, some below 10000; user namespaces are the cluster’s to switch on.',
  'deployment-has-host-podantiaffinity':
    'Topology spread constraints do the same over zones and nodes, and still start where a node is missing.',
  'deployment-replicas': 'A laptop has one replica of everything, and the cache and the search index are singletons.',
  'deployment-strategy': 'A program with a volume of one writer stops before its successor starts.',
  'horizontalpodautoscaler-replicas': 'A pilot starts with one replica of what scales, and gets more under load.',
  'networkpolicy-targets-pod': 'The pods of CloudNativePG, Strimzi and cert-manager are made by their operators.',
  'pod-probes-identical': 'A static web server and a cache have no state in which they live and are not ready.',
};

/** Checks of kube-score that find something in these objects, with the objects. */
export function scored(yaml: string): Map<string, string[]> {
  const { stdout, stderr } = spawnSync(kubeScore, ['score', '-o', 'json', '--kubernetes-version', 'v1.34', '-'], {
    input: yaml,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (!stdout.startsWith('[')) throw new Error(`kube-score: ${stderr}`);
  const found = new Map<string, string[]>();
  for (const { object_name: object, checks } of JSON.parse(stdout) as Scored[]) {
    for (const { check, grade, skipped } of checks) {
      if (!skipped && grade < 10) found.set(check.id, [...(found.get(check.id) ?? []), object]);
    }
  }
  return found;
}

interface Scored {
  readonly object_name: string;
  readonly checks: readonly {
    readonly check: { readonly id: string };
    readonly grade: number;
    readonly skipped: boolean;
  }[];
}
