import { type DataModel, type ModelAttribute, typeIri } from './data-model';
import { geojsonGeometry } from './geojson-geometry';
import { mapSchemas, subschemas } from './json-schema-walk';
import { onceOf } from './once-of';

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
 * may be its item, and a date in normalized form may be a string or `{"@type": "DateTime", "@value": …}`. The schema of an
 * attribute that refers to itself stands in `$defs`.
 *
 * @param baseUrl public URL of the registry without a slash at its end; it only makes the schema's `$id`
 */
export function jsonSchemaOf(model: DataModel, baseUrl: string, form: EntityForm = 'normalized'): object {
  return { $schema: DRAFT, $id: `${baseUrl}${schemaPath(model, form)}`, ...entitySchema[form](model) };
}

/** All that a schema says wherever it is published: made once of a model, which many cities have. */
const entitySchema = {
  normalized: /* @__PURE__ */ onceOf((model: DataModel) => schemaOfEntity(model, 'normalized')),
  keyValues: /* @__PURE__ */ onceOf((model: DataModel) => schemaOfEntity(model, 'keyValues')),
};

function schemaOfEntity(model: DataModel, form: EntityForm): object {
  const attributes = Object.entries(model.attributes);
  const attributeSchema = form === 'normalized' ? normalized : (_: ModelAttribute, value: object) => value;
  const values = attributes.map(([name, attribute]) => {
    const value = valueSchema(attribute);
    const schema = form === 'normalized' && attribute.kind === 'Property' ? withTypedDates(value) : value;
    return refersToItself(schema)
      ? { name, attribute, value: { $ref: `#/$defs/${name}` }, definition: movedTo(`/$defs/${name}`, schema) }
      : { name, attribute, value: schema };
  });
  const definitions = values.flatMap(({ name, definition }) => (definition ? [[name, definition] as const] : []));
  return {
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
        values.map(({ name, attribute, value }) => [name, described(attribute, attributeSchema(attribute, value))]),
      ),
    },
    ...(definitions.length > 0 && { $defs: Object.fromEntries(definitions) }),
    ...(form === 'normalized' && {
      additionalProperties: { anyOf: [ANY_ATTRIBUTE, { type: 'array', items: ANY_ATTRIBUTE, minItems: 1 }] },
    }),
  };
}

/** JSON Schema of the value, or of a Relationship's object, as the model gives it or as its kind implies. */
export function valueSchema({ kind, schema }: ModelAttribute): object {
  if (schema) return schema;
  if (kind === 'GeoProperty') return geojsonGeometry;
  return kind === 'Relationship' ? { type: 'string', format: 'uri' } : {};
}

const described = ({ description, iri }: ModelAttribute, schema: object) => ({
  ...(description !== undefined && { description }),
  $comment: iri,
  ...schema,
});

function normalized({ kind, unit }: ModelAttribute, value: object): object {
  const member = kind === 'Relationship' ? 'object' : 'value';
  const instance = {
    type: 'object',
    required: ['type', member],
    properties: {
      type: { const: kind },
      [member]: value,
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

/** Types of NGSI-LD for values of a format. */
const dateTypes: Readonly<Record<string, string>> = { 'date-time': 'DateTime', date: 'Date', time: 'Time' };

/** Dates, wherever they stand in the schema, as strings or as the typed values that NGSI-LD has for them. */
export function withTypedDates(schema: object): object {
  return mapSchemas(schema, (one) => {
    const type = dateTypes[String(one.format)];
    if (type === undefined) return one;
    const { examples, description, title, ...value } = one;
    const typed = {
      type: 'object',
      required: ['@type', '@value'],
      properties: { '@type': { const: type }, '@value': value },
    };
    return {
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      ...(examples !== undefined && { examples }),
      anyOf: [value, typed],
    };
  });
}

function refersToItself(schema: object): boolean {
  return subschemas(schema).some((one) => typeof one.schema.$ref === 'string');
}

/** The schema with references from the root of a document in which it stands at `pointer`. */
function movedTo(pointer: string, schema: object): object {
  return mapSchemas(schema, (one) =>
    typeof one.$ref === 'string' ? { ...one, $ref: one.$ref.replace(/^#/, `#${pointer}`) } : one,
  );
}
