import { z } from 'zod';
import { type Licence, licences } from '../licences';
import { modelTypeName } from './data-model-entry';
import { textLine } from './fields';
import { tenantId } from './tenant';

const licenceNames = Object.keys(licences) as [Licence, ...Licence[]];

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
});
