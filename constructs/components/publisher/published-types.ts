import { builtInModels } from '../../models/built-in';
import { contextPath, shortSubject } from '../../models/context';
import type { DataModel, ModelAttribute } from '../../models/data-model';
import { schemaPath } from '../../models/json-schema';
import type { City } from '../../spec/city';
import { licences } from '../../spec/licences';
import { highValueCategories } from '../../spec/open-data-terms';
import type { PublishedAttribute, PublishedType, ValueKind } from './published-type';

/** EU data theme of the subjects of Smart Data Models that built-in models are of. */
const themes: Readonly<Record<string, string>> = {
  Building: 'REGI',
  Device: 'TECH',
  Environment: 'ENVI',
  KeyPerformanceIndicator: 'GOVE',
  Parking: 'TRAN',
  PointOfInterest: 'REGI',
  Streetlighting: 'ENER',
  Transportation: 'TRAN',
  UrbanMobility: 'TRAN',
  WasteManagement: 'ENVI',
  Weather: 'ENVI',
};

/**
 * What a city publishes, as the publisher reads it.
 *
 * @param modelsUrl public URL of schemas and contexts, without a slash at the end
 */
export function publishedTypes(
  openData: City['openData'],
  models: readonly DataModel[],
  modelsUrl: string,
): readonly PublishedType[] {
  return openData.map((entry) => {
    const model = models.find(({ type }) => type === entry.type)!;
    const { tenant, type, licence, access, frequency, highValue, keywords } = entry;
    return {
      name: datasetName(type, tenant),
      ...(tenant !== undefined && { tenant }),
      type,
      // That of the subject: its terms are exact for the type.
      context: `${modelsUrl}${contextPath(models, shortSubject(model.subject))}`,
      schema: `${modelsUrl}${schemaPath(model)}`,
      title: entry.title ?? model.title,
      description: entry.description ?? model.description,
      ...(isOfTheKit(model) && entry.title === undefined && { titleLanguage: 'en' }),
      ...(isOfTheKit(model) && entry.description === undefined && { descriptionLanguage: 'en' }),
      licence,
      licenceUrl: licences[licence],
      access,
      themes: [entry.theme ?? themes[shortSubject(model.subject)] ?? 'REGI'],
      frequency,
      ...(highValue !== undefined && { highValue: highValueCategories[highValue as keyof typeof highValueCategories] }),
      keywords: [...new Set([type, ...keywords])],
      attributes: publishedAttributes(model),
    };
  });
}

const isOfTheKit = (model: DataModel): boolean => builtInModels[model.type] === model;

/** The attributes of a model, as programs read them that hand values on. */
export function publishedAttributes({ attributes }: DataModel): readonly PublishedAttribute[] {
  return Object.entries(attributes).map(([name, attribute]) => published(name, attribute));
}

/** `air_quality-airqualityobserved`: what CKAN takes for a name, and no two types of the tenants of a city share. */
export function datasetName(type: string, tenant: string | undefined): string {
  return `${tenant === undefined ? '' : `${tenant}-`}${type.toLowerCase()}`.padEnd(2, '_');
}

function published(name: string, attribute: ModelAttribute): PublishedAttribute {
  const { description, unit } = attribute;
  return {
    name,
    value: valueKind(attribute),
    ...(description !== undefined && { description }),
    ...(unit !== undefined && { unit }),
  };
}

function valueKind({ kind, schema }: ModelAttribute): ValueKind {
  if (kind === 'GeoProperty') return 'geometry';
  return kind === 'Relationship' ? 'text' : kindOf(schema);
}

interface Schema {
  readonly type?: unknown;
  readonly format?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
}

function kindOf(schema: Schema = {}): ValueKind {
  switch (schema.type) {
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'string':
      return schema.format === 'date-time' || schema.format === 'date' ? 'instant' : 'text';
    case 'array':
      return kindOf(schema.items) === 'text' ? 'text' : 'json';
    default:
      return schema.anyOf?.every((one) => kindOf(one) === 'text') ? 'text' : 'json';
  }
}
