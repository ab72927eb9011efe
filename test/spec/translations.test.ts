import { keycloakLocales } from '../../constructs/components/identity/keycloak-locales';
import { ckanLocales } from '../../constructs/components/open-data-portal/ckan-locales';
import { isLanguageTag, languageCode } from '../../constructs/spec/language-codes';
import { translations } from '../../constructs/spec/translations';

/** A language, a country where people speak it, and what the programs have for it; English is what stands for nothing. */
type Case = readonly [tag: string, country: string, ckan: string, keycloak: string, code: string];

const ofTheUnion: readonly Case[] = [
  ['bg', 'BG', 'bg', 'en', 'bul'],
  ['cs', 'CZ', 'cs_CZ', 'cs', 'ces'],
  ['da', 'DK', 'da_DK', 'da', 'dan'],
  ['de', 'DE', 'de', 'de', 'deu'],
  ['el', 'GR', 'el', 'el', 'ell'],
  ['en', 'IE', 'en', 'en', 'eng'],
  ['es', 'ES', 'es', 'es', 'spa'],
  ['et', 'EE', 'en', 'en', 'est'],
  ['fi', 'FI', 'fi', 'fi', 'fin'],
  ['fr', 'FR', 'fr', 'fr', 'fra'],
  ['ga', 'IE', 'en', 'en', 'gle'],
  ['hr', 'HR', 'hr', 'hr', 'hrv'],
  ['hu', 'HU', 'hu', 'hu', 'hun'],
  ['it', 'IT', 'it', 'it', 'ita'],
  ['lt', 'LT', 'lt', 'lt', 'lit'],
  ['lv', 'LV', 'lv', 'lv', 'lav'],
  ['mt', 'MT', 'en', 'en', 'mlt'],
  ['nl', 'NL', 'nl', 'nl', 'nld'],
  ['pl', 'PL', 'pl', 'pl', 'pol'],
  ['pt', 'PT', 'pt_PT', 'pt', 'por'],
  ['ro', 'RO', 'ro', 'ro', 'ron'],
  ['sk', 'SK', 'sk', 'sk', 'slk'],
  ['sl', 'SI', 'sl', 'sl', 'slv'],
  ['sv', 'SE', 'sv', 'sv', 'swe'],
];

/** Further official languages of members of the Council of Europe. */
const ofTheCouncil: readonly Case[] = [
  ['az', 'AZ', 'en', 'az', 'aze'],
  ['bs', 'BA', 'bs', 'en', 'bos'],
  ['ca', 'AD', 'ca', 'ca', 'cat'],
  ['cnr', 'ME', 'sr_Latn', 'en', 'cnr'],
  ['hy', 'AM', 'en', 'hy', 'hye'],
  ['is', 'IS', 'is', 'en', 'isl'],
  ['ka', 'GE', 'en', 'en', 'kat'],
  ['lb', 'LU', 'en', 'en', 'ltz'],
  ['mk', 'MK', 'mk', 'en', 'mkd'],
  ['nb', 'NO', 'nb_NO', 'no', 'nob'],
  ['nn', 'NO', 'no', 'no', 'nno'],
  ['no', 'NO', 'no', 'no', 'nor'],
  ['rm', 'CH', 'en', 'en', 'roh'],
  ['sq', 'AL', 'sq', 'en', 'sqi'],
  ['sr', 'RS', 'sr', 'en', 'srp'],
  ['tr', 'TR', 'tr', 'tr', 'tur'],
  ['uk', 'UA', 'uk', 'uk', 'ukr'],
];

/** Regional and minority languages, and tags with script or region, in any case. */
const further: readonly Case[] = [
  ['fy', 'NL', 'en', 'en', 'fry'],
  ['fy-NL', 'NL', 'en', 'en', 'fry'],
  ['eu', 'ES', 'eu', 'eu', 'eus'],
  ['gl', 'ES', 'gl', 'en', 'glg'],
  ['cy', 'GB', 'en', 'en', 'cym'],
  ['se', 'NO', 'en', 'en', 'sme'],
  ['hsb', 'DE', 'en', 'en', 'hsb'],
  ['mwl', 'PT', 'en', 'en', 'mwl'],
  ['pt-PT', 'PT', 'pt_PT', 'pt', 'por'],
  ['pt-pt', 'FR', 'pt_PT', 'pt', 'por'],
  ['pt-BR', 'PT', 'pt_BR', 'pt-BR', 'por'],
  ['pt', 'BR', 'pt_BR', 'pt', 'por'],
  ['da-dk', 'DK', 'da_DK', 'da', 'dan'],
  ['de-AT', 'AT', 'de', 'de', 'deu'],
  ['nl-BE', 'BE', 'nl', 'nl', 'nld'],
  ['es-AR', 'AR', 'es_AR', 'es', 'spa'],
  ['en-GB', 'GB', 'en_GB', 'en', 'eng'],
  ['sr-Latn', 'RS', 'sr_Latn', 'en', 'srp'],
  ['sr-Cyrl-RS', 'RS', 'sr', 'en', 'srp'],
  ['zh-hans', 'CN', 'zh_Hans_CN', 'zh-CN', 'zho'],
  ['zh-TW', 'TW', 'zh_Hant_TW', 'zh-TW', 'zho'],
];

describe.each([...ofTheUnion, ...ofTheCouncil, ...further])('%s in %s', (tag, country, ckan, keycloak, code) => {
  test(`is ${ckan} to CKAN`, () => {
    expect(translations([tag], country, ckanLocales).all).toEqual([ckan]);
  });

  test(`is ${keycloak} to Keycloak`, () => {
    expect(translations([tag], country, keycloakLocales).all).toEqual([keycloak]);
  });

  test(`is a language tag, of the language ${code}`, () => {
    expect(isLanguageTag(tag)).toBe(true);
    expect(languageCode(tag)).toBe(code);
  });
});

test('the Union has 24 official languages', () => {
  expect(ofTheUnion).toHaveLength(24);
});

test('a main language without a translation leaves English in its place, and not the next language', () => {
  expect(translations(['et', 'ru'], 'EE', ckanLocales)).toEqual({ all: ['en', 'ru'], missing: ['et'] });
  expect(translations(['nl', 'fy'], 'NL', ckanLocales)).toEqual({ all: ['nl'], missing: ['fy'] });
});

test('two tags with one translation name it once', () => {
  expect(translations(['nb', 'nn', 'en'], 'NO', keycloakLocales)).toEqual({ all: ['no', 'en'], missing: [] });
});

test.each(['xx', 'qq-NL', 'e', 'pt_PT', 'pt-PT-PT', 'pt-', '', 'português'])('%j is no language tag', (tag) => {
  expect(isLanguageTag(tag)).toBe(false);
});
