// Measures `citykit synth` as whole processes, gates on: time and peak memory by target and number of cities.
//
//   npm run bench -- [--target kubernetes|aws]... [--cities 1,2,10,152] [--runs 5] [--out FILE] [--against FOLDER]
//
// With the folder of another checkout, which is built, both run by turns, and a second table says what of it this one takes.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, platform, release, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeFederation } from './bench/federation.mjs';
import { measure, median } from './bench/measure.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The city to vary: each checkout's own, because fields of the spec come and go. */
const modelOf = (checkout) => join(checkout, 'examples', 'izmir', 'city.yaml');

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
    against: { type: 'string' },
  },
});
/** Checkouts to measure: this one, and the one to compare it with. */
const checkouts = [root, ...(options.against ? [resolve(options.against)] : [])];
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
    const specs = new Map();
    for (const [at, checkout] of checkouts.entries()) {
      specs.set(checkout, await writeFederation(join(scratch, `cities-${amount}-${at}`), modelOf(checkout), amount));
    }
    const runs = runsOf(amount);
    const once = async (checkout) => {
      const out = join(scratch, 'out');
      const args = [
        join(checkout, 'dist', 'cli', 'citykit.js'),
        'synth',
        specs.get(checkout),
        '--target',
        target,
        '--out',
        out,
      ];
      const seen = await measure(args, scratch);
      await rm(out, { recursive: true, force: true });
      return seen;
    };
    // The first run finds cold disk caches, which say nothing of the program.
    if (rows.length === 0) for (const checkout of checkouts) await once(checkout);
    const seen = checkouts.map(() => []);
    for (let run = 0; run < runs; run++) {
      process.stderr.write(`${target}, ${amount} cities, run ${run + 1} of ${runs}\n`);
      for (const [at, checkout] of checkouts.entries()) seen[at].push(await once(checkout));
    }
    const [ours, other] = seen.map(figures);
    rows.push({ target, amount, runs, ...ours, other });
  }
  return rows;
}

/** What several runs took: medians, and the highest memory. */
function figures(runs) {
  const [seconds, processor] = [runs.map((one) => one.seconds), runs.map((one) => one.processor)].map(median);
  return { seconds, processor, megabytes: Math.max(...runs.map((one) => one.megabytes)) };
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
    ...(options.against ? comparison(rows) : []),
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

/** What the other checkout takes, and as what share of it this one. */
function comparison(rows) {
  const share = (ours, other, digits, unit) => `${other.toFixed(digits)} ${unit} | ${(ours / other).toFixed(2)}`;
  return [
    'By turns with the other checkout: what that takes, and what share of it this one does.',
    '',
    '| target | cities | time | share | processor time | share | peak memory | share |',
    '|---|--:|--:|--:|--:|--:|--:|--:|',
    ...rows.map(({ target, amount, seconds, processor, megabytes, other }) => {
      const shares = [share(seconds, other.seconds, 2, 's'), share(processor, other.processor, 2, 's')];
      return `| ${[target, amount, ...shares, share(megabytes, other.megabytes, 0, 'MB')].join(' | ')} |`;
    }),
    '',
  ];
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
