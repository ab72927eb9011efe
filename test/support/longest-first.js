const { relative, resolve } = require('node:path');
const Sequencer = require('@jest/test-sequencer').default;

/** What takes longest: begun last, one of these would run on alone. */
const longest = [
  'outputs',
  'cli/citykit',
  'property',
  'contributing',
  'examples',
  'stacks/replacement',
  'pulumi/city-platform-component',
];

/** The order of the test files, whatever an earlier run has left in a cache. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const name = ({ path }) => relative(resolve(__dirname, '..'), path).replace(/\.test\.ts$/, '');
    const place = (test) => longest.indexOf(name(test)) + 1 || longest.length + 1;
    return [...tests].sort((a, b) => place(a) - place(b) || (a.path < b.path ? -1 : 1));
  }
};
