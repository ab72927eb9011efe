import { common, required, STATUS } from './common-attributes';
import { smartDataModel } from './smart-data-model';
import { amount, choice, choices, link, links } from './value-schema';

export const parkingSpot = smartDataModel('dataModel.Parking', 'ParkingSpot', {
  title: 'Parking space',
  description: 'One space for one vehicle, watched by itself.',
  attributes: {
    name: common.name,
    description: common.description,
    location: required(common.location),
    address: common.address,
    areaServed: common.areaServed,
    status: {
      iri: STATUS,
      schema: choice(['closed', 'free', 'occupied', 'unknown'], 'free'),
      required: true,
      description: 'Whether the space is taken.',
    },
    category: {
      schema: choices(['onStreet', 'offStreet'], ['offStreet']),
      required: true,
      description: 'Whether it is at the kerb or in a car park.',
    },
    refParkingSite: {
      kind: 'Relationship',
      schema: link('urn:ngsi-ld:OffStreetParking:example'),
      required: true,
      description: 'The site it belongs to.',
    },
    refParkingGroup: {
      kind: 'Relationship',
      schema: link('urn:ngsi-ld:ParkingGroup:example'),
      description: 'The group of spaces it belongs to.',
    },
    refDevice: {
      kind: 'Relationship',
      schema: links('urn:ngsi-ld:Device:example'),
      description: 'The sensors that watch it.',
    },
    width: { schema: amount(2.5), unit: 'MTR', description: 'Width of the space.' },
    length: { schema: amount(5), unit: 'MTR', description: 'Length of the space.' },
    dataProvider: common.dataProvider,
  },
});
