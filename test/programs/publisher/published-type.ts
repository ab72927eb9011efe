import type { PublishedType } from '../../../constructs/components/publisher/published-type';

/** A type with an attribute of each sort. */
export const parking: PublishedType = {
  name: 'parking-offstreetparking',
  tenant: 'parking',
  type: 'OffStreetParking',
  context: 'https://models.town.example/context.jsonld',
  schema: 'https://models.town.example/schemas/OffStreetParking.schema.json',
  title: 'Car park',
  description: 'A place where vehicles can be left.',
  licence: 'CC-BY-4.0',
  licenceUrl: 'https://creativecommons.org/licenses/by/4.0/',
  access: 'public',
  themes: ['TRAN'],
  frequency: 'HOURLY',
  highValue: 'http://data.europa.eu/bna/c_b79e35eb',
  keywords: ['parking'],
  attributes: [
    { name: 'name', value: 'text', description: 'What people call it.' },
    { name: 'free', value: 'number', description: 'Spaces free.', unit: 'C62' },
    { name: 'open', value: 'boolean' },
    { name: 'changed', value: 'instant' },
    { name: 'address', value: 'json' },
    { name: 'location', value: 'geometry' },
    { name: 'j', value: 'text' },
  ],
};

/** An entity in normalised form, with system attributes. */
export const entity = (values: Readonly<Record<string, unknown>>, id = 'urn:ngsi-ld:OffStreetParking:1') => ({
  id,
  type: 'OffStreetParking',
  modifiedAt: '2026-11-28T10:00:00.120000Z',
  ...Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      name === 'location' ? { type: 'GeoProperty', value } : { type: 'Property', value },
    ]),
  ),
});
