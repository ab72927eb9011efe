import { z } from 'zod';
import { builtInModels } from '../../models/built-in';
import { modelFileName } from '../model-type';
import { isPlainJson } from '../plain-json';
import { listOf, textLine, wholeNumber } from './fields';

/** The built-in data models, by NGSI-LD type, in alphabetical order. */
const builtInModelNames: readonly string[] = Object.keys(builtInModels).sort();

const typeName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, {
    error: 'The type of an entity: letters, digits and underscores, beginning with a letter, at most 64.',
  })
  .meta({ description: 'The NGSI-LD type of the entities.', examples: ['AirQualityObserved'] });

const reserved = ['id', 'type', 'scope'];

const attributeName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, {
    error: 'The name of an attribute: letters, digits and underscores, beginning with a letter, at most 64.',
  })
  .refine((name) => !reserved.includes(name), {
    error: `${reserved.join(', ')} belong to NGSI-LD itself and cannot name an attribute.`,
  });

function iri() {
  return z
    .string()
    .regex(/^https?:\/\/[^\s/?#@]+([/#][^\s\p{Cc}]*)?$/u, { error: 'An absolute http or https IRI.' })
    .max(500, { error: 'An IRI of at most 500 characters.' });
}

const attribute = z
  .strictObject({
    kind: z
      .enum(['Property', 'GeoProperty', 'Relationship'])
      .meta({ description: 'What sort of NGSI-LD attribute this is.', examples: ['Property'] }),
    iri: iri().meta({
      description:
        "The identifier of what the attribute means; it becomes part of the @context. A term of NGSI-LD's core context keeps that of the core.",
      examples: ['https://smartdatamodels.org/dataModel.Environment/no2'],
    }),
    schema: z
      .record(z.string(), z.unknown())
      .refine((value) => isPlainJson(value), { error: 'A JSON Schema: plain JSON, at most 20 levels deep.' })
      .meta({
        description:
          'JSON Schema 2020-12 of the value; of a Relationship, of its object. Default: any value of the kind.',
        examples: [{ type: 'number', minimum: 0 }],
      })
      .optional(),
    unit: z
      .string()
      .regex(/^[A-Z0-9]{2,3}$/, { error: 'A UN/CEFACT common code: two or three capital letters or digits.' })
      .meta({ description: 'UN/CEFACT unit code of the value.', examples: ['GQ'] })
      .optional(),
    required: z
      .boolean()
      .meta({ description: 'Whether every entity has it.', examples: [true] })
      .default(false),
    description: textLine(1000)
      .meta({ description: 'What the attribute says, in one sentence.', examples: ['Passengers it can carry.'] })
      .optional(),
  })
  .refine(({ kind, unit }) => unit === undefined || kind === 'Property', {
    path: ['unit'],
    error: 'Only a Property is measured in a unit.',
    params: { fix: 'Remove the unit, or make it a Property.' },
  });

const inlineModel = z
  .strictObject({
    type: typeName,
    iri: iri()
      .meta({
        description: "The identifier of the type. Default: below the city's own context site.",
        examples: ['https://izmir.example/models/Ferry'],
      })
      .optional(),
    title: textLine(100)
      .meta({ description: 'For people. Default: the type.', examples: ['Ferry'] })
      .optional(),
    description: textLine(1000)
      .meta({ description: 'What such an entity stands for.', examples: ['A ferry in service.'] })
      .optional(),
    subject: z
      .string()
      .regex(/^dataModel\.[A-Za-z0-9_-]{1,64}$/, {
        error: 'A subject as Smart Data Models has them: dataModel. and a name.',
      })
      .meta({
        description: 'The subject that the model belongs to; each has an @context of its own. Default: the city.',
        examples: ['dataModel.Transportation'],
      })
      .optional(),
    source: iri()
      .meta({
        description: 'Where the specification stands that the model was taken from.',
        examples: ['https://github.com/smart-data-models/dataModel.Transportation/tree/master/BikeHireDockingStation'],
      })
      .optional(),
    version: wholeNumber(1, 1000)
      .meta({
        description:
          'Rises by one with a change that breaks who reads or writes such entities, and says that it is meant.',
        examples: [2],
      })
      .default(1),
    personal: z
      .boolean()
      .meta({ description: 'Whether such entities tell of persons. They cannot be open data then.', examples: [true] })
      .default(false),
    attributes: z
      .record(attributeName, attribute)
      .refine((attributes) => Object.keys(attributes).length > 0, { error: 'A data model has at least one attribute.' })
      .meta({
        description: 'The attributes by name.',
        examples: [
          { capacity: { kind: 'Property', iri: 'https://example.org/capacity', schema: { type: 'integer' } } },
        ],
      }),
  })
  .meta({ description: "A data model of the city's own." });

const entryRule =
  'The type of a built-in data model, a data model described here with type and attributes, or the file of one.';

/** Read in its place before the spec is checked; what is left has no file that it is relative to. */
const modelFile = z
  .string()
  .regex(modelFileName, { error: entryRule })
  .refine(() => false, {
    error: 'A file is read where the spec is a file of YAML or JSON.',
    params: { fix: 'Import the model in TypeScript, and write it here.' },
  })
  .meta({
    description: 'A file of YAML or JSON with one data model, relative to this one.',
    examples: ['models/BikeHireDockingStation.yaml'],
  });

const dataModelEntry = z
  .union(
    [
      z
        .enum(builtInModelNames as [string, ...string[]], { error: entryRule })
        .meta({ description: 'A data model that comes with the kit.' }),
      inlineModel,
      modelFile,
    ],
    { error: entryRule },
  )
  .meta({ examples: ['AirQualityObserved'] });

/** A data model as it is written: in the spec, or in a file of its own. */
export type DataModelInput = z.input<typeof inlineModel>;

/** The data models of a city. */
export const dataModels = listOf(dataModelEntry, 500);

/** The type of a data model where it is referred to. */
export const modelTypeName = typeName;
