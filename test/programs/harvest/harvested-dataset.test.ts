import { HarvestedPage } from '../../../programs/harvest/catalogue-page';
import { harvestedDataset } from '../../../programs/harvest/harvested-dataset';

/** What CKAN is given of a dataset about which this is said. */
function fieldsOf(said: string, languages = ['tr', 'en']) {
  const page = new HarvestedPage(
    `@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
     <http://a.example/c> a dcat:Catalog . <http://a.example/d> a dcat:Dataset ; ${said} .`,
    'http://a.example/catalog.ttl',
  );
  return harvestedDataset(page, page.datasets[0]!, { city: 'a', catalogue: 'http://a.example', languages })!.fields;
}

test.each([
  ['"Parking"@en, "Otoparklar"@tr', 'Otoparklar'],
  ['"Parking"@en, "Otoparklar"@tr-TR', 'Otoparklar'],
  ['"Parking"@en, "Otoparklar"@TR-Latn-TR', 'Otoparklar'],
  ['"Kıbrıs"@tr-CY, "Otoparklar"@tr', 'Otoparklar'],
  ['"Parken"@de, "Trinket"@trk, "Parking"@en-GB', 'Parking'],
  ['"Parken"@de, "P"', 'P'],
  ['"Parken"@de', 'Parken'],
])('of %s the title in Turkish or English is %s', (titles, title) => {
  expect(fieldsOf(`dct:title ${titles}`).title).toBe(title);
});

test('the language of a text comes with it', () => {
  const { extras } = fieldsOf('dct:title "Parken"@de, "Parking"@en ; dct:description "Nerede?"') as {
    extras: { key: string; value: string }[];
  };
  const languages = extras.filter(({ key }) => key.endsWith('_language'));
  expect(languages).toEqual([{ key: 'title_language', value: 'en' }]);
});

test('a text that is too long ends with a whole character', () => {
  const long = (most: number) => `${'a'.repeat(most - 1)}🅿b`;
  const { title, version, tags } = fieldsOf(
    `dct:title "${long(500)}" ; dcat:version "${long(100)}" ; dcat:keyword "${'a'.repeat(99)}𝒳b"`,
  );
  expect(title).toBe(`${'a'.repeat(499)}🅿`);
  expect(version).toBe(`${'a'.repeat(99)}🅿`);
  expect(tags).toEqual([{ name: `${'a'.repeat(99)}𝒳` }]);
});
