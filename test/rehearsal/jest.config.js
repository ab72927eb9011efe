const { testSequencer, ...real } = require('../real/jest.config.js');

/** @type {import('jest').Config} */
module.exports = { ...real, testMatch: ['<rootDir>/test/rehearsal/**/*.test.ts'] };
