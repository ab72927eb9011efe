import { common } from './common-attributes';
import { smartDataModel } from './smart-data-model';
import { choice, freeText, integerFrom, link } from './value-schema';

const colour = (example: string) => ({ type: 'string', pattern: '^[0-9A-Fa-f]{6}$', examples: [example] });

export const gtfsRoute = smartDataModel('dataModel.UrbanMobility', 'GtfsRoute', {
  title: 'Public transport route',
  description: 'A line that riders know by one name, as in `routes.txt` of GTFS.',
  attributes: {
    name: common.name,
    description: common.description,
    shortName: { schema: freeText('T1'), description: 'Short name or number (`route_short_name`).' },
    routeType: {
      schema: choice(['0', '1', '2', '3', '4', '5', '6', '7'], '0'),
      description:
        'Means of transport: 0 tram, 1 metro, 2 rail, 3 bus, 4 ferry, 5 cable tram, 6 aerial lift, 7 funicular (`route_type`).',
    },
    routeColor: { schema: colour('00843D'), description: 'Its colour (`route_color`).' },
    routeTextColor: { schema: colour('FFFFFF'), description: 'Colour of text upon it (`route_text_color`).' },
    routeSortOrder: { schema: integerFrom(1), description: 'Its place among the routes shown (`route_sort_order`).' },
    page: { schema: link('https://transport.example.org/routes/T1'), description: 'Its web page (`route_url`).' },
    operatedBy: {
      kind: 'Relationship',
      schema: link('urn:ngsi-ld:GtfsAgency:example'),
      description: 'The agency that runs it.',
    },
    dataProvider: common.dataProvider,
  },
});
