// Ends with 0 where few of the suites in a Jest report failed. Where it is more, it was not chance.
import { readFileSync } from 'node:fs';

const few = 3;
const { testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const failed = testResults.filter(({ status }) => status === 'failed').length;
process.exit(failed > 0 && failed <= few ? 0 : 1);
