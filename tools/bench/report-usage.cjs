// Preloaded into a measured process: says on its way out what it used. Memory in kilobytes, processor in microseconds.
const { writeFileSync } = require('node:fs');

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeFileSync(process.env.CITYKIT_BENCH_USAGE, JSON.stringify({ maxRSS, cpu: userCPUTime + systemCPUTime }));
});
