import { Parser, type Quad, type Term } from 'n3';

/** Statements as `subject predicate object`, with the prefixes of the catalogue, sorted; blank nodes keep their label. */
export type Statements = readonly string[];

const prefixes: Readonly<Record<string, string>> = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dcatap: 'http://data.europa.eu/r5r/',
  dct: 'http://purl.org/dc/terms/',
  eli: 'http://data.europa.eu/eli/ontology#',
  foaf: 'http://xmlns.com/foaf/0.1/',
  gsp: 'http://www.opengis.net/ont/geosparql#',
  hydra: 'http://www.w3.org/ns/hydra/core#',
  locn: 'http://www.w3.org/ns/locn#',
  a: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  spdx: 'http://spdx.org/rdf/terms#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  eu: 'http://publications.europa.eu/resource/authority/',
  site: 'https://data.izmir.example',
};

function short(iri: string): string {
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (iri === namespace && prefix === 'a') return 'a';
    if (iri.startsWith(namespace)) return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return `<${iri}>`;
}

function show(term: Term): string {
  if (term.termType === 'BlankNode') return `_:${term.value.replace(/^b\d+_/, '')}`;
  if (term.termType !== 'Literal') return short(term.value);
  const type = short(term.datatype.value);
  const suffix = term.language ? `@${term.language}` : type === 'xsd:string' ? '' : `^^${type}`;
  return JSON.stringify(term.value) + suffix;
}

/** Parses Turtle strictly. */
export function readTurtle(text: string): Statements {
  const quads: Quad[] = new Parser({ format: 'text/turtle' }).parse(text);
  return sorted(quads.map(({ subject, predicate, object }) => [subject, predicate, object].map(show).join(' ')));
}

type JsonLdValue = { '@id'?: string; '@value'?: string; '@language'?: string; '@type'?: string };
type JsonLdNode = { '@id': string; '@type'?: string[] } & Record<string, JsonLdValue[]>;

/** Reads the flat JSON-LD that the catalogue writes: a context of prefixes and a list of nodes. */
export function readJsonLd(text: string): Statements {
  const document: { '@context': Record<string, string>; '@graph': JsonLdNode[] } = JSON.parse(text);
  const expand = (name: string) => {
    const [prefix = '', ...rest] = name.split(':');
    const namespace = document['@context'][prefix];
    return namespace === undefined ? name : namespace + rest.join(':');
  };
  const node = (id: string) => (id.startsWith('_:') ? id : short(expand(id)));
  const value = (item: JsonLdValue) => {
    if (item['@id'] !== undefined) return node(item['@id']);
    const suffix = item['@language']
      ? `@${item['@language']}`
      : item['@type']
        ? `^^${short(expand(item['@type']))}`
        : '';
    return JSON.stringify(item['@value']) + suffix;
  };
  return sorted(
    document['@graph'].flatMap(({ '@id': id, '@type': types = [], ...properties }) => [
      ...types.map((type) => `${node(id)} a ${short(expand(type))}`),
      ...Object.entries(properties).flatMap(([name, items]) =>
        (items as JsonLdValue[]).map((item) => `${node(id)} ${short(expand(name))} ${value(item)}`),
      ),
    ]),
  );
}

const sorted = (statements: readonly string[]): Statements => [...new Set(statements)].sort();

/** What is said of one subject, as `predicate object`. */
export const about = (statements: Statements, subject: string): Statements =>
  statements.filter((line) => line.startsWith(`${subject} `)).map((line) => line.slice(subject.length + 1));
