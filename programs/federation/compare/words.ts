import type { ReasonNotToCompare } from './comparison';
import type { LackReason } from './measured';

/** Every text of the page. */
export interface CompareWords {
  readonly title: (federation: string) => string;
  readonly asked: string;
  readonly caption: string;
  readonly question: string;
  readonly comparable: string;
  readonly yes: string;
  readonly questions: Readonly<Record<string, string>>;
  readonly entities: (type: string) => string;
  readonly of: (entities: string) => string;
  readonly lacks: Readonly<Record<LackReason, string>>;
  readonly not: Readonly<Record<ReasonNotToCompare, string>>;
  readonly time: Readonly<Record<'second' | 'minute' | 'hour' | 'day', string>>;
  readonly notes: readonly string[];
}

const english: CompareWords = {
  title: (federation) => `${federation}: the cities side by side`,
  asked: 'Asked',
  caption: 'Live, from each city’s own platform',
  question: 'What',
  comparable: 'Comparable',
  yes: 'yes',
  questions: {
    'free-parking': 'Free parking spaces',
    no2: 'Nitrogen dioxide, mean',
    pm10: 'Particles up to 10 µm, mean',
    age: 'Age of the newest value',
    types: 'Types of entities',
    datasets: 'Datasets of its own',
    conformance: 'Met of what the mechanisms demand',
  },
  entities: (type) => `Entities: ${type}`,
  of: (entities) => (entities === '1' ? 'of one entity' : `of ${entities} entities`),
  lacks: {
    'no-entities': 'has no entities of the type',
    'no-values': 'has no such values',
    'mixed-units': 'has values in several units',
    'too-many': 'has more entities than are read',
    'not-there': 'has nothing at that address',
    late: 'did not answer in time',
    unreachable: 'cannot be reached',
    'no-access': 'does not let the federation in',
    'no-tenant': 'has no such tenant',
    limited: 'has too many requests',
    failing: 'answered with an error',
    nonsense: 'answered with what is no answer',
    'too-large': 'has an answer that is too long',
    refused: 'refused the question',
    busy: 'has too many open questions',
  },
  not: { units: 'no: the units differ', editions: 'no: the editions differ', missing: 'no: a city lacks it' },
  time: { second: 's', minute: 'min', hour: 'h', day: 'd' },
  notes: [
    'A mean is that of all values at this moment, whatever the places that are measured at: it tells of the sensors as much as of the air.',
    'Only what the city shares with the federation is counted.',
  ],
};

const turkish: CompareWords = {
  title: (federation) => `${federation}: kentler yan yana`,
  asked: 'Soruldu',
  caption: 'Canlı, her kentin kendi platformundan',
  question: 'Ne',
  comparable: 'Karşılaştırılabilir',
  yes: 'evet',
  questions: {
    'free-parking': 'Boş park yerleri',
    no2: 'Azot dioksit, ortalama',
    pm10: '10 µm’ye kadar parçacıklar, ortalama',
    age: 'En yeni değerin yaşı',
    types: 'Varlık türleri',
    datasets: 'Kendi veri kümeleri',
    conformance: 'Mekanizmaların zorunlu kıldıklarından karşılanan',
  },
  entities: (type) => `Varlıklar: ${type}`,
  of: (entities) => `${entities} varlıktan`,
  lacks: {
    'no-entities': 'bu türden varlığı yok',
    'no-values': 'böyle değerleri yok',
    'mixed-units': 'değerleri birden çok birimde',
    'too-many': 'okunandan çok varlığı var',
    'not-there': 'o adreste bir şeyi yok',
    late: 'zamanında yanıt vermedi',
    unreachable: 'ulaşılamıyor',
    'no-access': 'federasyonu içeri almıyor',
    'no-tenant': 'böyle bir kiracısı yok',
    limited: 'çok fazla istek alıyor',
    failing: 'hata ile yanıt verdi',
    nonsense: 'yanıt olmayan bir şey verdi',
    'too-large': 'yanıtı çok uzun',
    refused: 'soruyu geri çevirdi',
    busy: 'açık sorusu çok fazla',
  },
  not: {
    units: 'hayır: birimler farklı',
    editions: 'hayır: sürümler farklı',
    missing: 'hayır: bir kentte yok',
  },
  time: { second: 'sn', minute: 'dk', hour: 'sa', day: 'gün' },
  notes: [
    'Ortalama, nerede ölçüldüğüne bakmadan şu andaki tüm değerlerindir: hava kadar algılayıcıları da anlatır.',
    'Yalnızca kentin federasyonla paylaştıkları sayılır.',
  ],
};

/** Texts by the tag of their language; the first is for whoever asks for none of them. */
export const compareWords = { en: english, tr: turkish } as const;

/** A language of the page. */
export type CompareLanguage = keyof typeof compareWords;

/** The language that an `Accept-Language` (RFC 9110, 12.5.4) likes best. */
export function languageOf(header: string | undefined): CompareLanguage {
  const wanted = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((one) => one.trim()).find((one) => one.startsWith('q='));
      return { tag: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality.slice(2)) || 0 };
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality);
  const found = wanted.find(({ tag }) => tag !== undefined && Object.hasOwn(compareWords, tag));
  return (found?.tag as CompareLanguage | undefined) ?? 'en';
}
