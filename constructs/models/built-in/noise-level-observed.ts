import { common, required } from './common-attributes';
import { smartDataModel } from './smart-data-model';
import { choice, instant, instantOrInterval, link, number } from './value-schema';

const decibels = (example: number, description: string) => ({ schema: number(example), unit: '2N', description });

export const noiseLevelObserved = smartDataModel('dataModel.Environment', 'NoiseLevelObserved', {
  title: 'Noise',
  description: 'How loud it was at a place over a period.',
  attributes: {
    name: common.name,
    location: required(common.location),
    address: common.address,
    areaServed: common.areaServed,
    dateObserved: { ...common.dateObserved, schema: instantOrInterval() },
    dateObservedFrom: { schema: instant('2026-01-01T11:00:00Z'), required: true, description: 'Start of the period.' },
    dateObservedTo: { schema: instant(), required: true, description: 'End of the period.' },
    LAeq: decibels(67.8, 'Equivalent continuous sound level of the period, A-weighted.'),
    LAS: decibels(71.6, 'Sound level with slow time weighting, A-weighted.'),
    LAmax: decibels(84.5, 'Highest sound level of the period, A-weighted.'),
    LAeq_d: decibels(65.4, 'Equivalent continuous sound level of the day, A-weighted.'),
    sonometerClass: { schema: choice(['0', '1', '2'], '1'), description: 'Accuracy class of the sound level meter.' },
    refDevice: {
      kind: 'Relationship',
      schema: link('urn:ngsi-ld:Device:example'),
      description: 'The sound level meter.',
    },
    refPointOfInterest: {
      kind: 'Relationship',
      schema: link('urn:ngsi-ld:PointOfInterest:example'),
      description: 'The place it was measured at.',
    },
    dataProvider: common.dataProvider,
  },
});
