import { coreTerms } from '../core-context';
import type { AttributeKind, ModelAttribute } from '../data-model';
import { jsonSchemaValidator, valueSchemaProblems } from '../value-schema-problems';
import { commonSchema } from './common-schemas';
import {
  type DocumentAt,
  isJsonRecord,
  type JsonRecord,
  localSchema,
  type PlacedSchema,
  plainDescription,
  References,
} from './local-schema';

/** A data model as its publisher keeps it, in the layout of Smart Data Models. */
export interface PublishedModel {
  /** `schema.json`. */
  readonly schema: JsonRecord;
  /** What `model.yaml` calls the type. @default as the schema says */
  readonly name?: string;
  /** What `model.yaml` says of the type, with every reference written out. @default none */
  readonly written?: JsonRecord;
  /** The terms of `context.jsonld`. @default none */
  readonly terms?: JsonRecord;
  /** Entities, in any representation. @default none */
  readonly examples?: readonly JsonRecord[];
  /** Documents that lie beside it. @default none */
  readonly documentAt?: DocumentAt;
}

/** A data model in the kit's own form, as a file that a spec names has it. */
export interface ModelFile {
  readonly type: string;
  readonly iri?: string;
  readonly title?: string;
  readonly description?: string;
  readonly subject?: string;
  readonly source?: string;
  readonly attributes: Readonly<Record<string, ModelAttribute>>;
}

/** Something that people should know of an import. */
export interface ImportNote {
  /** @default the model as a whole */
  readonly attribute?: string;
  /** As a sentence. */
  readonly text: string;
}

/** A data model that was imported, or none where it says no type of entity. */
export interface ImportedModel {
  readonly model?: ModelFile;
  readonly notes: readonly ImportNote[];
  /** References to documents that are not at hand, sorted. */
  readonly missing: readonly string[];
}

/** What a city's names stand for already. */
export type KnownTerms = ReadonlyMap<string, string>;

const namePattern = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const reserved = new Set(['id', 'type', 'scope', '@context']);

/**
 * A published data model in the kit's form. Remote references become local: from the documents beside it, from the kit's own
 * definitions of what models share, or from `model.yaml`, where they are written out. Nothing is fetched.
 *
 * @param known IRIs by name that other models of the city have: a name has one, so the import takes it over
 */
export function importModel(published: PublishedModel, known: KnownTerms = new Map()): ImportedModel {
  const { schema, terms = {}, examples = [] } = published;
  const uri = textOf(schema.$id) ?? textOf(schema.id) ?? '';
  const references = new References((address) => published.documentAt?.(address) ?? commonSchema(address));
  const parts = partsOf({ schema, root: schema, uri }, references);
  const written = isJsonRecord(published.written?.properties) ? published.written.properties : {};
  const type = typeOf(parts, published.written) ?? published.name ?? /\/([A-Za-z]\w*)\/schema\.json$/.exec(uri)?.[1];
  if (type === undefined) {
    const text = 'schema.json says no type of entity: properties.type has neither enum nor const, and $id names none.';
    return { notes: [{ text }], missing: references.missing };
  }
  const subject = /\b(dataModel\.[A-Za-z0-9_-]{1,64})\b/.exec(`${uri} ${String(terms[type] ?? '')}`)?.[1];
  const iri = iriOf(terms, type);
  const notes: ImportNote[] = [];
  const required = new Set(parts.flatMap(({ schema: part }) => textsOf(part.required)));
  const names = [
    ...new Set([...parts.flatMap(({ schema: part }) => keysOf(part.properties)), ...Object.keys(written)]),
  ];
  const attributes: [string, ModelAttribute][] = [];
  const taken = new Map<string, string>();
  for (const name of names) {
    if (reserved.has(name)) continue;
    const note = (text: string) => notes.push({ attribute: name, text });
    if (!namePattern.test(name)) {
      note('It is left out: a name has letters, digits and underscores, and begins with a letter.');
      continue;
    }
    const core = coreTerms.get(name);
    if (core && !core.plain) {
      note('It is left out: NGSI-LD has this name for a list, a date or a reference of its own.');
      continue;
    }
    const own = propertyOf(name, parts, written, references, note);
    const attribute = {
      kind: own.kind,
      ...withIri(name, { own: iriOf(terms, name), core: core?.iri, known, taken, subject, type }, note),
      ...schemaOf(own, name, examples, note),
      ...unitOf(name, own.kind, examples),
      ...(required.has(name) && { required: true }),
      ...(own.description !== '' && { description: own.description.slice(0, 1000) }),
    };
    attributes.push([name, attribute]);
  }
  const title = type.replace(/([a-z0-9])([A-Z])/g, '$1 $2').slice(0, 100);
  const description = plainDescription(textOf(schema.description) ?? textOf(published.written?.description) ?? '');
  const source = sourceOf(uri, subject, type);
  const model = {
    type,
    ...(iri !== undefined && { iri }),
    title,
    ...(description !== '' && { description: description.slice(0, 1000) }),
    ...(subject !== undefined && { subject }),
    ...(source !== undefined && { source }),
    attributes: Object.fromEntries(attributes),
  };
  return { model, notes, missing: references.missing };
}

