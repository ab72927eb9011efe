import { english } from './english';
import type { Language } from './language';
import { turkish } from './turkish';

/** Every language that the page can be written in, by its tag. Another is a file beside these and a line here. */
export const languages = { en: english, tr: turkish } as const satisfies Readonly<Record<string, Language>>;

export type LanguageTag = keyof typeof languages;

export const languageTags = Object.keys(languages) as readonly LanguageTag[];

/** The first of some tags that the page can be written in; a region counts for nothing: `tr-tr` is Turkish. @returns English when there is none. */
export function languageFor(wanted: readonly string[]): LanguageTag {
  const known = wanted.map((tag) => tag.toLowerCase().split('-')[0] as LanguageTag);
  return known.find((tag) => languageTags.includes(tag)) ?? 'en';
}
