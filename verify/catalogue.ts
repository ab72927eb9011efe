import { Parser, type Quad } from 'n3';
import { Shortfall } from './check';
import type { CheckContext } from './check-context';
import type { Client } from './client';
import type { PlatformAnswer } from './exchange';

const namespaces = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  hydra: 'http://www.w3.org/ns/hydra/core#',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
} as const;

/** A term with its prefix: `dct:title`. */
type Term = `${keyof typeof namespaces}:${string}`;

/** How many pages of a catalogue are read. */
const mostPages = 20;

/** A catalogue in RDF, all pages of it. */
export class Catalogue {
  /** Values by node and property. */
  readonly #values = new Map<string, Map<string, string[]>>();

  constructor(
    quads: readonly Quad[],
    /** Answer with its first page. */
    readonly answer: PlatformAnswer,
  ) {
    for (const { subject, predicate, object } of quads) {
      const own = this.#values.get(subject.value) ?? new Map<string, string[]>();
      const values = own.get(predicate.value) ?? [];
      values.push(object.value);
      this.#values.set(subject.value, own.set(predicate.value, values));
    }
  }

  /** Nodes of a class. */
  instances(type: Term): readonly string[] {
    return [...this.#values.keys()].filter((node) => this.values(node, 'rdf:type').includes(iri(type)));
  }

  /** Values of a property of a node. */
  values(node: string, property: Term): readonly string[] {
    return this.#values.get(node)?.get(iri(property)) ?? [];
  }

  /** Properties that a node lacks. */
  missing(node: string, properties: readonly Term[]): readonly Term[] {
    return properties.filter((property) => this.values(node, property).length === 0);
  }

  /** The dataset that the portal names so; undefined where there is none. */
  dataset(name: string): string | undefined {
    return this.instances('dcat:Dataset').find(
      (node) =>
        this.values(node, 'dcat:landingPage').some((page) => page.endsWith(`/dataset/${name}`)) ||
        this.values(node, 'dct:identifier').includes(name),
    );
  }
}

/**
 * Reads the portal's catalogue, once in a run.
 *
 * @throws Shortfall where it is not there or no Turtle
 */
export function readCatalogue({ client, platform, once }: CheckContext): Promise<Catalogue> {
  return once('catalogue', async () => {
    const { quads, answer } = await fetchCatalogue(client, platform.portal);
    return new Catalogue(quads, answer);
  });
}

/** What a portal's catalogue says, all pages of it, and the answer with the first. */
export interface FetchedCatalogue {
  readonly quads: readonly Quad[];
  readonly answer: PlatformAnswer;
}

/**
 * Fetches the catalogue of a portal.
 *
 * @throws Shortfall where it is not there or no Turtle
 */
export async function fetchCatalogue(client: Client, portal: string): Promise<FetchedCatalogue> {
  const quads: Quad[] = [];
  let first: PlatformAnswer | undefined;
  const pages = [`${portal}/catalog.ttl`];
  for (let at = 0; at < Math.min(pages.length, mostPages); at++) {
    const url = pages[at] as string;
    const answer = await client.ask(url, { headers: { accept: 'text/turtle' } });
    first ??= answer;
    if (answer.status !== 200) throw new Shortfall(`The catalogue answers ${answer.status}.`, answer);
    try {
      quads.push(...new Parser({ baseIRI: url, blankNodePrefix: `_:p${at}_` }).parse(answer.body));
    } catch (error) {
      throw new Shortfall(`The catalogue is no Turtle: ${(error as Error).message}`, answer);
    }
    for (const { object: next } of quads.filter(({ predicate }) => predicate.value === iri('hydra:next')))
      if (!pages.includes(next.value) && new URL(next.value).origin === new URL(url).origin) pages.push(next.value);
  }
  return { quads, answer: first as PlatformAnswer };
}

function iri(term: Term): string {
  const [prefix, name] = term.split(':') as [keyof typeof namespaces, string];
  return namespaces[prefix] + name;
}
