import { DataFactory, type NamedNode } from 'n3';

/** Namespaces of DCAT-AP 3 (https://semiceu.github.io/DCAT-AP/releases/3.0.0/). */
export const prefixes = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dcatap: 'http://data.europa.eu/r5r/',
  dct: 'http://purl.org/dc/terms/',
  eli: 'http://data.europa.eu/eli/ontology#',
  foaf: 'http://xmlns.com/foaf/0.1/',
  gsp: 'http://www.opengis.net/ont/geosparql#',
  hydra: 'http://www.w3.org/ns/hydra/core#',
  locn: 'http://www.w3.org/ns/locn#',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  spdx: 'http://spdx.org/rdf/terms#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
} as const;

/** A term with its prefix: `dct:title`. */
export type Term = `${keyof typeof prefixes}:${string}`;

/** The node a prefixed name stands for. */
export function term(name: Term): NamedNode {
  const colon = name.indexOf(':');
  const prefix = name.slice(0, colon) as keyof typeof prefixes;
  return DataFactory.namedNode(prefixes[prefix] + name.slice(colon + 1));
}
