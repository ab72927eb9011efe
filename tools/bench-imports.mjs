// How long it takes to import the entry points, against another built checkout: `node tools/bench-imports.mjs OTHER`. Each
// import is a process of its own, by turns; medians of the processor time of the import and of the whole process, in
// milliseconds.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const other = process.argv[2];
if (!other) throw new Error('name another checkout that is built: node tools/bench-imports.mjs OTHER');
const runs = Number(process.env.RUNS ?? 15);
const checkouts = { before: resolve(other), now: resolve(import.meta.dirname, '..') };

function measure(file) {
  const script = `const before = process.cpuUsage(); require(${JSON.stringify(file)});
    for (const { user, system } of [process.cpuUsage(before), process.cpuUsage()]) console.log(user + system);`;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim().split('\n').map(Number);
}

const median = (values) => [...values].sort((one, another) => one - another)[Math.floor(values.length / 2)];

for (const [name, folder] of Object.entries({ citykit: 'constructs', 'citykit/charts': 'charts' })) {
  const times = { before: [], now: [] };
  for (let run = 0; run < runs; run++) {
    for (const [which, checkout] of Object.entries(checkouts))
      times[which].push(measure(`${checkout}/dist/${folder}/index.js`));
  }
  const [before, now] = [times.before, times.now].map((all) => [0, 1].map((at) => median(all.map((one) => one[at]))));
  const shown = (values) => values.map((value) => (value / 1000).toFixed(0)).join(', ');
  const ratio = before.map((value, at) => (now[at] / value).toFixed(2)).join(', ');
  console.log(`${name}: ${shown(before)} ms before, ${shown(now)} ms now, ratio ${ratio}`);
}
