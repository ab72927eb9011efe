import { type Literal, type NamedNode, Parser, type Term as RdfTerm, Store } from 'n3';
import { type Term, term } from '../dcat-ap/vocabulary';
import { BrokenCatalogue } from './broken';

/** A subject of statements. */
export type RdfNode = Extract<RdfTerm, { termType: 'NamedNode' | 'BlankNode' }>;

/** One page of a catalogue in DCAT. */
export class HarvestedPage {
  readonly #statements: Store;

  /** @throws BrokenCatalogue when the text is no Turtle, or has no catalogue */
  constructor(turtle: string, url: string) {
    try {
      this.#statements = new Store(new Parser({ baseIRI: url }).parse(turtle));
    } catch (error) {
      throw new BrokenCatalogue('nonsense', `its catalogue is no Turtle: ${(error as Error).message}`);
    }
    if (this.#instances('dcat:Catalog').length === 0) throw new BrokenCatalogue('nonsense', 'it has no dcat:Catalog');
  }

  /** The datasets, in the order of the document. */
  get datasets(): readonly RdfNode[] {
    return this.#instances('dcat:Dataset');
  }

  /** How many datasets all pages have together, if the page says so (Hydra). */
  get total(): number | undefined {
    const [value] = this.#statements.getObjects(null, term('hydra:totalItems'), null);
    const total = Number(value?.value);
    return Number.isSafeInteger(total) ? total : undefined;
  }

  /** Address of the page that follows; undefined for the last. ckanext-dcat writes it as a text. */
  get next(): string | undefined {
    return this.#statements.getObjects(null, term('hydra:next'), null)[0]?.value;
  }

  /** What a property of a node says, in the order of the document. */
  all(node: RdfNode, property: Term): readonly RdfTerm[] {
    return this.#statements.getObjects(node, term(property), null);
  }

  /** Nodes that a property leads to. */
  nodes(node: RdfNode, property: Term): readonly RdfNode[] {
    return this.all(node, property).filter((one): one is RdfNode => one.termType !== 'Literal');
  }

  /** The first value of a property: a text or an IRI. */
  value(node: RdfNode, property: Term): string | undefined {
    return this.all(node, property).find(({ termType }) => termType !== 'BlankNode')?.value;
  }

  /** IRIs that a property leads to. */
  iris(node: RdfNode, property: Term): readonly string[] {
    return this.all(node, property).flatMap((one) => (one.termType === 'NamedNode' ? one.value : []));
  }

  /**
   * A text in the first of the languages that it is there in, else without a language, else in any. `tr` is there in `tr-TR` too
   * (RFC 4647, 3.3.1), unless it is there as such.
   */
  prose(node: RdfNode, property: Term, languages: readonly string[]): string | undefined {
    return this.#text(node, property, languages)?.value.trim() || undefined;
  }

  /** The language of that text, if it says one. */
  languageOf(node: RdfNode, property: Term, languages: readonly string[]): string | undefined {
    return this.#text(node, property, languages)?.language || undefined;
  }

  #text(node: RdfNode, property: Term, languages: readonly string[]): Literal | undefined {
    const texts = this.all(node, property).flatMap((one) => (one.termType === 'Literal' ? one : []));
    const within = (range: string) => {
      const tagged = texts.map((text) => ({ text, tag: text.language.toLowerCase() }));
      const found = tagged.find(({ tag }) => tag === range) ?? tagged.find(({ tag }) => tag.startsWith(`${range}-`));
      return found?.text;
    };
    const found = [...languages, ''].flatMap((range) => within(range.toLowerCase()) ?? [])[0];
    return found ?? texts[0];
  }

  #instances(type: Term): readonly RdfNode[] {
    return this.#statements.getSubjects(term('rdf:type'), term(type) as NamedNode, null) as RdfNode[];
  }
}
