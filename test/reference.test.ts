import { readFileSync } from 'node:fs';
import { pages } from '../tools/generate-reference';

test.each(Object.entries(pages()))('%s is as the code says; otherwise run npm run reference', (file, text) => {
  expect(readFileSync(file, 'utf8')).toBe(text);
});
