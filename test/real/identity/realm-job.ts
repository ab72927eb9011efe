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
  readonly stdout: string;
  readonly stderr: string;
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
    let stdout = '';
    let stderr = '';
    job.stdout.on('data', (data) => {
      stdout += data;
      if (stdout.split('\n').length > killAfter) job.kill('SIGKILL');
    });
    job.stderr.on('data', (data) => {
      stderr += data;
    });
    return new Promise<JobResult>((resolve) => {
      job.on('close', (code) => resolve({ code: code ?? undefined, stdout, stderr, milliseconds: Date.now() - began }));
    });
  }
}
