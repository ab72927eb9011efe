const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const base = require('../../jest.config.js');

/** How many times as many inputs as in a test run. */
process.env.CITYKIT_RUNS ??= '25';

const root = join(__dirname, '../..');
const files = readdirSync(join(root, 'test'), { recursive: true }).map((name) => `test/${name.replaceAll('\\', '/')}`);

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  rootDir: root,
  testMatch: files
    .filter((name) => name.endsWith('.test.ts') && /support\/runs'/.test(readFileSync(join(root, name), 'utf8')))
    .map((name) => `<rootDir>/${name}`),
  // A shrunken counter-example of a whole platform takes its time.
  testTimeout: 3_600_000,
};
