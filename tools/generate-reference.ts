import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { checksReference } from './reference/checks-reference';
import { cityReference } from './reference/city-reference';
import { errorPages, errorsFolder } from './reference/error-pages';
import { hardeningReference } from './reference/hardening-reference';
import { imagesReference } from './reference/images-reference';

/** Every generated page, by its file. A test holds the committed pages equal to these. */
export const pages = (): Readonly<Record<string, string>> => ({
  'docs/reference/city.md': cityReference(),
  'docs/reference/checks.md': checksReference(),
  'docs/reference/images.md': imagesReference(),
  'docs/reference/identity-hardening.md': hardeningReference(),
  ...errorPages(),
});

if (require.main === module) {
  // Pages of codes that are gone go too.
  rmSync(errorsFolder, { recursive: true, force: true });
  for (const [file, text] of Object.entries(pages())) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
