import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../docs/decisions');
const decisions = readdirSync(folder).filter((file) => /^\d/.test(file));

test('each decision has a number of its own, which is also in its title', () => {
  const numbers = decisions.map((file) => Number(file.slice(0, 4)));
  expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  for (const file of decisions)
    expect(readFileSync(join(folder, file), 'utf8')).toMatch(new RegExp(`^# ${Number(file.slice(0, 4))}\\. `));
});
