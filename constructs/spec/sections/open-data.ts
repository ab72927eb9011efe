import { z } from 'zod';
import { type Licence, licences } from '../licences';
import { frequencies, highValueCategories, themes } from '../open-data-terms';
import { modelTypeName } from './data-model-entry';
import { listOf, textLine } from './fields';
import { tenantId } from './tenant';

const licenceNames = Object.keys(licences) as [Licence, ...Licence[]];
const highValueNames = Object.keys(highValueCategories) as [string, ...string[]];

/** A type of entity that becomes a dataset in the open data portal. */
export const openDataEntry = z.strictObject({
  type: modelTypeName.meta({
    description: 'The type to publish; one of dataModels.',
    examples: ['AirQualityObserved'],
  }),
  licence: z
    .enum(licenceNames, { error: 'The SPDX identifier of an open licence.' })
    .meta({ description: 'SPDX identifier of the licence.', examples: ['CC-BY-4.0'] }),
  tenant: tenantId
    .meta({
      description: 'Tenant whose entities are published. Default: the default tenant.',
      examples: ['air_quality'],
    })
    .optional(),
  title: textLine(200)
    .meta({ description: 'Title of the dataset. Default: that of the data model.', examples: ['Air quality, hourly'] })
    .optional(),
  description: textLine(2000)
    .meta({
      description: 'Description of the dataset. Default: that of the data model.',
      examples: ['Measurements of the municipal stations.'],
    })
    .optional(),
  access: z
    .enum(['public', 'restricted'], { error: 'public or restricted.' })
    .meta({
      description: 'public: everybody may have the data. restricted: everybody may know that there are such data.',
      examples: ['restricted'],
    })
    .default('public'),
  theme: z
    .enum(themes, { error: `A data theme of the EU: ${themes.join(', ')}.` })
    .meta({
      description: 'Data theme of the EU. Default: that of the data model; of a model of the city, REGI.',
      examples: ['TRAN'],
    })
    .optional(),
  frequency: z
    .enum(frequencies, { error: `A frequency of the EU: ${frequencies.join(', ')}.` })
    .meta({ description: 'How often the data change, as the EU calls it.', examples: ['HOURLY'] })
    .default('UPDATE_CONT'),
  highValue: z
    .enum(highValueNames, { error: `A category of high-value datasets: ${highValueNames.join(', ')}.` })
    .meta({
      description: 'Category of Implementing Regulation (EU) 2023/138 that the data are in. Default: none.',
      examples: ['mobility'],
    })
    .optional(),
  keywords: listOf(
    z
      .string()
      .regex(/^[\p{L}\p{N}_. -]{2,100}$/u, { error: 'Letters, digits, spaces, _, . and -; 2 to 100 characters.' })
      .meta({ examples: ['air quality'] }),
    20,
  )
    .meta({ description: 'What people search for.', examples: [['air quality', 'pollution']] })
    .default([]),
});
