import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { environment } from '../support/environment';
import type { Cluster } from '../support/kubernetes';
import type { KubernetesObject, Rendering } from './platforms';

export interface Outcome {
  readonly code: number;
  readonly log: string;
}

/** The Job that makes a platform's Secrets. */
export function secretsJobOf({ objects }: Rendering): KubernetesObject {
  return objects.find(({ kind, metadata }) => kind === 'Job' && /-secrets-[0-9a-f]{8}$/.test(metadata.name))!;
}

/**
 * Does what the pod of that Job would do, as a process here: the very file of its ConfigMap, its command and its
 * environment, with a token of its ServiceAccount.
 */
export async function runSecretsJob(cluster: Cluster, rendering: Rendering): Promise<Outcome> {
  const { serviceAccountName, containers } = secretsJobOf(rendering).spec.template.spec;
  const [{ command, env }] = containers;
  const [program, ...args] = command as string[];
  const folder = mkdtempSync(join(tmpdir(), 'citykit-secrets-'));
  const at = (path: string) => join(folder, path);
  for (const [path, content] of filesOf(rendering, serviceAccountName)) {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), content);
  }
  const { server, authority } = await access(cluster);
  writeFileSync(at('ca.crt'), authority);
  const token = ['create', 'token', serviceAccountName, '-n', rendering.namespace, '--duration=10m'];
  writeFileSync(at('token'), await cluster.kubectl(...token), { mode: 0o600 });
  const child = spawn(program === 'node' ? process.execPath : program!, args.map(at), {
    env: environment({
      ...Object.fromEntries(env.map(({ name, value }: Variable) => [name, value ?? rendering.namespace])),
      KUBERNETES_SERVICE_HOST: server.hostname,
      KUBERNETES_SERVICE_PORT: server.port || '443',
      SERVICE_ACCOUNT_DIR: folder,
      DEADLINE_SECONDS: '20',
    }),
  });
  const code = new Promise<number>((resolve) => child.once('close', (ended) => resolve(ended ?? 1)));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  rmSync(folder, { recursive: true });
  return { code: await code, log: out + err };
}

interface Variable {
  readonly name: string;
  /** Absent for the only one that comes from the pod itself: its namespace. */
  readonly value?: string;
}

function filesOf({ objects }: Rendering, program: string): [path: string, content: string][] {
  const { volumes } = secretsJobOf({ objects } as Rendering).spec.template.spec;
  const items = volumes[0].projected.sources[0].configMap.items as { key: string; path: string }[];
  const { data } = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === `${program}-files`)!;
  return items.map(({ key, path }) => [path, data[key]]);
}

async function access(cluster: Cluster): Promise<{ server: URL; authority: string }> {
  const config = JSON.parse(await cluster.kubectl('config', 'view', '--minify', '--flatten', '--raw', '-o', 'json'));
  const { server, 'certificate-authority-data': authority } = config.clusters[0].cluster;
  return { server: new URL(server), authority: Buffer.from(authority ?? '', 'base64').toString() };
}
