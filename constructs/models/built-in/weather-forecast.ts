import { common } from './common-attributes';
import { SMART_DATA_MODELS, smartDataModel } from './smart-data-model';
import { instant, interval, share, structure } from './value-schema';
import { weather } from './weather-attributes';

const extreme = (temperature: number, description: string) => ({
  schema: structure(
    {
      temperature: { type: 'number' },
      feelLikesTemperature: { type: 'number' },
      relativeHumidity: { type: 'number', minimum: 0, maximum: 1 },
    },
    { temperature, relativeHumidity: 0.6 },
  ),
  description,
});

export const weatherForecast = smartDataModel('dataModel.Weather', 'WeatherForecast', {
  title: 'Weather forecast',
  description: 'The weather expected at a place over a period to come.',
  attributes: {
    name: common.name,
    location: common.location,
    address: common.address,
    dateIssued: { schema: instant('2026-01-01T06:00:00Z'), required: true, description: 'When the forecast was made.' },
    dateRetrieved: { schema: instant('2026-01-01T06:10:00Z'), description: 'When the forecast was fetched.' },
    validity: {
      schema: interval('2026-01-01T12:00:00Z/2026-01-01T18:00:00Z'),
      description: 'The period it is for.',
    },
    validFrom: { iri: `${SMART_DATA_MODELS}validFrom`, schema: instant(), description: 'Start of the period.' },
    validTo: { schema: instant('2026-01-01T18:00:00Z'), description: 'End of the period.' },
    ...weather,
    precipitationProbability: { schema: share(0.15), unit: 'C62', description: 'How probable precipitation is.' },
    dayMaximum: extreme(14, 'Highest values of the period.'),
    dayMinimum: extreme(6, 'Lowest values of the period.'),
  },
});
