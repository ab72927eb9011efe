import { common, required } from './common-attributes';
import { smartDataModel } from './smart-data-model';
import { amount, link, number } from './value-schema';
import { weather } from './weather-attributes';

export const weatherObserved = smartDataModel('dataModel.Weather', 'WeatherObserved', {
  title: 'Weather',
  description: 'The weather at a place and a time.',
  attributes: {
    name: common.name,
    location: required(common.location),
    address: common.address,
    dateObserved: required(common.dateObserved),
    ...weather,
    pressureTendency: {
      schema: {
        anyOf: [{ type: 'string', enum: ['falling', 'raising', 'steady'] }, { type: 'number' }],
        examples: ['steady'],
      },
      description: 'Whether the pressure falls or rises.',
    },
    dewPoint: { schema: number(4.5), unit: 'CEL', description: 'Temperature at which dew forms.' },
    solarRadiation: { schema: amount(310), unit: 'D54', description: 'Power of the sun on a horizontal surface.' },
    illuminance: { schema: amount(24000), unit: 'LUX', description: 'Light on a surface.' },
    snowHeight: { schema: amount(0), unit: 'CMT', description: 'Depth of the snow.' },
    refDevice: {
      kind: 'Relationship',
      schema: link('urn:ngsi-ld:Device:example'),
      description: 'The station that measured.',
    },
  },
});
