import { builtInModels } from '../models/built-in';
import { typeIri } from '../models/data-model';
import { formatPath } from '../problems/problem-path';
import type { CityDraft } from './city-defaults';
import { modelType } from './model-type';

/** A name that the data models of a city define. */
export interface CityTerm {
  readonly term: string;
  readonly iri: string;
  /** Where the spec says so; undefined for what comes with the kit. */
  readonly path?: string;
}

/**
 * Names that the core `@context` gives to what every entity may have. It goes before every other context, so they keep
 * these IRIs whatever another says.
 * @see https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld
 */
export const termsOfEveryEntity: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'location',
    'observationSpace',
    'operationSpace',
    'createdAt',
    'modifiedAt',
    'observedAt',
    'unitCode',
    'datasetId',
  ].map((term) => [term, `https://uri.etsi.org/ngsi-ld/${term}`]),
);

/**
 * Every name of a city's `@context` with each IRI that a data model gives it: those of the kit first, which nobody can
 * change, then the city's own in their order.
 */
export function cityTerms({ dataModels, domain }: Pick<CityDraft, 'dataModels' | 'domain'>): CityTerm[] {
  const types = dataModels.flatMap((entry, at): CityTerm[] => {
    // A type with two models has a rule of its own.
    if (dataModels.findIndex((other) => modelType(other) === modelType(entry)) < at) return [];
    if (typeof entry === 'string') return [{ term: entry, iri: typeIri(builtInModels[entry]!) }];
    const { type, iri } = entry;
    const path = formatPath(['dataModels', at, iri === undefined ? 'type' : 'iri']);
    return [{ term: type, iri: iri ?? `https://models.${domain}/terms/${type}`, path }];
  });
  const attributes = dataModels.flatMap((entry, at): CityTerm[] =>
    typeof entry === 'string'
      ? Object.entries(builtInModels[entry]!.attributes).map(([term, { iri }]) => ({ term, iri }))
      : Object.entries(entry.attributes).map(([term, { iri }]) => ({
          term,
          iri,
          path: formatPath(['dataModels', at, 'attributes', term, 'iri']),
        })),
  );
  return [...types, ...attributes].sort(
    (one, other) => Number(one.path !== undefined) - Number(other.path !== undefined),
  );
}
