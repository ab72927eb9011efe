import { common } from './common-attributes';
import { smartDataModel } from './smart-data-model';
import { choice, choices, day, freeText, instant, structure } from './value-schema';

export const keyPerformanceIndicator = smartDataModel('dataModel.KeyPerformanceIndicator', 'KeyPerformanceIndicator', {
  title: 'Key performance indicator',
  description: 'A figure by which the city measures how it is doing.',
  attributes: {
    name: common.name,
    description: common.description,
    location: common.location,
    category: {
      schema: choices(
        [
          'actionable',
          'directional',
          'financial',
          'input',
          'lagging',
          'leading',
          'output',
          'practical',
          'process',
          'qualitative',
          'quantitative',
        ],
        ['quantitative', 'output'],
      ),
      description: 'What kind of indicator it is.',
    },
    kpiValue: {
      schema: { type: ['string', 'number', 'boolean', 'object', 'array'], examples: [73.5] },
      description: 'Its value.',
    },
    currentStanding: {
      schema: choice(['veryGood', 'good', 'fair', 'bad', 'veryBad'], 'good'),
      description: 'How good the value is.',
    },
    calculationPeriod: {
      schema: structure(
        { from: { type: 'string', format: 'date' }, to: { type: 'string', format: 'date' } },
        { from: '2025-12-01', to: '2025-12-31' },
      ),
      description: 'The period the value is for.',
    },
    calculationFrequency: {
      schema: choice(
        ['hourly', 'daily', 'weekly', 'monthly', 'yearly', 'quarterly', 'bimonthly', 'biweekly'],
        'monthly',
      ),
      description: 'How often it is worked out.',
    },
    calculationMethod: {
      schema: choice(['manual', 'automatic', 'semiautomatic'], 'automatic'),
      description: 'How it is worked out.',
    },
    calculationFormula: { schema: freeText('trips on time / trips'), description: 'The formula behind it.' },
    calculatedBy: { schema: freeText('Department of Statistics'), description: 'Who works it out.' },
    organization: { schema: freeText('City of İzmir'), description: 'Whose performance it measures.' },
    process: { schema: freeText('public transport'), description: 'The process it measures.' },
    businessTarget: { schema: freeText('80 % of the trips on time'), description: 'What the city aims at.' },
    area: { schema: freeText('Konak'), description: 'The part of the city it is for.' },
    updatedAt: { schema: instant(), description: 'When it was last worked out.' },
    dateNextCalculation: { schema: day('2026-02-01'), description: 'When it will be worked out next.' },
  },
});
