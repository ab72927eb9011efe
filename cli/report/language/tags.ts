/** The languages that the page can be written in. Each is a file beside this one and a line in the index. */
export const languageTags = ['en', 'tr'] as const;

/** Tag of a language that the report is written in. */
export type LanguageTag = (typeof languageTags)[number];

/**
 * The first of some tags that the page can be written in; a region counts for nothing: `tr-tr` is Turkish.
 *
 * @returns English when there is none.
 */
export function languageFor(wanted: readonly string[]): LanguageTag {
  const known = wanted.map((tag) => tag.toLowerCase().split('-')[0] as LanguageTag);
  return known.find((tag) => languageTags.includes(tag)) ?? 'en';
}