/** The schemas that hold for an entity as a whole: the document and what its allOf names, however deep. */
function partsOf(placed: PlacedSchema, references: References, open: readonly object[] = []): PlacedSchema[] {
  const { schema } = placed;
  if (open.includes(schema)) return [];
  const within = [...open, schema];
  const target = typeof schema.$ref === 'string' ? references.find(schema.$ref, placed) : undefined;
  const all = Array.isArray(schema.allOf) ? schema.allOf.filter(isJsonRecord) : [];
  return [
    ...(target ? partsOf(target, references, within) : []),
    ...all.flatMap((part) => partsOf({ ...placed, schema: part }, references, within)),
    placed,
  ];
}

function typeOf(parts: readonly PlacedSchema[], written: JsonRecord | undefined): string | undefined {
  const candidates = [...parts.map(({ schema }) => schema.properties), written?.properties].filter(isJsonRecord);
  for (const { type } of candidates) {
    if (!isJsonRecord(type)) continue;
    const name = textOf(type.const) ?? textsOf(type.enum)[0];
    if (name !== undefined) return name;
  }
  return undefined;
}

interface OwnProperty {
  readonly kind: AttributeKind;
  readonly description: string;
  readonly schema: JsonRecord;
}

/** What the schema says of a property; where it refers to what is not at hand, what `model.yaml` says of it. */
function propertyOf(
  name: string,
  parts: readonly PlacedSchema[],
  written: JsonRecord,
  references: References,
  note: (text: string) => void,
): OwnProperty {
  const placed = parts.flatMap((part): PlacedSchema[] => {
    const { properties } = part.schema;
    const schema = isJsonRecord(properties) ? properties[name] : undefined;
    return isJsonRecord(schema) ? [{ ...part, schema }] : [];
  });
  // The last says most: the model's own after what it has from others.
  const last = placed.at(-1);
  const out = isJsonRecord(written[name]) ? (written[name] as JsonRecord) : undefined;
  const before = references.misses;
  const local = last ? localSchema(last, references) : undefined;
  const missing = references.misses > before;
  const target =
    last && typeof last.schema.$ref === 'string' ? references.find(last.schema.$ref, last)?.schema : undefined;
  const said = textOf(last?.schema.description) ?? textOf(target?.description) ?? textOf(out?.description) ?? '';
  const kind = kindOf(name, said, out);
  const description = plainDescription(said);
  if (out && (local === undefined || missing)) {
    if (last) note('What it refers to is not at hand; it is taken from model.yaml, where it is written out.');
    return { kind, description, schema: localSchema({ schema: out, root: out, uri: '' }, references) };
  }
  if (missing)
    note(
      'What it refers to is not at hand: lay that document beside the folder, or write the schema yourself. Until then it may have any value there.',
    );
  return { kind, description, schema: local ?? {} };
}

const kinds: Readonly<Record<string, AttributeKind>> = {
  property: 'Property',
  geoproperty: 'GeoProperty',
  relationship: 'Relationship',
};

/** Descriptions begin with the kind; `model.yaml` has it in a field of its own. */
function kindOf(name: string, description: string, written: JsonRecord | undefined): AttributeKind {
  const word = /^\s*(property|geoproperty|relationship)\b/i.exec(description)?.[1];
  const field = isJsonRecord(written?.['x-ngsi']) ? textOf(written['x-ngsi'].type) : undefined;
  const core = name === 'location' || name === 'observationSpace' || name === 'operationSpace';
  return kinds[(word ?? field ?? '').toLowerCase()] ?? (core ? 'GeoProperty' : 'Property');
}

interface IriSources {
  readonly own: string | undefined;
  readonly core: string | undefined;
  readonly known: KnownTerms;
  /** Names by the IRIs that attributes of this model have. */
  readonly taken: Map<string, string>;
  readonly subject: string | undefined;
  readonly type: string;
}

