import { builtInModels } from '../../constructs/models/built-in';
import {
  ambiguousTerms,
  contextFiles,
  contextOf,
  contextPath,
  contextVersion,
  shortSubject,
  subjectContexts,
} from '../../constructs/models/context';
import { coreTerms } from '../../constructs/models/core-context';
import { type DataModel, typeIri } from '../../constructs/models/data-model';

const models = Object.values(builtInModels);
const { OffStreetParking, WasteContainer, WasteContainerIsle, Building, GtfsStop } = builtInModels as Record<
  string,
  DataModel
>;

/** Terms of the NGSI-LD core context that models may use; a processor reads the core last, so it always wins. */
const CORE: Readonly<Record<string, string>> = {
  location: 'https://uri.etsi.org/ngsi-ld/location',
  status: 'https://uri.etsi.org/ngsi-ld/status',
  description: 'http://purl.org/dc/terms/description',
  title: 'http://purl.org/dc/terms/title',
  features: 'https://purl.org/geojson/vocab#features',
};

/** What a JSON-LD processor makes of a term: core context, then the given one, then the default context. */
const expand = (context: object, term: string): string => {
  const definition = (context as Record<string, string | { '@id': string }>)[term];
  const iri = typeof definition === 'object' ? definition['@id'] : definition;
  return CORE[term] ?? iri ?? `https://uri.etsi.org/ngsi-ld/default-context/${term}`;
};

describe.each(models.map((model) => [model.type, model] as const))('the context of %s', (_type, model) => {
  const context = subjectContexts(models)[shortSubject(model.subject)]!['@context'];

  test('expands its type to the IRI of the model', () => {
    expect(expand(context, model.type)).toBe(typeIri(model));
  });

  test('expands every attribute to its IRI, none to the default context', () => {
    const expanded = Object.keys(model.attributes).map((name) => [name, expand(context, name)]);
    expect(expanded).toEqual(Object.entries(model.attributes).map(([name, { iri }]) => [name, iri]));
  });

  test('marks exactly its relationships as references', () => {
    const references = Object.keys(model.attributes).filter((name) => typeof context[name] === 'object');
    expect(references).toEqual(
      Object.entries(model.attributes).flatMap(([name, { kind }]) => (kind === 'Relationship' ? [name] : [])),
    );
  });
});

test('the city context has every type and attribute, each with an IRI of one of the models', () => {
  const context = contextOf(models)['@context'];
  for (const model of models) {
    expect(expand(context, model.type)).toBe(typeIri(model));
    for (const name of Object.keys(model.attributes)) {
      const iris = models.flatMap((other) => other.attributes[name]?.iri ?? []);
      expect(iris).toContain(expand(context, name));
    }
  }
});

test('an ambiguous term has the IRI of the first model that has it', () => {
  const { category } = contextOf([WasteContainer!, OffStreetParking!, Building!])['@context'];
  expect(category).toBe('https://smartdatamodels.org/dataModel.WasteManagement/category');
});

test('appending a model changes no term of the city context', () => {
  const before = contextOf([OffStreetParking!, WasteContainer!])['@context'];
  expect(contextOf([OffStreetParking!, WasteContainer!, Building!])['@context']).toMatchObject(before);
});

test('ambiguous terms are listed with the IRI of each model', () => {
  expect(ambiguousTerms([OffStreetParking!, GtfsStop!])).toEqual([]);
  expect(ambiguousTerms([OffStreetParking!, WasteContainer!, GtfsStop!])).toEqual([
    {
      term: 'category',
      iris: {
        OffStreetParking: 'https://smartdatamodels.org/dataModel.Parking/category',
        WasteContainer: 'https://smartdatamodels.org/dataModel.WasteManagement/category',
      },
    },
  ]);
});

test('no subject has an ambiguous term', () => {
  for (const subject of new Set(models.map((model) => model.subject))) {
    expect(ambiguousTerms(models.filter((model) => model.subject === subject))).toEqual([]);
  }
});

test('terms are sorted, so that the order of attributes does not make a new version', () => {
  const reversed = { ...GtfsStop!, attributes: Object.fromEntries(Object.entries(GtfsStop!.attributes).reverse()) };
  expect(contextVersion([reversed])).toBe(contextVersion([GtfsStop!]));
});

test('the version changes with any IRI', () => {
  const attributes = {
    ...GtfsStop!.attributes,
    code: { ...GtfsStop!.attributes.code!, iri: 'https://example.org/code' },
  };
  expect(contextVersion([{ ...GtfsStop!, attributes }])).not.toBe(contextVersion([GtfsStop!]));
  expect(contextVersion([GtfsStop!])).toMatch(/^[0-9a-f]{12}$/);
});

test('files stand under paths that carry the version', () => {
  const files = contextFiles([OffStreetParking!, GtfsStop!]);
  const version = contextVersion([OffStreetParking!, GtfsStop!]);
  expect(Object.keys(files)).toEqual([
    `/context/v1/${version}/context.jsonld`,
    `/context/v1/${version}/Parking.jsonld`,
    `/context/v1/${version}/UrbanMobility.jsonld`,
  ]);
  expect(contextPath([OffStreetParking!, GtfsStop!])).toBe(`/context/v1/${version}/context.jsonld`);
  expect(JSON.parse(files[`/context/v1/${version}/UrbanMobility.jsonld`]!)).toEqual(contextOf([GtfsStop!]));
});

test("together with the core context, in either order, each context says nothing else of the core's terms", () => {
  for (const { '@context': terms } of [contextOf(models), ...Object.values(subjectContexts(models))]) {
    for (const [term, definition] of Object.entries(terms)) {
      const core = coreTerms.get(term);
      if (core) expect([term, definition, core.plain]).toEqual([term, core.iri, true]);
    }
  }
  expect(contextOf(models)['@context']).not.toHaveProperty('features');
  expect(WasteContainerIsle!.attributes).toHaveProperty('features');
});
