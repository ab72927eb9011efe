// Colours would depend on where the tests run.
process.env.NO_COLOR = '1';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // Jest leaves a core free otherwise: on a small machine that is half of it.
  maxWorkers: '100%',
  // Whole platforms are rendered in many a test, and CI machines are shared.
  testTimeout: 60_000,
  globalSetup: '<rootDir>/test/support/build.js',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/real/', '<rootDir>/dist/', '<rootDir>/out/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/out/'],
  transform: {
    '\\.[cm]?[jt]s$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  // These packages ship ES modules only; swc turns them into what Jest can require on Node 20.
  transformIgnorePatterns: ['/node_modules/(?!(@marcbachmann/cel-js|fast-check|pure-rand)/)'],
};
