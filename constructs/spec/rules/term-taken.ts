import { cityTerms, termsOfEveryEntity } from '../city-terms';
import type { CityRule } from './city-rule';

export const termTaken: CityRule = {
  code: 'term-taken',
  reads: ['dataModels[].type', 'dataModels[].iri', 'dataModels[].attributes', 'domain', 'profile'],
  each: ['dataModels'],
  rule: "A name stands for one IRI in all of a city's data models, and the names of NGSI-LD itself stand for theirs.",
  check: (city) => {
    const iris = new Map(Object.entries(termsOfEveryEntity));
    return cityTerms(city).flatMap(({ term, iri, path }) => {
      const first = iris.get(term) ?? iri;
      iris.set(term, first);
      if (first === iri || path === undefined) return [];
      return [{ path, value: iri, fix: `Write ${first}, which ${term} stands for already, or give it another name.` }];
    });
  },
};
