import type { AttributeKind, DataModel, ModelAttribute } from '../data-model';
import { mapSchemas, resolvePointer } from '../json-schema-walk';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const members = ['@context', 'createdAt', 'id', 'modifiedAt', 'scope', 'type'];

/**
 * The model that `jsonSchemaOf` wrote a schema of, in normalized form. The schema says neither subject nor source.
 *
 * @returns undefined for a schema that is none of the kit's
 */
export function modelOfSchema(document: unknown): DataModel | undefined {
  if (!isObject(document) || !isObject(document.properties)) return undefined;
  const { properties, title, description, $comment } = document;
  const types = isObject(properties.type) && Array.isArray(properties.type.anyOf) ? properties.type.anyOf : [];
  const type = isObject(types[0]) ? types[0].const : undefined;
  if (typeof type !== 'string') return undefined;
  const required = Array.isArray(document.required) ? document.required : [];
  const attributes: [string, ModelAttribute][] = [];
  for (const [name, schema] of Object.entries(properties)) {
    if (members.includes(name)) continue;
    const attribute = attributeOf(document, name, schema);
    if (attribute === undefined) return undefined;
    attributes.push([name, required.includes(name) ? { ...attribute, required: true } : attribute]);
  }
  return {
    type,
    ...(typeof $comment === 'string' && { iri: $comment }),
    title: typeof title === 'string' ? title : type,
    description: typeof description === 'string' ? description : '',
    subject: '',
    attributes: Object.fromEntries(attributes),
  };
}

function attributeOf(document: Json, name: string, schema: unknown): ModelAttribute | undefined {
  if (!isObject(schema) || !Array.isArray(schema.anyOf)) return undefined;
  const [instance] = schema.anyOf;
  const parts = isObject(instance) && isObject(instance.properties) ? instance.properties : {};
  const kind = isObject(parts.type) ? (parts.type.const as AttributeKind) : undefined;
  const value = parts[kind === 'Relationship' ? 'object' : 'value'];
  if (kind === undefined || !isObject(value)) return undefined;
  const unit = isObject(parts.unitCode) ? parts.unitCode.const : undefined;
  const { description, $comment } = schema;
  return {
    kind,
    iri: typeof $comment === 'string' ? $comment : '',
    schema: withPlainDates(ownSchema(document, name, value)),
    ...(typeof unit === 'string' && { unit }),
    ...(typeof description === 'string' && { description }),
  };
}

/** A schema that refers to itself stands in `$defs` of the document, and is the root again here. */
function ownSchema(document: Json, name: string, value: Json): object {
  const pointer = `#/$defs/${name}`;
  if (value.$ref !== pointer) return value;
  return mapSchemas(resolvePointer(document, pointer) ?? {}, (one) =>
    typeof one.$ref === 'string' && one.$ref.startsWith(pointer)
      ? { ...one, $ref: `#${one.$ref.slice(pointer.length)}` }
      : one,
  );
}

/** Dates without the typed values that the normalized form allows besides. */
function withPlainDates(schema: object): object {
  return mapSchemas(schema, (one) => {
    const { anyOf, ...said } = one;
    const [plain, typed] = Array.isArray(anyOf) && anyOf.length === 2 ? anyOf : [];
    const isTyped = isObject(typed) && isObject(typed.properties) && '@value' in typed.properties;
    return isTyped && isObject(plain) ? { ...plain, ...said } : one;
  });
}
