// Adds up Jest's own reports and ends with one line. Of a suite that ran twice the later report counts, and the lines before say so.
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';

const suites = new Map();
for (const file of process.argv.slice(2)) {
  for (const suite of JSON.parse(readFileSync(file, 'utf8')).testResults) {
    const before = suites.get(suite.name);
    suites.set(suite.name, before ? { ...suite, before } : suite);
  }
}
for (const { name, before, assertionResults } of suites.values()) {
  const tests = before?.assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName);
  if (!tests) continue;
  const now = assertionResults.some(({ status }) => status === 'failed') ? 'again' : 'not again';
  console.log(`${relative('.', name)} failed, and ${now} when it ran once more: ${tests.join('; ')}`);
}
const tests = [...suites.values()].flatMap(({ assertionResults }) => assertionResults);
const count = (...kinds) => tests.filter(({ status }) => kinds.includes(status)).length;
const skipped = count('pending', 'skipped', 'todo');
console.log(`${count('passed')} passed, ${count('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`);
