// Measures `citykit synth` as whole processes, gates on: time and peak memory by target and number of cities.
//
//   npm run bench -- [--target kubernetes|aws]... [--cities 1,2,10,152] [--runs 5] [--out FILE]
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, platform, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeFederation } from './bench/federation.mjs';
import { measure, median } from './bench/measure.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const program = join(root, 'dist', 'cli', 'citykit.js');
const model = join(root, 'examples', 'izmir', 'city.yaml');

/** What a synthesis must not take more than. Seconds for all cities, megabytes at most. */
const limits = {
  kubernetes: { 1: { seconds: 1.5, megabytes: 250 }, 152: { megabytes: 1000 } },
  aws: { 1: { seconds: 6, megabytes: 600 } },
};

const { values: options } = parseArgs({
  options: {
    target: { type: 'string', multiple: true, default: ['kubernetes', 'aws'] },
    cities: { type: 'string', default: '1,2,10,152' },
    runs: { type: 'string', default: '5' },
    out: { type: 'string' },
  },
});
const amounts = options.cities.split(',').map(Number);
const scratch = await mkdtemp(join(tmpdir(), 'citykit-bench-'));
try {
  const rows = [];
  for (const target of options.target) rows.push(...(await measureTarget(target)));
  const text = report(rows);
  process.stdout.write(text);
  if (options.out) await writeFile(options.out, text);
} finally {
  await rm(scratch, { recursive: true, force: true });
}

async function measureTarget(target) {
  const rows = [];
  for (const amount of amounts) {
    const spec = await writeFederation(join(scratch, `cities-${amount}`), model, amount);
    const args = [program, 'synth', spec, '--target', target, '--out', join(scratch, 'out')];
    const runs = runsOf(amount);
    // The first run finds cold disk caches, which say nothing of the program.
    if (rows.length === 0) await measure(args, scratch);
    const seen = [];
    for (let run = 0; run < runs; run++) {
      process.stderr.write(`${target}, ${amount} cities, run ${run + 1} of ${runs}\n`);
      seen.push(await measure(args, scratch));
    }
    const [seconds, processor] = [seen.map((one) => one.seconds), seen.map((one) => one.processor)].map(median);
    rows.push({ target, amount, runs, seconds, processor, megabytes: Math.max(...seen.map((one) => one.megabytes)) });
    await rm(join(scratch, 'out'), { recursive: true, force: true });
  }
  return rows;
}

/** Many cities even out within one run what few cities even out over several. */
function runsOf(amount) {
  const wanted = Number(options.runs);
  return amount <= 10 ? wanted : Math.max(1, Math.floor(wanted / 3));
}

function report(rows) {
  const [cpu] = cpus();
  return [
    `${cpus().length} × ${cpu.model.trim()}, ${(totalmem() / 1e9).toFixed(0)} GB of memory, ${platform()} ${release()}, Node ${process.version}.`,
    'Whole processes from start to end, every gate on; medians of the runs, and the highest peak memory (resident set).',
    'Processor time counts all threads, and says more than the time where the machine had other work.',
    '',
    '| target | cities | runs | time | per city | processor time | peak memory | limit |',
    '|---|--:|--:|--:|--:|--:|--:|---|',
    ...rows.map(({ target, amount, runs, seconds, processor, megabytes }) => {
      const cells = [target, amount, runs, `${seconds.toFixed(2)} s`, `${(seconds / amount).toFixed(3)} s`];
      cells.push(`${processor.toFixed(2)} s`, `${megabytes.toFixed(0)} MB`);
      return `| ${[...cells, verdict(target, amount, seconds, megabytes)].join(' | ')} |`;
    }),
    '',
    ...growth(rows),
    '',
  ].join('\n');
}

function verdict(target, amount, seconds, megabytes) {
  const limit = limits[target]?.[amount];
  if (!limit) return '';
  const held = seconds <= (limit.seconds ?? Infinity) && megabytes <= limit.megabytes;
  const parts = [limit.seconds && `${limit.seconds} s`, `${limit.megabytes} MB`].filter(Boolean);
  return `${parts.join(', ')}: ${held ? 'held' : 'missed'}`;
}

/** How the time of one city changes from the smaller federation to the largest. */
function growth(rows) {
  return [...new Set(rows.map(({ target }) => target))].flatMap((target) => {
    const [before, last] = rows.filter((row) => row.target === target).slice(-2);
    if (!last) return [];
    const ratio = (of) => of(last) / last.amount / (of(before) / before.amount);
    const [time, processor] = [ratio((row) => row.seconds), ratio((row) => row.processor)];
    return [
      `Growth, ${target}: one of ${last.amount} cities takes ${time.toFixed(2)} times as long as one of ${before.amount}, and ` +
        `${processor.toFixed(2)} times the processor time (1 or less is wanted: ${time <= 1 ? 'held' : 'missed'}).`,
    ];
  });
}
