const { execFileSync } = require('node:child_process');

/** Builds `dist/` once before all tests: some run the command as its users do. */
module.exports = () => {
  execFileSync(process.execPath, ['tools/build.mjs'], { stdio: 'inherit' });
};
