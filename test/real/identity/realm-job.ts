import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { realm } from '../../../constructs/components/identity/realm';
import type { RealmModel } from '../../../constructs/components/identity/realm-model';

export interface JobResult {
  /** Undefined when it was killed. */
  readonly code: number | undefined;
  /** The messages of its lines, a line each. */
  readonly said: string;
  /** What it found wrong with its environment. */
  readonly problems: readonly string[];
  /** Why it failed. */
  readonly reason: string | undefined;
  /** Everything that it wrote. */
  readonly output: string;
  readonly milliseconds: number;
}

/** The job that applies a realm, as a process of its own like in the container. */
export class RealmJob {
  readonly #folder = mkdtempSync(join(tmpdir(), 'citykit-realm-job-'));
  readonly #program = join(this.#folder, 'apply-realm.cjs');

  constructor(private readonly env: Readonly<Record<string, string>>) {
    const entry = join(__dirname, '../../../programs/apply-realm/main.ts');
    buildSync({
      entryPoints: [entry],
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'cjs',
      outfile: this.#program,
    });
  }

  /** Runs to the end, or is killed once it has told of `killAfter` changes. */
  run(model: RealmModel, env: Readonly<Record<string, string>> = {}, killAfter = Number.POSITIVE_INFINITY) {
    const file = join(this.#folder, `${model.realm}.json`);
    writeFileSync(file, JSON.stringify(realm(model)));
    const began = Date.now();
    const job = spawn(process.execPath, [this.#program], { env: { ...this.env, REALM_FILE: file, ...env } });
    let output = '';
    const take = (data: Buffer) => {
      output += data;
      if (output.split('\n').length > killAfter) job.kill('SIGKILL');
    };
    job.stdout.on('data', take);
    job.stderr.on('data', take);
    return new Promise<JobResult>((resolve) => {
      job.on('close', (code) =>
        resolve({ code: code ?? undefined, ...readLog(output), output, milliseconds: Date.now() - began }),
      );
    });
  }
}

/** Reads the lines of the log; a killed program leaves the last one unfinished. */
function readLog(output: string): Pick<JobResult, 'said' | 'problems' | 'reason'> {
  const lines = output
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { message: string; problem?: string; reason?: string });
  return {
    said: lines.map(({ message }) => `${message}\n`).join(''),
    problems: lines.flatMap(({ problem }) => problem ?? []),
    reason: lines.findLast(({ message }) => message === 'failed')?.reason,
  };
}
