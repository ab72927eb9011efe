// Colours would depend on where the tests run.
process.env.NO_COLOR = '1';

/** What every test file of a worker shares: see test/support/shared-module.js. */
const shared = ['aws-cdk-lib', 'cdk-nag', 'constructs', 'typescript'];
/** Packages of ES modules only; swc turns them into what Jest can require on Node 20. */
const modules = ['@marcbachmann/cel-js', 'fast-check', 'pure-rand'];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: '<rootDir>/test/support/environment.js',
  testSequencer: '<rootDir>/test/support/longest-first.js',
  // Jest leaves a core free otherwise: on a small machine that is half of it.
  maxWorkers: '100%',
  // Whole platforms are rendered in many a test, and CI machines are shared.
  testTimeout: 300_000,
  globalSetup: '<rootDir>/test/support/build.js',
  globalTeardown: '<rootDir>/test/support/clean.js',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/real/',
    '<rootDir>/test/package/',
    '<rootDir>/test/rehearsal/',
    '<rootDir>/dist/',
    '<rootDir>/out/',
  ],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/out/'],
  transform: {
    [`/node_modules/(${shared.join('|')})/.+\\.js$`]: '<rootDir>/test/support/shared-module.js',
    '\\.[cm]?[jt]s$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${[...shared, ...modules].join('|')})/)`],
};
