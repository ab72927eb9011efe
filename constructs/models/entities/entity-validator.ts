import type { ErrorObject, ValidateFunction } from 'ajv';
import type { AttributeKind, DataModel, ModelAttribute } from '../data-model';
import { valueSchema, withTypedDates } from '../json-schema';
import { jsonSchemaValidator } from '../value-schema-problems';

/** What is wrong with an entity, and where in it. */
export interface EntityProblem {
  readonly steps: readonly (string | number)[];
  readonly value: unknown;
  /** As a sentence. */
  readonly rule: string;
  /** Whether no model could be found to judge it by. */
  readonly untold?: true;
}

type Json = Readonly<Record<string, unknown>>;
type Steps = EntityProblem['steps'];

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The member that holds the value of each kind of attribute (ETSI GS CIM 009 clause 4.5). */
const valueMembers: Readonly<Record<string, string>> = {
  Property: 'value',
  GeoProperty: 'value',
  Relationship: 'object',
  LanguageProperty: 'languageMap',
  VocabProperty: 'vocab',
  JsonProperty: 'json',
  ListProperty: 'valueList',
  ListRelationship: 'objectList',
};
const members = [...new Set(Object.values(valueMembers))];

/**
 * Judges entities by the models of their types. Each attribute may be normalized (`{type, value}`), concise (`{value}`) or
 * the bare value. Attributes that a model does not name are allowed, as NGSI-LD does.
 */
export class EntityValidator {
  readonly #models: ReadonlyMap<string, DataModel>;
  readonly #compiled = new Map<ModelAttribute, Readonly<Record<'bare' | 'typed', ValidateFunction>>>();

  constructor(models: readonly DataModel[]) {
    this.#models = new Map(models.map((model) => [model.type, model]));
  }

  /** Everything that is wrong with an entity, in the order of its members. */
  problems(entity: unknown): EntityProblem[] {
    if (!isObject(entity)) return [{ steps: [], value: entity, rule: 'An entity is a JSON object.' }];
    const types = (Array.isArray(entity.type) ? entity.type : [entity.type]).filter((type) => typeof type === 'string');
    const models = types.flatMap((type) => this.#models.get(type) ?? []);
    return [
      ...ownProblems(entity),
      ...(types.length > 0 && models.length === 0 ? [this.#unknownType(entity.type)] : []),
      ...models.flatMap((model) => this.#modelProblems(entity, model)),
    ];
  }

  #unknownType(value: unknown): EntityProblem {
    const known = [...this.#models.keys()].sort().join(', ');
    const rule = `Entities are of a type that the city has a data model for${known === '' ? '' : `: ${known}`}.`;
    return { steps: ['type'], value, rule, untold: true };
  }

  #modelProblems(entity: Json, { type, attributes }: DataModel): EntityProblem[] {
    return Object.entries(attributes).flatMap(([name, attribute]) => {
      if (Object.hasOwn(entity, name)) return this.#attributeProblems(entity[name], attribute, [name]);
      return attribute.required
        ? [{ steps: [], value: undefined, rule: `A ${type} has ${name}: ${attribute.kind}.` }]
        : [];
    });
  }

  #attributeProblems(written: unknown, attribute: ModelAttribute, steps: Steps): EntityProblem[] {
    if (Array.isArray(written) && written.length > 0 && written.every(isInstance)) {
      return written.flatMap((one, at) => this.#instanceProblems(one, attribute, [...steps, at]));
    }
    if (isInstance(written)) return this.#instanceProblems(written, attribute, steps);
    return this.#valueProblems(written, attribute, 'bare', steps);
  }

  #instanceProblems(instance: Json, attribute: ModelAttribute, steps: Steps): EntityProblem[] {
    const { kind, unit } = attribute;
    const found = kindOf(instance, kind);
    if (found !== kind) {
      const at = 'type' in instance ? [...steps, 'type'] : steps;
      return [{ steps: at, value: instance.type ?? found, rule: `It is a ${kind}.` }];
    }
    const member = valueMembers[kind] as string;
    const value = Object.hasOwn(instance, member)
      ? this.#valueProblems(instance[member], attribute, kind === 'Property' ? 'typed' : 'bare', [...steps, member])
      : [{ steps, value: undefined, rule: `A ${kind} has ${member}.` }];
    const { unitCode } = instance;
    const unitProblem =
      unit !== undefined && unitCode !== undefined && unitCode !== unit
        ? [{ steps: [...steps, 'unitCode'], value: unitCode, rule: `Its unit is ${unit}.` }]
        : [];
    return [
      ...value,
      ...formatProblems(instance, 'observedAt', 'date-time', steps),
      ...formatProblems(instance, 'datasetId', 'uri', steps),
      ...unitProblem,
    ];
  }

  #valueProblems(value: unknown, attribute: ModelAttribute, form: 'bare' | 'typed', steps: Steps): EntityProblem[] {
    const validate = this.#validatorsOf(attribute)[form];
    if (validate(value)) return [];
    return told(validate.errors ?? []).map((error) => {
      const inner = error.instancePath
        .split('/')
        .slice(1)
        .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
        .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
      return { steps: [...steps, ...inner], value: within(value, inner), rule: ruleOf(error) };
    });
  }

  #validatorsOf(attribute: ModelAttribute) {
    const known = this.#compiled.get(attribute);
    if (known) return known;
    const schema = valueSchema(attribute);
    const compile = (one: object) => jsonSchemaValidator().compile(one);
    const compiled = { bare: compile(schema), typed: compile(withTypedDates(schema)) };
    this.#compiled.set(attribute, compiled);
    return compiled;
  }
}

