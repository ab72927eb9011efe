import { common, required } from './common-attributes';
import { smartDataModel } from './smart-data-model';
import { choices, integerFrom, links } from './value-schema';

export const wasteContainerIsle = smartDataModel('dataModel.WasteManagement', 'WasteContainerIsle', {
  title: 'Waste container isle',
  description: 'A place set apart for one or more waste containers.',
  attributes: {
    name: common.name,
    description: common.description,
    location: required(common.location),
    address: common.address,
    areaServed: common.areaServed,
    features: {
      // The NGSI-LD core context has the term for GeoJSON, and no other context can redefine it.
      iri: 'https://purl.org/geojson/vocab#features',
      schema: choices(['containerFix', 'underground', 'fenced', 'other'], ['underground', 'fenced']),
      description: 'How it is built.',
    },
    insertHolesNumber: { schema: integerFrom(4), description: 'Openings to throw waste into.' },
    refWasteContainer: {
      schema: links('urn:ngsi-ld:WasteContainer:example'),
      description: 'The containers on it.',
    },
    dataProvider: common.dataProvider,
    owner: common.owner,
  },
});
