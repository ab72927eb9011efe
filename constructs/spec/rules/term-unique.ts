import { cityTerms } from '../city-terms';
import type { CityRule } from './city-rule';

export const termUnique: CityRule = {
  code: 'term-unique',
  reads: ['dataModels[].type', 'dataModels[].iri', 'dataModels[].attributes', 'domain', 'profile'],
  each: ['dataModels'],
  rule: 'An IRI has one name: what is stored under it comes back under that name only.',
  check: (city) => {
    const names = new Map<string, string>();
    return cityTerms(city).flatMap(({ term, iri, path }) => {
      const first = names.get(iri) ?? term;
      names.set(iri, first);
      if (first === term || path === undefined) return [];
      return [{ path, value: iri, fix: `Give ${term} an IRI of its own, or call it ${first} as the other is.` }];
    });
  },
};
