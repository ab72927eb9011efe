import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages } from '../tools/generate-reference';
import { errorsFolder } from '../tools/reference/error-pages';

test.each(Object.entries(pages()))('%s is as the code says; otherwise run npm run reference', (file, text) => {
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('there is no page of a code that is gone', () => {
  const files = readdirSync(errorsFolder).map((file) => join(errorsFolder, file));
  expect(files.filter((file) => !(file in pages()))).toEqual([]);
});
