const { TestEnvironment } = require('jest-environment-node');

/** As many frames as Node keeps by itself. Jest keeps a hundred, which is dear for libraries that note where an object was made. */
const stackTraceLimit = 10;

/** Node as tests see it, with a way to the modules that the test files of a worker share: see shared-module.js. */
module.exports = class Environment extends TestEnvironment {
  #variables = { ...process.env };

  constructor(...args) {
    super(...args);
    this.global.Error.stackTraceLimit = stackTraceLimit;
    this.global[Symbol.for('citykit.shared')] = require;
    // Shared modules read the variables of the process, so tests set those, and not a copy.
    this.global.process.env = process.env;
  }

  handleTestEvent({ name }) {
    if (name === 'setup') Error.stackTraceLimit = stackTraceLimit;
  }

  async teardown() {
    for (const name of Object.keys(process.env)) if (!(name in this.#variables)) delete process.env[name];
    Object.assign(process.env, this.#variables);
    await super.teardown();
  }
};
