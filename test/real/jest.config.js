const unit = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...unit,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/real/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/', '<rootDir>/out/'],
  setupFilesAfterEnv: ['<rootDir>/test/real/support/after-each-file.ts'],
  maxWorkers: 1,
  testSequencer: '<rootDir>/test/real/longest-first.js',
  // What a test waits for has its own bound, and says what did not come: see until(). This one ends what hangs elsewhere.
  testTimeout: 1_800_000,
};
