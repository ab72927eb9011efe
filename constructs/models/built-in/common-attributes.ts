import type { ModelAttribute } from '../data-model';
import { SMART_DATA_MODELS } from './smart-data-model';
import { freeText, instant, links, structure } from './value-schema';

const shared = (term: string) => `${SMART_DATA_MODELS}${term}`;

/** Attributes that models of every subject share, with the IRIs they have in all of them. */
export const common = {
  name: { kind: 'Property', iri: shared('name'), schema: freeText('Konak'), description: 'What people call it.' },
  description: {
    kind: 'Property',
    iri: 'http://purl.org/dc/terms/description',
    schema: freeText('Beside the clock tower.'),
    description: 'What it is, in a sentence or two.',
  },
  location: {
    kind: 'GeoProperty',
    iri: 'https://uri.etsi.org/ngsi-ld/location',
    description: 'Where it is, in WGS 84.',
  },
  address: {
    kind: 'Property',
    iri: shared('address'),
    schema: structure(
      {
        streetAddress: { type: 'string' },
        streetNr: { type: 'string' },
        district: { type: 'string' },
        postalCode: { type: 'string' },
        postOfficeBoxNumber: { type: 'string' },
        addressLocality: { type: 'string' },
        addressRegion: { type: 'string' },
        addressCountry: { type: 'string' },
      },
      { addressLocality: 'İzmir', addressCountry: 'TR' },
    ),
    description: 'Postal address.',
  },
  areaServed: {
    kind: 'Property',
    iri: shared('areaServed'),
    schema: freeText('Konak'),
    description: 'The part of the city it serves or stands for.',
  },
  dataProvider: {
    kind: 'Property',
    iri: shared('dataProvider'),
    schema: freeText('Department of Transport'),
    description: 'Who provides the data.',
  },
  source: {
    kind: 'Property',
    iri: shared('source'),
    schema: freeText('https://data.example.org/parking'),
    description: 'Where the data come from first.',
  },
  owner: {
    kind: 'Property',
    iri: shared('owner'),
    schema: links('urn:ngsi-ld:Organization:city'),
    description: 'Who owns the thing described.',
  },
  dateObserved: {
    kind: 'Property',
    iri: shared('dateObserved'),
    schema: instant(),
    description: 'When it was observed.',
  },
  openingHours: {
    kind: 'Property',
    iri: shared('openingHours'),
    schema: freeText('Mo-Su 07:00-23:00'),
    description: 'Opening hours, in the notation of schema.org.',
  },
  contactPoint: {
    kind: 'Property',
    iri: shared('contactPoint'),
    schema: structure(
      { contactType: { type: 'string' }, email: { type: 'string' }, telephone: { type: 'string' } },
      { email: 'info@example.org' },
    ),
    description: 'How to reach those responsible.',
  },
} as const satisfies Record<string, ModelAttribute>;

/** A term of the NGSI-LD core context, which no other context can redefine. */
export const STATUS = 'https://uri.etsi.org/ngsi-ld/status';

/** The attribute, as one that every entity of the type has. */
export const required = <A extends ModelAttribute>(attribute: A) => ({ ...attribute, required: true as const });
