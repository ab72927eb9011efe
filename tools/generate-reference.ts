import { writeFileSync } from 'node:fs';
import { cityReference } from './reference/city-reference';
import { hardeningReference } from './reference/hardening-reference';
import { imagesReference } from './reference/images-reference';

/** Every generated page, by its file. A test holds the committed pages equal to these. */
export const pages = (): Readonly<Record<string, string>> => ({
  'docs/reference/city.md': cityReference(),
  'docs/reference/images.md': imagesReference(),
  'docs/reference/identity-hardening.md': hardeningReference(),
});

if (require.main === module) for (const [file, text] of Object.entries(pages())) writeFileSync(file, text);
