import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const preload = fileURLToPath(new URL('report-usage.cjs', import.meta.url));

/**
 * Runs a Node program as a process of its own.
 *
 * @param {readonly string[]} args program and arguments
 * @param {string} scratch a folder to write to
 * @returns {Promise<{ seconds: number, processor: number, megabytes: number }>} seconds from its start to its end, seconds
 * of all processors, and peak memory (10^6 bytes)
 * @throws when it does not end well
 */
export async function measure(args, scratch) {
  const usage = join(scratch, 'usage.json');
  const began = process.hrtime.bigint();
  const child = spawn(process.execPath, ['--require', preload, ...args], {
    env: { ...process.env, CITYKIT_BENCH_USAGE: usage },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (text) => {
    complaint = (complaint + text).slice(-4000);
  });
  const code = await new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', done);
  });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${complaint}`);
  const { maxRSS, cpu } = JSON.parse(await readFile(usage, 'utf8'));
  return { seconds, processor: cpu / 1e6, megabytes: (maxRSS * 1024) / 1e6 };
}

/** @param {readonly number[]} values at least one */
export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle) - 1]) / 2;
}
