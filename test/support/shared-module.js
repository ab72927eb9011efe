/**
 * Turns a file of a library into one that takes the library from the worker (see environment.js). Jest evaluates every
 * module anew for each test file; for the AWS CDK that is most of the time of a small one.
 *
 * Only for libraries that keep nothing between two apps, and take no array or error for another's because it comes from
 * another realm.
 */
module.exports = {
  getCacheKey: (_, file) => file.replace(/\W/g, '_'),
  process: (_, file) => ({
    code: `module.exports = globalThis[Symbol.for('citykit.shared')](${JSON.stringify(file)});`,
  }),
};
