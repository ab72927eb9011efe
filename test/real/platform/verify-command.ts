import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import type { Report } from '../../../verify/report';
import { environment } from '../support/environment';
import type { PodNetwork } from '../support/rendered/pod-network';

const program = join(__dirname, '../../../dist/cli/citykit.js');

/** Who verifies, and from where. */
export interface VerifyCall {
  /** In which the platform's public names lead to its edge. */
  readonly network: PodNetwork;
  /** File with the authority of the edge's certificate. */
  readonly authority: string;
  readonly client: { readonly id: string; readonly secret: string };
  /** Folder whose programs are found first. @default none */
  readonly programs?: string;
}

/** How the command ended. */
export interface VerifyOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

/**
 * `citykit verify` as its user calls it from outside a platform.
 *
 * @param args target and options
 */
export function callVerify(
  { network, authority, client, programs }: VerifyCall,
  args: readonly string[],
): Promise<VerifyOutcome> {
  const began = Date.now();
  const hosts = 'mount --bind "$0" /etc/hosts && exec "$@"';
  const command = ['--mount', '--propagation', 'private', 'sh', '-c', hosts, network.hostsFile];
  const call = [process.execPath, program, 'verify', ...args, '--ca', authority];
  const child = spawn('unshare', [...command, ...call], {
    env: environment({
      CITYKIT_CLIENT_ID: client.id,
      CITYKIT_CLIENT_SECRET: client.secret,
      ...(programs !== undefined && { PATH: [programs, process.env.PATH].join(delimiter) }),
    }),
  });
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
    });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...said, seconds: (Date.now() - began) / 1000 }));
  });
}

/** The report of a call with `--json`. @throws Error with what was said where there is none */
export function reportIn(outcome: VerifyOutcome): Report {
  const { report } = JSON.parse(outcome.stdout) as { report: Report | null };
  if (!report) throw new Error(JSON.stringify(outcome));
  return report;
}

/** Ids of what passed, and of what did not with its status and what it says. */
export function sortedResults({ results }: Report) {
  return {
    passed: results.filter(({ status }) => status === 'pass').map(({ id }) => id as string),
    others: Object.fromEntries(
      results
        .filter(({ status }) => status !== 'pass')
        .map(({ id, status, evidence }) => [id, `${status}: ${evidence.says}`]),
    ),
  };
}
