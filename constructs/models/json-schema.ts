import { type DataModel, type ModelAttribute, typeIri } from './data-model';
import { geojsonGeometry } from './geojson-geometry';

/** The NGSI-LD representation that a schema describes: attributes as objects, or as their bare values. */
export type EntityForm = 'normalized' | 'keyValues';

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/** Members of an entity that are no attributes of its model. */
const ENTITY_MEMBERS = {
  '@context': true,
  scope: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
  createdAt: { type: 'string', format: 'date-time' },
  modifiedAt: { type: 'string', format: 'date-time' },
};

/** Any attribute in normalized form (ETSI GS CIM 009 clause 4.5), as additional ones must have. */
const ANY_ATTRIBUTE = {
  type: 'object',
  required: ['type'],
  properties: {
    type: {
      enum: [
        'Property',
        'GeoProperty',
        'Relationship',
        'LanguageProperty',
        'VocabProperty',
        'JsonProperty',
        'ListProperty',
        'ListRelationship',
      ],
    },
  },
};

/** Path, below the registry's public URL, of a model's schema. */
export const schemaPath = (model: DataModel, form: EntityForm = 'normalized'): string =>
  `/schemas/${model.type}${form === 'normalized' ? '' : '.keyValues'}.schema.json`;

/**
 * JSON Schema (draft 2020-12) of entities of the model.
 *
 * Attributes beyond the model are allowed, as NGSI-LD does; in normalized form they must be attributes. A list of one
 * may be its item, and a date in normalized form may be a string or `{"@type": "DateTime", "@value": …}`.
 *
 * @param baseUrl public URL of the registry without a slash at its end; it only makes the schema's `$id`
 */
export function jsonSchemaOf(model: DataModel, baseUrl: string, form: EntityForm = 'normalized'): object {
  const attributes = Object.entries(model.attributes);
  const attributeSchema = form === 'normalized' ? normalized : keyValue;
  return {
    $schema: DRAFT,
    $id: `${baseUrl}${schemaPath(model, form)}`,
    title: model.title,
    description: model.description,
    $comment: typeIri(model),
    type: 'object',
    required: ['id', 'type', ...attributes.filter(([, attribute]) => attribute.required).map(([name]) => name)],
    properties: {
      id: { type: 'string', format: 'uri', description: 'Identifier of the entity.' },
      type: {
        anyOf: [{ const: model.type }, { type: 'array', items: { type: 'string' }, contains: { const: model.type } }],
        description: 'NGSI-LD entity type.',
      },
      ...ENTITY_MEMBERS,
      ...Object.fromEntries(
        attributes.map(([name, attribute]) => [name, described(attribute, attributeSchema(attribute))]),
      ),
    },
    ...(form === 'normalized' && {
      additionalProperties: { anyOf: [ANY_ATTRIBUTE, { type: 'array', items: ANY_ATTRIBUTE, minItems: 1 }] },
    }),
  };
}

/** JSON Schema of the value, or of a Relationship's object, as the model gives it or as its kind implies. */
function valueSchema({ kind, schema }: ModelAttribute): object {
  if (schema) return schema;
  if (kind === 'GeoProperty') return geojsonGeometry;
  return kind === 'Relationship' ? { type: 'string', format: 'uri' } : {};
}

const described = ({ description, iri }: ModelAttribute, schema: object) => ({
  ...(description !== undefined && { description }),
  $comment: iri,
  ...schema,
});

const keyValue = (attribute: ModelAttribute) => valueSchema(attribute);

function normalized(attribute: ModelAttribute): object {
  const { kind, unit } = attribute;
  const member = kind === 'Relationship' ? 'object' : 'value';
  const instance = {
    type: 'object',
    required: ['type', member],
    properties: {
      type: { const: kind },
      [member]: kind === 'Property' ? typedDate(valueSchema(attribute)) : valueSchema(attribute),
      observedAt: { type: 'string', format: 'date-time' },
      datasetId: { type: 'string', format: 'uri' },
      ...(unit !== undefined && { unitCode: { const: unit } }),
    },
  };
  // Several instances of one attribute are told apart by their datasetId.
  return {
    anyOf: [instance, { type: 'array', items: instance, minItems: 1 }],
  };
}

/** A date as a string, or as the typed value that NGSI-LD has for it. */
function typedDate(schema: object): object {
  const format = 'format' in schema ? schema.format : undefined;
  const type = format === 'date-time' ? 'DateTime' : format === 'date' ? 'Date' : undefined;
  if (type === undefined) return schema;
  const typed = {
    type: 'object',
    required: ['@type', '@value'],
    properties: { '@type': { const: type }, '@value': { type: 'string', format } },
  };
  return { anyOf: [schema, typed] };
}
