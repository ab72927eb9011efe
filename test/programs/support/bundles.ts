import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');

/** Bundles the programs into a folder of their own. */
export function bundlePrograms(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'));
  execFileSync(process.execPath, [join(root, 'tools', 'bundle-programs.mjs')], {
    env: { ...process.env, BUNDLE_DIR: folder },
  });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export type Environment = Readonly<Record<string, string>>;

/** Starts a program as a container does: with its own environment and nothing else. */
export function startProgram(file: string, env: Environment): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [file], { env, cwd: tmpdir() });
}

export interface Outcome {
  readonly code: number | null;
  readonly output: string;
  /** The messages of its lines. */
  readonly messages: readonly string[];
  /** What it found wrong with its environment. */
  readonly problems: readonly string[];
}

/** Runs a program to its end. */
export async function runProgram(file: string, env: Environment): Promise<Outcome> {
  const child = startProgram(file, env);
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const code = await new Promise<number | null>((done) => child.on('close', done));
  const lines = output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { message: string; problem?: string });
  return {
    code,
    output,
    messages: lines.map(({ message }) => message),
    problems: lines.flatMap(({ problem }) => problem ?? []),
  };
}
