import { RootConstruct } from 'constructs';
import { CityPlatform } from '../../constructs/platform/city-platform';
import { parseCity } from '../../constructs/spec/city';
import { optOuts } from '../../constructs/waist/opt-out';
import { fileOf } from './composed';

function platformOf(country: string, languages: readonly string[]): CityPlatform {
  const city = parseCity({ name: 'porto', title: 'Porto', country, population: 231_800, profile: 'laptop', languages });
  return new CityPlatform(new RootConstruct(), 'Platform', { city });
}

test.each([
  ['PT', ['pt', 'en'], 'pt_PT', ['pt', 'en'], []],
  ['NL', ['nl', 'fy'], 'nl', ['nl'], ['fy', 'fy']],
  ['EE', ['et', 'ru'], 'en', ['en', 'ru'], ['et', 'et']],
  ['RS', ['sr'], 'sr', ['en'], ['sr']],
])(
  'in %s a city of the languages %j has a portal, a realm, and a line for what is missing',
  (country, languages, locale, realm, missing) => {
    const platform = platformOf(country, languages);
    expect(fileOf(platform, '/citykit/ckan/ckan.ini')).toContain(`\nckan.locale_default = ${locale}\n`);
    const { defaultLocale, supportedLocales } = JSON.parse(fileOf(platform, '/citykit/realm/realm.json'));
    expect([defaultLocale, supportedLocales]).toEqual([realm[0], realm]);
    const lines = optOuts(platform).flatMap(({ measure }) => measure.match(/pages in the language (.*)/)?.[1] ?? []);
    expect(lines).toEqual(missing);
  },
);
