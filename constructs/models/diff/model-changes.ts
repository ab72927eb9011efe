import { type DataModel, type ModelAttribute, typeIri } from '../data-model';
import { valueSchema } from '../json-schema';
import { schemaChanges } from './schema-changes';

/** Whom a change of a data model breaks. */
export type Broken = 'readers' | 'writers';

/** One difference between two data models of a type. */
export interface ModelChange {
  /** What changed, in kebab case. */
  readonly change:
    | 'type-iri'
    | 'attribute-added'
    | 'attribute-removed'
    | 'kind'
    | 'iri'
    | 'unit'
    | 'required'
    | 'value-narrower'
    | 'value-wider'
    | 'value-member';
  /** @default the model as a whole */
  readonly attribute?: string;
  /** Keywords and names that lead to the place in the schema of the value; empty elsewhere. */
  readonly steps: readonly (string | number)[];
  /**
   * `writers`: what they sent until now may be refused. `readers`: something they rely on is gone or means something else, or
   * they meet a type of value that there was not. Empty for a change that breaks nobody.
   */
  readonly breaks: readonly Broken[];
  /** Whether the two models decide it for certain; otherwise a person has to look. */
  readonly certain: boolean;
  /** As a sentence. */
  readonly text: string;
}

/**
 * What changed from one data model to the next. Models are open: an entity may have attributes that its model does not
 * name, so that an optional attribute is added without breaking anybody.
 */
export function modelChanges(before: DataModel, now: DataModel): ModelChange[] {
  const names = [...new Set([...Object.keys(before.attributes), ...Object.keys(now.attributes)])];
  const [old, young] = [typeIri(before), typeIri(now)];
  const iri: readonly ModelChange[] =
    old === young
      ? []
      : [{ ...whole, change: 'type-iri', text: `The type stands for ${young}, and stood for ${old}.` }];
  return [...iri, ...names.flatMap((name) => attributeChanges(name, before.attributes[name], now.attributes[name]))];
}

/** Whether any of the changes breaks somebody. */
export const isBreaking = (changes: readonly ModelChange[]): boolean => changes.some(({ breaks }) => breaks.length > 0);

const whole = { steps: [], breaks: ['readers', 'writers'], certain: true } as const;

function attributeChanges(
  attribute: string,
  before: ModelAttribute | undefined,
  now: ModelAttribute | undefined,
): ModelChange[] {
  const base = { attribute, steps: [], certain: true };
  if (before === undefined) {
    const breaks: Broken[] = now?.required ? ['writers'] : [];
    return [
      { ...base, change: 'attribute-added', breaks, text: now?.required ? 'It is new, and required.' : 'It is new.' },
    ];
  }
  if (now === undefined) return [{ ...base, change: 'attribute-removed', breaks: ['readers'], text: 'It is gone.' }];
  const both = { ...base, breaks: ['readers', 'writers'] as const };
  const moved: ModelChange[] =
    before.iri === now.iri
      ? []
      : [{ ...both, change: 'iri', text: `It stands for ${now.iri}, and stood for ${before.iri}.` }];
  const required = requiredChange(base, before.required ?? false, now.required ?? false);
  if (before.kind !== now.kind) {
    return [...moved, ...required, { ...both, change: 'kind', text: `It is a ${now.kind}, and was a ${before.kind}.` }];
  }
  const values = schemaChanges(valueSchema(before), valueSchema(now)).map(
    ({ steps, narrower, wider, unexpected, certain, text }): ModelChange => ({
      attribute,
      change: narrower ? 'value-narrower' : wider ? 'value-wider' : 'value-member',
      steps,
      breaks: [...(unexpected ? (['readers'] as const) : []), ...(narrower ? (['writers'] as const) : [])],
      certain,
      text,
    }),
  );
  return [...moved, ...required, ...unitChange(base, before.unit, now.unit), ...values];
}

type Base = Pick<ModelChange, 'steps' | 'certain'> & { readonly attribute: string };

function requiredChange(base: Base, before: boolean, now: boolean): ModelChange[] {
  if (before === now) return [];
  return now
    ? [{ ...base, change: 'required', breaks: ['writers'], text: 'It is required now.' }]
    : [{ ...base, change: 'required', breaks: ['readers'], text: 'An entity may lack it now.' }];
}

function unitChange(base: Base, before: string | undefined, now: string | undefined): ModelChange[] {
  if (before === now) return [];
  if (before === undefined)
    return [{ ...base, change: 'unit', breaks: [], text: `It is in ${now}; no unit was said before.` }];
  if (now === undefined)
    return [{ ...base, change: 'unit', breaks: ['readers'], text: `It may be in another unit than ${before}.` }];
  return [{ ...base, change: 'unit', breaks: ['readers', 'writers'], text: `It is in ${now}, and was in ${before}.` }];
}
