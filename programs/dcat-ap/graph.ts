import { type BlankNode, DataFactory, type NamedNode, type Quad, type Quad_Object } from 'n3';
import { schemeOf } from './eu-authorities';
import { type Term, term } from './vocabulary';

/** A subject of RDF: what a statement is about. */
export type RdfSubject = NamedNode | BlankNode;

/** An absolute IRI that may stand in Turtle and JSON-LD, escaped where need be; undefined when it is none. */
export function safeIri(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^(https?|urn|mailto|ftp):/i.test(value.trim())) return undefined;
  const trimmed = value.trim();
  if (!URL.canParse(trimmed)) return undefined;
  // The characters that no IRI may hold (RFC 3987), which an URL parser partly lets pass.
  return trimmed.replace(/[\s<>"{}|\\^`\p{Cc}]/gu, (character) => encodeURIComponent(character));
}

/** Statements about a page or a dataset, in the order they were made. */
export class Graph {
  readonly quads: Quad[] = [];
  #blanks = 0;
  /** Resources and classes that were told of each other. */
  readonly #instances = new Set<string>();

  constructor(
    /** Language of texts that say none. */
    private readonly language: string,
  ) {}

  node(iri: string): NamedNode {
    return DataFactory.namedNode(iri);
  }

  /** A node without a name; numbered, so that the same data give the same document. */
  blank(): BlankNode {
    return DataFactory.blankNode(`n${this.#blanks++}`);
  }

  add(subject: RdfSubject, predicate: Term, object: Quad_Object): void {
    this.quads.push(DataFactory.quad(subject, term(predicate), object));
  }

  type(subject: RdfSubject, type: Term): void {
    this.add(subject, 'rdf:type', term(type));
  }

  /** Adds a link where there is something to link to. */
  link(subject: RdfSubject, predicate: Term, iri: string | undefined): void {
    if (iri !== undefined) this.add(subject, predicate, this.node(iri));
  }

  /** Adds a text without a language. */
  text(subject: RdfSubject, predicate: Term, value: string | undefined): void {
    if (value !== undefined) this.add(subject, predicate, DataFactory.literal(value));
  }

  /** Adds a text in its language, or in the graph's. */
  prose(subject: RdfSubject, predicate: Term, value: string | undefined, language = this.language): void {
    if (value !== undefined) this.add(subject, predicate, DataFactory.literal(value, language));
  }

  typed(subject: RdfSubject, predicate: Term, value: string | number | undefined, datatype: Term): void {
    if (value !== undefined) this.add(subject, predicate, DataFactory.literal(String(value), term(datatype)));
  }

  /**
   * Links to a resource of the given class, and says so of it; of one in a table of the EU also in which.
   *
   * @returns whether nothing was said of it before
   */
  instance(subject: RdfSubject, predicate: Term, iri: string | undefined, type: Term): boolean {
    if (iri === undefined) return false;
    this.link(subject, predicate, iri);
    const known = `${iri} ${type}`;
    if (this.#instances.has(known)) return false;
    this.#instances.add(known);
    this.type(this.node(iri), type);
    this.link(this.node(iri), 'skos:inScheme', schemeOf(iri));
    return true;
  }
}
