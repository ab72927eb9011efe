import { type Schema, Validator } from '@cfworker/json-schema';
import type { VerifiedModel } from '../constructs/components/verification/verified-platform';
import type { CheckContext } from './check-context';
import { isPlainObject, objectOf, type PlatformAnswer } from './exchange';

/** Where and how a document first breaks a schema; undefined where it does not. */
export type FirstFault = (document: unknown) => { readonly place: string; readonly message: string } | undefined;

/** A data model as its schema tells it. */
export interface ReadModel extends VerifiedModel {
  readonly answer: PlatformAnswer;
  /** Undefined where the schema is not there or none. */
  readonly firstFault: FirstFault | undefined;
  /** Why there is nothing to validate with. */
  readonly fault?: string;
  /** IRI of the type. @default the schema says none */
  readonly iri?: string;
  /** Short names of attributes by their IRIs. */
  readonly names: ReadonlyMap<string, string>;
}

/** The models that the platform is to have: of its spec, else those of its `@context` that have a schema. */
export function publishedModels(context: CheckContext): Promise<readonly ReadModel[]> {
  return context.once('models', async () => {
    const { types, models } = context.platform;
    if (types) return Promise.all(types.map((type) => readModel(context, type)));
    const { '@context': terms } = objectOf(await cityContext(context));
    const names = isPlainObject(terms) ? Object.keys(terms).filter((name) => /^[A-Z]/.test(name)) : [];
    const found = await Promise.all(
      names.slice(0, 200).map((type) =>
        readModel(context, {
          type,
          schema: `${models}/schemas/${type}.schema.json`,
          example: `${models}/examples/${type}.jsonld`,
        }),
      ),
    );
    return found.filter(({ answer }) => answer.status === 200);
  });
}

/** The newest `@context` of the city. */
export function cityContext(context: CheckContext): Promise<PlatformAnswer> {
  return context.once('context', () => context.client.ask(`${context.platform.models}/context.jsonld`));
}

async function readModel({ client }: CheckContext, model: VerifiedModel): Promise<ReadModel> {
  const answer = await client.ask(model.schema);
  const schema = objectOf(answer);
  const iri = schema.$comment;
  const properties = isPlainObject(schema.properties) ? schema.properties : {};
  const named = Object.entries(properties).flatMap(([name, property]) =>
    isPlainObject(property) && typeof property.$comment === 'string' ? [[property.$comment, name] as const] : [],
  );
  const compiled = answer.status === 200 ? compile(schema) : { fault: `it answers ${answer.status}` };
  return {
    ...model,
    answer,
    firstFault: undefined,
    ...compiled,
    ...(typeof iri === 'string' && { iri }),
    names: new Map(named),
  };
}

/** A schema is somebody else's: it is read step by step, and no code is made of it. */
function compile(schema: object): { firstFault: FirstFault } | { fault: string } {
  try {
    const validator = new Validator(schema as Schema, '2020-12');
    return {
      firstFault: (document) => {
        const { valid, errors } = validator.validate(document);
        // It stops at the first fault, whose last line is the innermost.
        const fault = errors.at(-1);
        return valid ? undefined : { place: fault?.instanceLocation.slice(1) ?? '', message: fault?.error ?? '' };
      },
    };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}

/** An entity that the broker gave without a context, with the names of its model in place of IRIs. */
export function compacted(
  entity: Readonly<Record<string, unknown>>,
  { names, iri, type }: ReadModel,
): Readonly<Record<string, unknown>> {
  const entries = Object.entries(entity).map(([key, value]) => [names.get(key) ?? key, value]);
  const short = (one: unknown) => (one === iri ? type : one);
  const { type: own } = entity;
  return { ...Object.fromEntries(entries), type: Array.isArray(own) ? own.map(short) : short(own) };
}

/** The model of a type, by its IRI or its name. */
export function modelOf(models: readonly ReadModel[], type: string): ReadModel | undefined {
  return models.find((model) => model.iri === type) ?? models.find((model) => model.type === type);
}
