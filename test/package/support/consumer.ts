import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder of this run, outside the checkout; the packed kit lies in `citykit` below it. */
const run = process.env.CITYKIT_TEST_RUN ?? '';

/** The packed kit. */
const packed = join(run, 'citykit', readdirSync(join(run, 'citykit'))[0] ?? '');

/** What npm fetched stays between runs, outside the checkout. */
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'citykit', 'npm');

/** The environment of a consumer: no setting of the npm that runs the tests. */
const environment = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  LANG: 'C.UTF-8',
  npm_config_cache: cache,
  npm_config_prefer_offline: 'true',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
  // A registry may be away for a minute.
  npm_config_fetch_retries: '5',
  // The npm registry of the machine, where one is set.
  ...(process.env.npm_config_registry && { npm_config_registry: process.env.npm_config_registry }),
};

/** What a process did. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A project of somebody else, in a folder outside the checkout. */
export class Consumer {
  readonly folder = mkdtempSync(join(run, 'project-'));

  /** Installs the packed kit and what is named, as `npm install` does. */
  install(...packages: readonly string[]): this {
    const args = ['install', '--save-exact', packed, ...packages];
    execFileSync('npm', args, { cwd: this.folder, env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
    return this;
  }

  /** Runs a program in the folder. */
  run(program: string, args: readonly string[], cwd = this.folder): Outcome {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd,
      env: environment,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    return { code: status, stdout, stderr };
  }

  /** Runs the installed command. */
  citykit(...args: readonly string[]): Outcome {
    return this.run(process.execPath, [join(this.folder, 'node_modules/.bin/citykit'), ...args]);
  }
}
