import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, lazyCollector } from '../support/environment';
import type { KubernetesObject } from './platforms';

/** A pod that may send or receive, or an address outside the cluster. */
export interface Peer {
  readonly name: string;
  readonly pod?: {
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  readonly address: string;
}

export interface Attempt {
  readonly from: Peer;
  readonly to: Peer;
  readonly port: number;
  /** @default TCP */
  readonly protocol?: 'TCP' | 'UDP';
}

const cyclonus = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'citykit',
  'parts',
  'checkers',
  'bin',
  'cyclonus',
);

/**
 * What NetworkPolicies let through, as cyclonus reads them: a program of other people, so that no misunderstanding of
 * ours is in both the policies and their test.
 *
 * @returns the attempts that are let through, as `FROM -> TO:PORT`, `/UDP` added where it is that
 */
export function allowed(policies: readonly KubernetesObject[], attempts: readonly Attempt[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-cyclonus-'));
  const policyPath = join(folder, 'policies.json');
  const trafficPath = join(folder, 'traffic.json');
  writeFileSync(policyPath, JSON.stringify({ apiVersion: 'v1', kind: 'NetworkPolicyList', items: policies }));
  writeFileSync(trafficPath, JSON.stringify(attempts.map(traffic)));
  const args = ['analyze', '--mode', 'query-traffic', '--policy-path', policyPath, '--traffic-path', trafficPath];
  const { status, stdout, stderr } = spawnSync(cyclonus, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 29,
    env: environment(lazyCollector),
  });
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(`cyclonus: ${stderr.slice(-2000)}`);
  const answers = [...stdout.matchAll(/IS ALLOWED\?\s*\|\s*(TRUE|FALSE)\b/g)].map(([, answer]) => answer === 'TRUE');
  if (answers.length !== attempts.length) throw new Error(`${answers.length} answers to ${attempts.length} attempts`);
  return attempts.filter((_, index) => answers[index]).map(named);
}

function named({ from, to, port, protocol = 'TCP' }: Attempt): string {
  return `${from.name} -> ${to.name}:${port}${protocol === 'UDP' ? '/UDP' : ''}`;
}

function traffic({ from, to, port, protocol = 'TCP' }: Attempt): object {
  return { Source: peer(from), Destination: peer(to), ResolvedPort: port, ResolvedPortName: '', Protocol: protocol };
}

function peer({ pod, address }: Peer): object {
  if (!pod) return { IP: address };
  return {
    IP: address,
    Internal: {
      Namespace: pod.namespace,
      NamespaceLabels: { 'kubernetes.io/metadata.name': pod.namespace },
      PodLabels: pod.labels,
    },
  };
}
