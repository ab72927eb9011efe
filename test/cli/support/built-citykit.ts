import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

/** What a process of the command line did. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Current folder. @default the root of the kit */
  readonly cwd?: string;
  /** Arguments of Node itself. @default none */
  readonly node?: readonly string[];
  /** Added to a small environment. @default nothing */
  readonly env?: Readonly<Record<string, string>>;
  /** Stop reading standard output after the first part of it, as `head` does. @default false */
  readonly closeEarly?: boolean;
}

/** The command line as users have it: built by the build script from the sources of now, in a folder of its own. */
export class BuiltCitykit {
  readonly folder = mkdtempSync(join(tmpdir(), 'citykit-built-'));
  readonly program = join(this.folder, 'dist', 'cli', 'citykit.js');

  constructor() {
    for (const name of [
      'constructs',
      'charts',
      'stacks',
      'pulumi',
      'cli',
      'programs',
      'node_modules',
      'package.json',
    ]) {
      symlinkSync(join(root, name), join(this.folder, name));
    }
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'tools', 'build.mjs')], {
      cwd: this.folder,
      env: { ...process.env, BUNDLE_DIR: join(this.folder, 'dist', 'programs') },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`the build failed: ${stderr}`);
  }

  /** Runs it as a process of its own. */
  run(args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
    const { cwd = root, node = [], env = {}, closeEarly = false } = options;
    const child = spawn(process.execPath, [...node, this.program, ...args], {
      cwd,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (closeEarly) child.stdout.destroy();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    return new Promise((done, failed) => {
      child.on('error', failed);
      child.on('close', (code) => done({ code, stdout, stderr }));
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
