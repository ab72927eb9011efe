const { execFileSync } = require('node:child_process');
const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** Once before all tests: builds `dist/`, because some run the command as its users do, and makes a folder for what they share. */
module.exports = () => {
  execFileSync(process.execPath, ['tools/build.mjs'], { stdio: 'inherit' });
  process.env.CITYKIT_TEST_RUN = mkdtempSync(join(tmpdir(), 'citykit-test-run-'));
};
