import { common, required } from './common-attributes';
import { smartDataModel } from './smart-data-model';
import { freeText, integerFrom, link, links, texts } from './value-schema';

export const pointOfInterest = smartDataModel('dataModel.PointOfInterest', 'PointOfInterest', {
  title: 'Point of interest',
  description: 'A place that people look for: a museum, a beach, a market, a pharmacy.',
  attributes: {
    name: required(common.name),
    title: { iri: 'http://purl.org/dc/terms/title', schema: freeText('Konak clock tower'), description: 'Its title.' },
    description: common.description,
    location: common.location,
    address: common.address,
    areaServed: common.areaServed,
    category: { schema: texts('tourism'), description: 'What kind of place it is, in the words of the city.' },
    contactPoint: common.contactPoint,
    capacity: { schema: integerFrom(120), description: 'People it holds at once.' },
    occupancy: { schema: integerFrom(37), description: 'People in it now.' },
    priceRange: { schema: freeText('free'), description: 'What it costs.' },
    additionalInfoURL: {
      kind: 'Relationship',
      schema: link('https://visit.example.org/places/1'),
      description: 'Where to read more.',
    },
    refSeeAlso: {
      schema: links('urn:ngsi-ld:Building:example'),
      description: 'Other entities to look at.',
    },
    dataProvider: common.dataProvider,
  },
});
