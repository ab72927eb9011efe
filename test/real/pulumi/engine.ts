import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EngineEvent, LocalWorkspace, PulumiCommand, type PulumiFn, Stack } from '@pulumi/pulumi/automation';
import * as runtime from '@pulumi/pulumi/runtime/settings';
import { lazyCollector } from '../support/environment';
import type { Cluster } from '../support/kubernetes';
import { partsFolder } from '../support/rendered/stand-ins/parts-folder';

/** The newest run of a program: what the engine did, and all that it said. */
export interface Ran {
  readonly events: readonly EngineEvent[];
  readonly said: string;
  /** The stack's outputs in the clear, and which of them are secrets. */
  readonly outputs: Readonly<Record<string, { readonly value: unknown; readonly secret: boolean }>>;
}

export type Operation = 'preview' | 'up' | 'destroy' | 'refresh';

/** A stack of inline programs, whose state is a file of its own. */
export interface Engine {
  /**
   * Runs `operation` with that program; `refresh` and `destroy` go by the state alone.
   *
   * @throws Error with all that the engine said when it fails
   */
  run(operation: Operation, program: PulumiFn): Promise<Ran>;
  /** As `pulumi config set`. */
  set(key: string, value: string): Promise<void>;
  /** Every byte that is kept between two runs. */
  state(): string;
  /** The resources that stand in the state. */
  resources(): Promise<readonly { readonly type: string; readonly id?: string }[]>;
  remove(): void;
}

/**
 * Each client of the SDK has connections of its own. The SDK (3.248.0) closes none of an inline program, and gRPC
 * (grpc-js 1.14.7) goes on trying those whose engine stopped halfway; a later engine that is given the port of one of
 * them would be told to be unavailable, "Last error: null", for as long as that one waits for its next attempt.
 */
function shareNoConnections(): void {
  const { grpcClientOptions } = runtime as unknown as { grpcClientOptions: Record<string, unknown> };
  grpcClientOptions['grpc.use_local_subchannel_pool'] = 1;
}

/** Starts no process: each run starts the engine, which starts the stand-in of Pulumi's Kubernetes provider. */
export async function createEngine(cluster: Cluster): Promise<Engine> {
  shareNoConnections();
  const folder = mkdtempSync(join(tmpdir(), 'citykit-pulumi-'));
  const states = join(folder, 'states');
  mkdirSync(states);
  const settings = {
    name: 'cities',
    runtime: 'nodejs' as const,
    backend: { url: `file://${states}` },
    plugins: { providers: [{ name: 'kubernetes', path: providerFolder(folder) }] },
  };
  const workspace = await LocalWorkspace.create({
    workDir: folder,
    pulumiHome: join(folder, 'home'),
    pulumiCommand: await PulumiCommand.get({ root: partsFolder('pulumi') }),
    projectSettings: settings,
    envVars: {
      ...lazyCollector,
      KUBECONFIG: cluster.kubeconfig,
      PULUMI_CONFIG_PASSPHRASE: randomBytes(16).toString('hex'),
      // A copy of the state for each run is of no use here.
      PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: 'true',
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
      PULUMI_SKIP_UPDATE_CHECK: 'true',
    },
  });
  const stack = await Stack.createOrSelect('production', workspace);
  return {
    run: async (operation, program) => {
      const events: EngineEvent[] = [];
      let said = '';
      const heard = {
        onEvent: (event: EngineEvent) => void events.push(event),
        onOutput: (out: string) => {
          said += out;
        },
      };
      let outputs: Ran['outputs'] = {};
      if (operation === 'destroy') await stack.destroy(heard);
      else if (operation === 'refresh') await stack.refresh(heard);
      else if (operation === 'preview') await stack.preview({ ...heard, program });
      else ({ outputs } = await stack.up({ ...heard, program }));
      return { events, said, outputs };
    },
    set: (key, value) => stack.setConfig(key, { value }),
    state: () =>
      readdirSync(states, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
        .join('\n'),
    resources: async () => (await stack.exportStack()).deployment.resources ?? [],
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** A folder with the program that the engine takes for the Kubernetes provider, which no package registry has. */
function providerFolder(parent: string): string {
  const folder = join(parent, 'provider');
  mkdirSync(folder);
  const [tsx, main] = [require.resolve('tsx/cjs'), require.resolve('./provider/main')];
  const script = `#!/bin/sh\nexec '${process.execPath}' -r '${tsx}' '${main}' "$@"\n`;
  writeFileSync(join(folder, 'pulumi-resource-kubernetes'), script, { mode: 0o755 });
  return folder;
}
