import { english } from './english';
import type { Language } from './language';
import type { LanguageTag } from './tags';
import { turkish } from './turkish';

/** Every language that the page can be written in, by its tag. */
export const languages: Readonly<Record<LanguageTag, Language>> = { en: english, tr: turkish };
