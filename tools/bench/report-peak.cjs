// Preloaded into a measured process: says on its way out how much memory it had at most, in kilobytes.
const { writeFileSync } = require('node:fs');

process.on('exit', () => writeFileSync(process.env.CITYKIT_BENCH_PEAK, String(process.resourceUsage().maxRSS)));
