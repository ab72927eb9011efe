import { type Quad, type Term as RdfTerm, Writer } from 'n3';
import { prefixes } from './vocabulary';

/** A representation of RDF that the service answers with. */
export interface Representation {
  readonly extension: 'ttl' | 'jsonld';
  readonly mediaType: string;
  readonly write: (quads: readonly Quad[]) => string;
}

const turtle: Representation = {
  extension: 'ttl',
  mediaType: 'text/turtle',
  write: (quads) => {
    const writer = new Writer({ prefixes });
    writer.addQuads([...quads]);
    let text = '';
    // Without a stream to write to, the writer answers at once.
    writer.end((_error: Error | null, result: string) => {
      text = result;
    });
    return text;
  },
};

const jsonLd: Representation = {
  extension: 'jsonld',
  mediaType: 'application/ld+json',
  write: (quads) => `${JSON.stringify({ '@context': prefixes, '@graph': nodesOf(quads) }, null, 1)}\n`,
};

/** The first is the one for clients that take anything. */
export const representations: readonly Representation[] = [turtle, jsonLd];

type JsonLdNode = { '@id': string; '@type'?: string[] } & Record<string, unknown>;

/** One object a subject, flat, in the order of first mention. */
function nodesOf(quads: readonly Quad[]): readonly JsonLdNode[] {
  const nodes = new Map<string, JsonLdNode>();
  for (const { subject, predicate, object } of quads) {
    const id = idOf(subject);
    const node = nodes.get(id) ?? { '@id': id };
    nodes.set(id, node);
    if (predicate.value === `${prefixes.rdf}type`) {
      const type = compact(object.value);
      const types = node['@type'] ?? [];
      if (!types.includes(type)) node['@type'] = [...types, type];
    } else {
      const key = compact(predicate.value);
      const values = (node[key] as unknown[] | undefined) ?? [];
      node[key] = [...values, objectOf(object)];
    }
  }
  return [...nodes.values()];
}

const idOf = (term: RdfTerm): string => (term.termType === 'BlankNode' ? `_:${term.value}` : term.value);

function objectOf(term: RdfTerm): object {
  if (term.termType !== 'Literal') return { '@id': idOf(term) };
  if (term.language !== '') return { '@value': term.value, '@language': term.language };
  const datatype = compact(term.datatype.value);
  return datatype === 'xsd:string' ? { '@value': term.value } : { '@value': term.value, '@type': datatype };
}

function compact(iri: string): string {
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    if (iri.startsWith(namespace) && /^\w+$/.test(iri.slice(namespace.length))) {
      return `${prefix}:${iri.slice(namespace.length)}`;
    }
  }
  return iri;
}
