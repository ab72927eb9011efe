/** Languages that have one written form in common with another, of which a program may have only one. */
const sameInWriting: Readonly<Record<string, string>> = { nb: 'no', nn: 'no', no: 'nb' };

/** What a program has for the languages of a city. */
export interface Translations {
  /** Its own names, each once; the first is that of the main language, or of English. */
  readonly all: readonly string[];
  /** Languages of the city that it is not translated into, as the city writes them. */
  readonly missing: readonly string[];
}

/**
 * The translations of a program that are closest to the languages of a city. Where there is none for the main language,
 * that is English, and not the next language: which one people would rather read is not for a program to say.
 *
 * @param languages tags (BCP 47), the main one first
 * @param country ISO 3166-1 code, which tells the Portuguese of Portugal from that of Brazil
 * @param available names that the program has for its translations, such as `pt_PT` or `zh-CN`; English is always `en`
 */
export function translations(
  languages: readonly string[],
  country: string,
  available: readonly string[],
): Translations {
  const found = languages.map((language) => closest(language, country, available));
  return {
    all: [...new Set([found[0] ?? 'en', ...found.filter((name) => name !== undefined)])],
    missing: languages.filter((_, at) => found[at] === undefined),
  };
}

function closest(language: string, country: string, available: readonly string[]): string | undefined {
  const wanted = new Intl.Locale(language);
  const other = sameInWriting[wanted.language];
  return match(wanted, country, available) ?? (other && match(new Intl.Locale(other), country, available));
}

/** The same tag; else, in the same script, that of the country, that of no country, that of most people, any. */
function match(wanted: Intl.Locale, country: string, available: readonly string[]): string | undefined {
  const locales = available.map((name) => ({ name, locale: new Intl.Locale(name.replaceAll('_', '-')) }));
  const same = locales.find(({ locale }) => locale.baseName === wanted.baseName);
  const likely = wanted.maximize();
  const readable = locales.filter(({ locale }) => {
    const { language, script } = locale.maximize();
    return language === likely.language && script === likely.script;
  });
  const of = (region: string | undefined) => readable.find(({ locale }) => locale.region === region);
  return (same ?? of(wanted.region ?? country) ?? of(undefined) ?? of(likely.region) ?? readable[0])?.name;
}
