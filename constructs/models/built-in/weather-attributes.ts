import type { AttributeDraft } from './smart-data-model';
import { amount, freeText, number, share } from './value-schema';

/** What observations and forecasts of the weather have in common. */
export const weather = {
  weatherType: { schema: freeText('partlyCloudy'), description: 'The weather in a word.' },
  temperature: { schema: number(11.8), unit: 'CEL', description: 'Air temperature.' },
  feelsLikeTemperature: { schema: number(10.4), unit: 'CEL', description: 'Temperature as people feel it.' },
  relativeHumidity: { schema: share(0.61), unit: 'C62', description: 'Relative humidity of the air.' },
  windDirection: {
    schema: number(135, { minimum: 0, maximum: 360 }),
    unit: 'DD',
    description: 'Where the wind comes from, clockwise from north.',
  },
  windSpeed: { schema: amount(3.4), unit: 'MTS', description: 'Speed of the wind.' },
  atmosphericPressure: { schema: amount(1013.2), unit: 'A97', description: 'Pressure of the air.' },
  precipitation: { schema: amount(0.2), unit: 'MMT', description: 'Water fallen: 1 mm is 1 litre a square metre.' },
  uVIndexMax: { schema: amount(2), description: 'Highest UV index of the period, by the scale of the WHO.' },
} as const satisfies Record<string, AttributeDraft>;
