import { common, required } from './common-attributes';
import { smartDataModel } from './smart-data-model';
import { choice, freeText, link, links } from './value-schema';

export const gtfsStop = smartDataModel('dataModel.UrbanMobility', 'GtfsStop', {
  title: 'Public transport stop',
  description: 'A place where riders get on or off, as in `stops.txt` of GTFS.',
  attributes: {
    name: required(common.name),
    description: common.description,
    location: required(common.location),
    address: common.address,
    code: { schema: freeText('10423'), description: 'What riders know the stop by (`stop_code`).' },
    page: { schema: link('https://transport.example.org/stops/10423'), description: 'Its web page (`stop_url`).' },
    zoneCode: { schema: freeText('1'), description: 'Its fare zone (`zone_id`).' },
    wheelChairAccessible: {
      schema: choice(['0', '1', '2'], '1'),
      description: 'Boarding with a wheelchair: 0 not known, 1 possible, 2 impossible (`wheelchair_boarding`).',
    },
    operatedBy: {
      kind: 'Relationship',
      schema: links('urn:ngsi-ld:GtfsAgency:example'),
      description: 'The agencies that serve it.',
    },
    hasParentStation: {
      kind: 'Relationship',
      schema: link('urn:ngsi-ld:GtfsStation:example'),
      description: 'The station it is part of (`parent_station`).',
    },
    dataProvider: common.dataProvider,
  },
});
