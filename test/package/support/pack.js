const { execFileSync } = require('node:child_process');
const { mkdirSync, mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** Once before all tests: packs the kit as `npm pack` does, into a folder as the README's user has it. */
module.exports = () => {
  const folder = mkdtempSync(join(tmpdir(), 'citykit-package-'));
  process.env.CITYKIT_TEST_RUN = folder;
  mkdirSync(join(folder, 'citykit'));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', join(folder, 'citykit')], { stdio: 'inherit' });
};
