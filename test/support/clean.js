const { rmSync } = require('node:fs');

/** Once after all tests: removes what they shared. */
module.exports = () => rmSync(process.env.CITYKIT_TEST_RUN, { recursive: true, force: true });