/** One IRI a name and one name an IRI, in all models of a city. */
function withIri(
  name: string,
  { own, core, known, taken, subject, type }: IriSources,
  note: (text: string) => void,
): { readonly iri: string } {
  const ours = `https://smartdatamodels.org/${subject === undefined ? type : subject}/${name}`;
  const elsewhere = known.get(name);
  const published = own ?? ours;
  const wanted = core ?? elsewhere ?? published;
  if (core === undefined && elsewhere !== undefined && elsewhere !== published) {
    note(`It keeps the IRI that it has in this city, ${elsewhere}; published is ${published}.`);
  }
  const other = taken.get(wanted) ?? [...known].find(([term, iri]) => iri === wanted && term !== name)?.[0];
  const iri = other !== undefined && core === undefined && wanted !== ours ? ours : wanted;
  if (iri !== wanted) note(`Its published IRI ${wanted} is that of ${other} too; it gets ${iri}.`);
  taken.set(iri, name);
  return { iri };
}

/** The schema in a form that holds by itself, with an example that agrees with it. */
function schemaOf(
  { kind, schema }: OwnProperty,
  name: string,
  examples: readonly JsonRecord[],
  note: (text: string) => void,
): { readonly schema?: object } {
  // Every geometry of GeoJSON, as the kit has it.
  if (kind === 'GeoProperty') return {};
  const { description: _, ...limits } = schema;
  if (Object.keys(limits).length === 0) return {};
  const judge = (one: object) => valueSchemaProblems({ kind, iri: '', schema: one });
  const example = examples
    .map((entity) => bareValueOf(entity[name]))
    .find((value) => value !== undefined && agrees(limits, value));
  const { examples: own, ...rest } = limits;
  const candidates = [...(example === undefined ? [] : [{ ...rest, examples: [example] }]), limits, rest];
  const good = candidates.find((one) => judge(one).length === 0);
  if (good) return { schema: good };
  const [first] = judge(rest);
  note(`Its schema is left out, and it may have any value: ${first?.rule ?? 'it is none of JSON Schema 2020-12.'}`);
  return {};
}

function agrees(schema: object, value: unknown): boolean {
  try {
    return jsonSchemaValidator().validate(schema, value) === true;
  } catch {
    return false;
  }
}

/** The value of an attribute in whatever representation, without the type of a typed date. */
function bareValueOf(attribute: unknown): unknown {
  if (!isJsonRecord(attribute)) return attribute;
  const value = 'value' in attribute ? attribute.value : 'object' in attribute ? attribute.object : attribute;
  return isJsonRecord(value) && '@value' in value ? value['@value'] : value;
}

/** The unit of the official example: texts such as "Units:'meters'" name none of UN/CEFACT. */
function unitOf(name: string, kind: AttributeKind, examples: readonly JsonRecord[]): { readonly unit?: string } {
  const units = examples.flatMap((entity) => {
    const attribute = entity[name];
    const unit = isJsonRecord(attribute) ? textOf(attribute.unitCode) : undefined;
    return unit !== undefined && /^[A-Z0-9]{2,3}$/.test(unit) ? [unit] : [];
  });
  const [unit] = units;
  return kind === 'Property' && unit !== undefined && units.every((other) => other === unit) ? { unit } : {};
}

/** The IRI of a term in a context, whether it is written out, short or with its type. */
function iriOf(terms: JsonRecord, term: string): string | undefined {
  const definition = terms[term];
  const written = textOf(isJsonRecord(definition) ? definition['@id'] : definition);
  if (written === undefined) return undefined;
  const [, prefix = '', rest = ''] = /^([^:/]+):(?!\/\/)(.*)$/.exec(written) ?? [];
  const base = textOf(terms[prefix]);
  const iri = base === undefined ? written : base + rest;
  return /^https?:\/\/[^\s/?#@]+([/#][^\s\p{Cc}]*)?$/u.test(iri) && iri.length <= 500 ? iri : undefined;
}

function sourceOf(uri: string, subject: string | undefined, type: string): string | undefined {
  if (subject !== undefined && uri.includes('smart-data-models')) {
    return `https://github.com/smart-data-models/${subject}/tree/master/${type}`;
  }
  return /^https?:\/\/[^\s/?#@]+[/#]\S*$/.test(uri) && uri.length <= 500 ? uri : undefined;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

const keysOf = (value: unknown): string[] => (isJsonRecord(value) ? Object.keys(value) : []);
