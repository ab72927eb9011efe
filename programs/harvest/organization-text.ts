import type { BrokenReason } from './broken';

/** What is known of the catalogue of a city. */
export interface CatalogueState {
  readonly title: string;
  /** Address of its catalogue. */
  readonly catalogue: string;
  /** Undefined: it was read as a whole. */
  readonly broken: BrokenReason | undefined;
  /** When it was last read as a whole, in milliseconds since 1970. */
  readonly goodAt: number | undefined;
  readonly duplicates: number;
}

interface Words {
  readonly from: (title: string, catalogue: string) => string;
  readonly duplicates: (count: number) => string;
  /** What is shown is old, and since when. */
  readonly old: (reason: string, since: string | undefined) => string;
  readonly reasons: Readonly<Record<BrokenReason, string>>;
}

const english: Words = {
  from: (title, catalogue) => `Datasets of ${title}, as its own catalogue ${catalogue} has them.`,
  duplicates: (count) => `${count} of its datasets stand here with another city already.`,
  old: (reason, since) =>
    `${reason}: ${since === undefined ? 'nothing of it was read yet.' : `what stands here is of ${since}.`}`,
  reasons: {
    late: 'The catalogue does not answer in time',
    unreachable: 'The catalogue cannot be reached',
    failing: 'The catalogue answers with an error',
    nonsense: 'What the catalogue answers cannot be read',
    'too-large': 'The catalogue is longer than is read',
    changing: 'The catalogue changes while it is read',
    shrunk: 'Most of the catalogue is gone at once',
  },
};

const turkish: Words = {
  from: (title, catalogue) => `${title} veri kümeleri, kentin kendi kataloğundaki gibi: ${catalogue}.`,
  duplicates: (count) => `Bunların ${count} tanesi burada başka bir kentin altında yer alıyor.`,
  old: (reason, since) =>
    `${reason}: ${since === undefined ? 'henüz hiçbir şey okunmadı.' : `buradakiler ${since} tarihlidir.`}`,
  reasons: {
    late: 'Katalog zamanında yanıt vermiyor',
    unreachable: 'Kataloğa ulaşılamıyor',
    failing: 'Katalog hata ile yanıt veriyor',
    nonsense: 'Kataloğun yanıtı okunamıyor',
    'too-large': 'Katalog okunabilecek uzunluğu aşıyor',
    changing: 'Katalog okunurken değişiyor',
    shrunk: 'Kataloğun çoğu bir anda kayboldu',
  },
};

/** What the page of a city's organisation says, and CKAN shows beside each of its datasets: the worst first. */
export function organizationText(state: CatalogueState, language: string): string {
  const words = /^tr\b/i.test(language) ? turkish : english;
  const since = state.goodAt === undefined ? undefined : dayAndTime(state.goodAt);
  return [
    ...(state.broken ? [words.old(words.reasons[state.broken], since)] : []),
    words.from(state.title, state.catalogue),
    ...(state.duplicates > 0 ? [words.duplicates(state.duplicates)] : []),
  ].join(' ');
}

const dayAndTime = (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
