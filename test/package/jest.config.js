const unit = require('../../jest.config.js');

/** The package as its users have it: packed, installed in folders outside the checkout, with what a registry has. */
/** @type {import('jest').Config} */
module.exports = {
  ...unit,
  rootDir: '../..',
  testMatch: ['<rootDir>/test/package/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/', '<rootDir>/out/'],
  globalSetup: '<rootDir>/test/package/support/pack.js',
  testSequencer: '@jest/test-sequencer',
  // npm and the compiler of TypeScript want the machine for themselves.
  maxWorkers: 1,
  testTimeout: 300_000,
};
