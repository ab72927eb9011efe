import { createHash } from 'node:crypto';
import { coreTerms } from './core-context';
import { type DataModel, typeIri } from './data-model';
import { onceOf } from './once-of';

/** What a term of a JSON-LD context stands for. */
export type TermDefinition = string | { readonly '@id': string; readonly '@type': '@id' };

/** A JSON-LD document that holds one flat context and nothing else. */
export interface ContextDocument {
  readonly '@context': Readonly<Record<string, TermDefinition>>;
}

/** A term that the models of a city define in more than one way. */
export interface AmbiguousTerm {
  readonly term: string;
  /** By entity type, in the order of the models. */
  readonly iris: Readonly<Record<string, string>>;
}

/**
 * The city's context: every type and attribute of the models.
 *
 * Subjects of Smart Data Models give some terms (`category`, `temperature`) an IRI each, and a flat context holds one:
 * the first model that has the term decides, so appending models changes no term. {@link ambiguousTerms} lists them,
 * and {@link subjectContexts} has the exact IRI for each subject. Type-scoped terms of JSON-LD 1.1 would hold all in
 * one document, but brokers ignore them: Scorpio 5.0.3 expands a scoped term to the default context.
 */
export const contextOf = /* @__PURE__ */ onceOf((models: readonly DataModel[]): ContextDocument => {
  const terms: Record<string, TermDefinition> = {};
  for (const model of models) terms[model.type] ??= typeIri(model);
  for (const model of models) {
    for (const [name, { kind, iri }] of Object.entries(model.attributes)) {
      terms[name] ??= kind === 'Relationship' ? { '@id': iri, '@type': '@id' } : iri;
    }
  }
  return { '@context': sorted(withoutOwnCore(terms)) };
});

/** Of the core's terms only what the core says too: otherwise a document with both contexts, in either order, is none. */
function withoutOwnCore(terms: Readonly<Record<string, TermDefinition>>): Record<string, TermDefinition> {
  return Object.fromEntries(
    Object.entries(terms).filter(([term, definition]) => {
      const core = coreTerms.get(term);
      return core === undefined || (core.plain && definition === core.iri);
    }),
  );
}

/** One context a subject, by its short name (`Parking` for `dataModel.Parking`): exact for every model of the subject. */
export const subjectContexts = /* @__PURE__ */ onceOf(
  (models: readonly DataModel[]): Readonly<Record<string, ContextDocument>> => {
    const subjects = [...new Set(models.map((model) => model.subject))].sort();
    return Object.fromEntries(
      subjects.map((subject) => [
        shortSubject(subject),
        contextOf(models.filter((model) => model.subject === subject)),
      ]),
    );
  },
);

/** `Parking` for `dataModel.Parking`. */
export const shortSubject = (subject: string): string => subject.replace(/^dataModel\./, '');

/** Terms for which {@link contextOf} cannot be exact for every model, sorted. */
export function ambiguousTerms(models: readonly DataModel[]): readonly AmbiguousTerm[] {
  const byTerm = new Map<string, Record<string, string>>();
  for (const model of models) {
    for (const [name, { iri }] of Object.entries(model.attributes)) {
      byTerm.set(name, { ...byTerm.get(name), [model.type]: iri });
    }
  }
  return [...byTerm]
    .filter(([, iris]) => new Set(Object.values(iris)).size > 1)
    .map(([term, iris]) => ({ term, iris }))
    .sort((a, b) => (a.term < b.term ? -1 : 1));
}

/** Twelve hexadecimal digits that change whenever a context of the models does, so what is served under them never does. */
export const contextVersion = /* @__PURE__ */ onceOf((models: readonly DataModel[]): string => {
  const contexts = JSON.stringify([contextOf(models), subjectContexts(models)]);
  return createHash('sha256').update(contexts).digest('hex').slice(0, 12);
});

/**
 * Path, below the registry's public URL, under which a context is served for ever.
 *
 * @param subject short name of a subject. @default - the city's context
 */
export function contextPath(models: readonly DataModel[], subject = 'context'): string {
  return `/context/v1/${contextVersion(models)}/${subject}.jsonld`;
}

/** Every context document of the models, as text by the path it is served under. */
export const contextFiles = /* @__PURE__ */ onceOf((models: readonly DataModel[]): Readonly<Record<string, string>> => {
  const documents = { context: contextOf(models), ...subjectContexts(models) };
  return Object.fromEntries(
    Object.entries(documents).map(([name, document]) => [
      contextPath(models, name),
      `${JSON.stringify(document, null, 2)}\n`,
    ]),
  );
});

const sorted = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