function ownProblems(entity: Json): EntityProblem[] {
  const { id, type } = entity;
  const types = Array.isArray(type) ? type : [type];
  const typeGood = types.length > 0 && types.every((one) => typeof one === 'string' && one !== '');
  return [
    ...(isOf('uri', id)
      ? []
      : [
          {
            steps: id === undefined ? [] : ['id'],
            value: id,
            rule: 'An entity has an id, which is a URI such as urn:ngsi-ld:Building:1.',
          },
        ]),
    ...(typeGood
      ? []
      : [{ steps: type === undefined ? [] : ['type'], value: type, rule: 'An entity has a type, or a list of them.' }]),
    ...['createdAt', 'modifiedAt'].flatMap((name) => formatProblems(entity, name, 'date-time', [])),
  ];
}

/** Whether it is an attribute as an object, and no bare value. */
function isInstance(value: unknown): value is Json {
  if (!isObject(value)) return false;
  return (typeof value.type === 'string' && value.type in valueMembers) || members.some((member) => member in value);
}

/** Concise attributes say no kind: the member says it, and a value may be that of a Property or a GeoProperty. */
function kindOf(instance: Json, expected: AttributeKind): string {
  if (typeof instance.type === 'string') return instance.type;
  if ('value' in instance) return expected === 'GeoProperty' ? expected : 'Property';
  return Object.entries(valueMembers).find(([, member]) => member in instance)?.[0] ?? 'Property';
}

function formatProblems(object: Json, name: string, format: 'date-time' | 'uri', steps: Steps): EntityProblem[] {
  const value = object[name];
  if (value === undefined || isOf(format, value)) return [];
  const what = format === 'uri' ? 'a URI' : 'an instant such as 2026-01-01T12:00:00Z';
  return [{ steps: [...steps, name], value, rule: `${name} is ${what}.` }];
}

function isOf(format: 'date-time' | 'uri', value: unknown): boolean {
  return jsonSchemaValidator().validate({ type: 'string', format }, value) === true;
}

/** Of alternatives only what the likeliest says: the one whose value is right so far. */
function told(errors: readonly ErrorObject[]): ErrorObject[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  const outer = choices.at(-1);
  const shown = outer === undefined ? [...errors] : likeliest(errors, outer);
  const seen = new Set<string>();
  return shown.filter(({ instancePath, message }) => {
    const key = `${instancePath} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

function likeliest(errors: readonly ErrorObject[], choice: ErrorObject): ErrorObject[] {
  const others = errors.filter((error) => error !== choice && !error.schemaPath.startsWith(choice.schemaPath));
  const branches = new Map<string, ErrorObject[]>();
  for (const error of errors.filter(({ schemaPath }) => schemaPath.startsWith(`${choice.schemaPath}/`))) {
    const branch = error.schemaPath.slice(choice.schemaPath.length + 1).split('/')[0] ?? '';
    branches.set(branch, [...(branches.get(branch) ?? []), error]);
  }
  const wrongKind = (branch: readonly ErrorObject[]) =>
    branch.some(
      ({ keyword, instancePath, schemaPath }) =>
        (keyword === 'type' && instancePath === choice.instancePath) || /\/(type|@type)\/const$/.test(schemaPath),
    );
  const right = [...branches.values()].filter((branch) => !wrongKind(branch));
  return [
    ...others,
    ...(right.length === 1 && right[0] ? right[0].filter(({ keyword }) => !/^(any|one)Of$/.test(keyword)) : [choice]),
  ];
}

function ruleOf({ keyword, message = 'is wrong', params }: ErrorObject): string {
  const allowed = Array.isArray(params.allowedValues) ? `: ${params.allowedValues.map(String).join(', ')}` : '';
  if (keyword === 'const') return `It must be ${JSON.stringify(params.allowedValue)}.`;
  if (keyword === 'anyOf' || keyword === 'oneOf') return 'It must be one of the forms that the data model allows.';
  return `It ${message}${allowed}.`;
}

function within(value: unknown, steps: Steps): unknown {
  return steps.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown> | undefined)?.[step], value);
}
