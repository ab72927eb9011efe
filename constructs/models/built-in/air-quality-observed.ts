import { common, required } from './common-attributes';
import { smartDataModel } from './smart-data-model';
import { amount, choice, freeText, integerFrom, link, number, share } from './value-schema';

const microgramsPerCubicMetre = (example: number, what: string) => ({
  schema: amount(example),
  unit: 'GQ',
  description: `Mass of ${what} in a volume of air.`,
});

export const airQualityObserved = smartDataModel('dataModel.Environment', 'AirQualityObserved', {
  title: 'Air quality',
  description: 'What was in the air at a place and a time.',
  attributes: {
    location: required(common.location),
    address: common.address,
    areaServed: common.areaServed,
    dateObserved: required(common.dateObserved),
    airQualityIndex: { schema: integerFrom(42), description: 'Index of air quality, by the method the city uses.' },
    airQualityLevel: { schema: freeText('good'), description: 'What the air means for health, in a word.' },
    reliability: { schema: share(0.9), description: 'How far the values can be trusted.' },
    no2: microgramsPerCubicMetre(22, 'nitrogen dioxide'),
    no: microgramsPerCubicMetre(45, 'nitrogen monoxide'),
    nox: microgramsPerCubicMetre(69, 'nitrogen oxides'),
    o3: microgramsPerCubicMetre(61, 'ozone'),
    so2: microgramsPerCubicMetre(11, 'sulphur dioxide'),
    co: { schema: amount(0.5), unit: 'GP', description: 'Mass of carbon monoxide in a volume of air.' },
    pm10: microgramsPerCubicMetre(24, 'particles up to 10 µm'),
    pm25: microgramsPerCubicMetre(9, 'particles up to 2.5 µm'),
    temperature: { schema: number(12.2), unit: 'CEL', description: 'Air temperature.' },
    relativeHumidity: { schema: share(0.54), unit: 'C62', description: 'Relative humidity of the air.' },
    typeofLocation: { schema: choice(['indoor', 'outdoor'], 'outdoor'), description: 'Inside or outside.' },
    refDevice: {
      kind: 'Relationship',
      schema: link('urn:ngsi-ld:Device:example'),
      description: 'The station that measured.',
    },
    refPointOfInterest: {
      kind: 'Relationship',
      schema: link('urn:ngsi-ld:PointOfInterest:example'),
      description: 'The place it was measured at.',
    },
  },
});
