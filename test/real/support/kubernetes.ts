import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { environment, lazyCollector } from './environment';
import { missingPart } from './require-part';
import { run } from './running';
import { until } from './wait';

/** How a kubectl ended. The API server's warnings are in `stderr`. */
export interface KubectlResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface KubernetesOptions {
  /** Fake nodes on which pods become Running without images. @default false */
  readonly kwok?: boolean;
  /** How many of them, spread over three zones. @default 3 */
  readonly nodes?: number;
  /** Bearer tokens that it takes, and the group of Kubernetes that each stands for. @default none */
  readonly groups?: Readonly<Record<string, string>>;
}

/** A real Kubernetes API, with its controllers and scheduler. */
export interface Cluster {
  readonly kubeconfig: string;
  /** The kubectl that is used. */
  readonly program: string;
  /** False for the user's cluster that KUBECONFIG names: stay inside the namespaces of `namespace()` there. */
  readonly own: boolean;
  /** @returns stdout @throws Error with stderr when kubectl fails */
  kubectl(...args: string[]): Promise<string>;
  /** kubectl with `input` as its stdin; a failure is a result. */
  tryKubectl(args: readonly string[], input?: string): Promise<KubectlResult>;
  /** Server-side apply of YAML or JSON text; a refusal is a result. */
  apply(manifests: string, ...args: string[]): Promise<KubectlResult>;
  /** A new namespace that enforces a Pod Security level; removed at stop. @default restricted */
  namespace(level?: 'privileged' | 'baseline' | 'restricted'): Promise<string>;
  /** Applies the CRDs of the operators, on a cluster of its own only, and waits until they are served. */
  installCrds(): Promise<void>;
  /** Ends it; the user's cluster loses only the namespaces made here. */
  stop(): Promise<void>;
}

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'citykit', 'kubernetes');
const kubectlOfCache = join(cache, 'bin', 'kubectl');

/**
 * A fresh control plane on loopback, or the user's cluster where KUBECONFIG is set.
 *
 * @throws Error with the end of its log when it does not get ready.
 */
export async function startKubernetes(options: KubernetesOptions = {}): Promise<Cluster> {
  const why = missingPart('kubernetes');
  if (why !== undefined) throw new Error(why);
  const folder = mkdtempSync(join(tmpdir(), 'citykit-kubernetes-'));
  const users = process.env.KUBECONFIG;
  if (users) return cluster(users, folder, false, async () => {});
  const nodes = options.kwok ? (options.nodes ?? 3) : 0;
  const up = run(join(__dirname, '..', 'kubernetes', 'up.sh'), [folder, String(nodes)], {
    env: {
      ...environment(lazyCollector),
      ...(options.groups && { APISERVER_FLAGS: tokenFlag(folder, options.groups) }),
    },
    logFile: join(folder, 'up.log'),
    stopped: () => rmSync(folder, { recursive: true, force: true }),
  });
  const kubeconfig = join(folder, 'kubeconfig');
  try {
    await until('Kubernetes gets ready', () => !up.alive() || existsSync(kubeconfig));
    if (!up.alive()) throw new Error('Kubernetes ended before it was ready');
  } catch (error) {
    await up.stop();
    throw new Error(`${(error as Error).message}\n${up.log().slice(-3000)}`, { cause: error });
  }
  return cluster(kubeconfig, folder, true, up.stop);
}

/** https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file */
function tokenFlag(folder: string, groups: Readonly<Record<string, string>>): string {
  const file = join(folder, 'tokens.csv');
  const lines = Object.entries(groups).map(([token, group]) => `${token},${group},${group},"${group}"\n`);
  writeFileSync(file, lines.join(''), { mode: 0o600 });
  return `--token-auth-file=${file}`;
}

function cluster(kubeconfig: string, folder: string, own: boolean, end: () => Promise<void>): Cluster {
  const program =
    !own && missingPart('kubernetes') === undefined && !existsSync(kubectlOfCache) ? 'kubectl' : kubectlOfCache;
  const namespaces: string[] = [];

  const tryKubectl = async (args: readonly string[], input = ''): Promise<KubectlResult> => {
    const child = spawn(program, ['--kubeconfig', kubeconfig, '--cache-dir', join(folder, 'discovery'), ...args], {
      env: environment(lazyCollector),
    });
    const code = new Promise<number>((resolve, reject) =>
      child.once('error', reject).once('close', (c) => resolve(c ?? 1)),
    );
    child.stdin.on('error', () => {}).end(input);
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return { code: await code, stdout, stderr };
  };

  const kubectl = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await tryKubectl(args);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
    return stdout;
  };

  return {
    kubeconfig,
    program,
    own,
    kubectl,
    tryKubectl,
    apply: (manifests, ...args) => tryKubectl(['apply', '--server-side', '-f', '-', ...args], manifests),
    namespace: async (level = 'restricted') => {
      const name = `citykit-test-${randomBytes(4).toString('hex')}`;
      await kubectl('create', 'namespace', name);
      namespaces.push(name);
      await kubectl('label', 'namespace', name, `pod-security.kubernetes.io/enforce=${level}`);
      await until(`${name} has its service account`, async () => {
        return (await tryKubectl(['get', 'serviceaccount', 'default', '-n', name])).code === 0;
      });
      return name;
    },
    installCrds: async () => {
      if (!own) return;
      const applied = await kubectl('apply', '--server-side', '--recursive', '-f', join(cache, 'crds'));
      const expected = applied.trim().split('\n').length;
      await until('every CRD is established', async () => {
        const established = '{.items[*].status.conditions[?(@.type=="Established")].status}';
        const states = (await kubectl('get', 'crd', '-o', `jsonpath=${established}`)).split(' ');
        return states.every((state) => state === 'True') && states.length === expected;
      });
    },
    stop: async () => {
      if (!own && namespaces.length > 0) await kubectl('delete', 'namespace', ...namespaces);
      if (!own) rmSync(folder, { recursive: true, force: true });
      await end();
    },
  };
}
