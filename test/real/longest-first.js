const { basename } = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;

/** What takes minutes, longest first: begun last, one of these would run on alone. */
const minutes = [
  'platform',
  'kubernetes-platform',
  'faults',
  'open-data-portal',
  'two-cities',
  'verify',
  'platform-aws',
  'pulumi',
  'telemetry',
  'days-after',
  'federation',
  'kafka',
  'identity',
  'whole-way',
  'devices',
  'publisher',
  'aws',
  'alarms',
];

/** The order of the test files, whatever an earlier run has left in a cache. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const place = ({ path }) => minutes.indexOf(basename(path, '.test.ts')) + 1 || minutes.length + 1;
    return [...tests].sort((a, b) => place(a) - place(b) || (a.path < b.path ? -1 : 1));
  }
};
