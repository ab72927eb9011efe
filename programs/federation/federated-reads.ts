import type { IncomingMessage } from 'node:http';
import type { JsonObject } from '../shared/json-value';
import type { Log } from '../shared/log';
import { CityClient } from './city-client';
import { FanOut, type Source } from './fan-out';
import type { FederationConfig } from './federation-config';
import { pageOfEntities } from './page-of-entities';
import { FederationProblem } from './problem';
import { linkToContext } from './question';
import { type EntitiesRead, type Read, readRequest } from './read-request';
import { readThing, readUnion } from './read-thing';
import { coverageHeaders, coverageMember } from './tell';

/** An answer to a client. */
export interface FederationAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
}

/** Answers NGSI-LD reads for several cities by asking each of them. It keeps nothing but tokens and connections. */
export class FederatedReads {
  readonly cities: readonly CityClient[];
  readonly #sources: readonly Source[];
  /** Answers to clients, by status. */
  readonly answers = new Map<number, number>();
  /** Ids that were left out because they stand in more than one city. */
  duplicates = 0;
  #open = 0;

  constructor(
    private readonly config: FederationConfig,
    log: Log,
  ) {
    this.cities = config.cities.map((city, at) => new CityClient(city, config.secrets[at] ?? '', config.limits, log));
    this.#sources = this.cities.flatMap((city): Source[] =>
      city.city.tenants.length === 0
        ? [{ city, tenant: undefined }]
        : city.city.tenants.map((tenant) => ({ city, tenant })),
    );
  }

  /**
   * Answers a request, within the time of the configuration, whatever the cities do.
   *
   * @throws FederationProblem
   */
  async answer(request: IncomingMessage, body: string): Promise<FederationAnswer> {
    if (request.method === 'OPTIONS') return { status: 204, headers: { allow: 'GET, HEAD, POST, OPTIONS' } };
    const read = readRequest(request, body);
    if (this.#open >= this.config.concurrency) {
      const detail = 'Too many questions are being answered.';
      throw new FederationProblem(503, undefined, 'Busy', detail, {}, { 'retry-after': '1' });
    }
    this.#open++;
    const fanOut = new FanOut(this.#sources);
    try {
      return await this.#read(read, fanOut);
    } catch (error) {
      if (!(error instanceof FederationProblem)) throw error;
      const { sources, gaps } = fanOut;
      throw error.with(coverageHeaders({ sources, gaps, duplicates: [] }, this.config.agent));
    } finally {
      this.#open--;
    }
  }

  stop(): void {
    for (const city of this.cities) city.stop();
  }

  async #read(read: Read, fanOut: FanOut): Promise<FederationAnswer> {
    const { agent } = this.config;
    if (read.kind === 'entities') {
      const page = await pageOfEntities(read, fanOut);
      this.duplicates += page.duplicates.length;
      const body =
        read.accept === 'application/geo+json'
          ? {
              type: 'FeatureCollection',
              features: page.entities.map(withGeometry),
              federation: coverageMember(page),
            }
          : page.entities;
      const links = [...this.#linksToContext(read), ...pageLinks(read, page.total)];
      return {
        status: 200,
        headers: {
          'content-type': read.accept,
          vary: 'Accept, Link',
          ...(links.length > 0 && { link: links }),
          ...(read.count && { 'ngsild-results-count': String(page.total) }),
          ...coverageHeaders(page, agent),
        },
        body: JSON.stringify(body),
      };
    }
    const found = read.kind === 'thing' ? await readThing(read, fanOut) : await readUnion(read, fanOut);
    this.duplicates += found.duplicates.length;
    const links = this.#linksToContext(read);
    return {
      status: 200,
      headers: {
        'content-type': read.accept,
        vary: 'Accept, Link',
        ...(links.length > 0 && { link: links }),
        ...coverageHeaders(found, agent),
      },
      body: JSON.stringify(
        read.accept === 'application/geo+json' ? withGeometry(found.value as JsonObject) : found.value,
      ),
    };
  }

  /** In which context the names of an answer stand that does not say so itself. */
  #linksToContext({ accept, link }: Read): string[] {
    return accept === 'application/ld+json' ? [] : [link ?? linkToContext(this.config.context)];
  }
}

/** RFC 7946, 3.2, wants the member also of a feature that is nowhere; Scorpio 5.0.3 leaves it out. */
function withGeometry(feature: JsonObject): JsonObject {
  return 'geometry' in feature ? feature : { ...feature, geometry: null };
}

/**
 * A client may have written what no URI has (RFC 3986), of which a bare `>` would end the target of a link.
 *
 * @param text of a request: each character stands for a byte
 */
function asUri(text: string): string {
  const escaped = (byte: string) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  return text.replace(/[^\w\-.~:/?#[\]@!$&'()*+,;=%]/g, escaped);
}

/** Links to the pages before and after (RFC 8288), for a query that stands in its URL. */
function pageLinks({ path, parameters, limit, offset, accept, count }: EntitiesRead, total: number): string[] {
  if (limit === 0) return [];
  const to = (at: number, relation: string) => {
    const query = [...parameters, `limit=${limit}`, `offset=${at}`, ...(count ? ['count=true'] : [])].join('&');
    return `<${asUri(`/ngsi-ld/v1${path}?${query}`)}>; rel="${relation}"; type="${accept}"`;
  };
  return [
    ...(offset > 0 ? [to(Math.max(0, offset - limit), 'prev')] : []),
    ...(offset + limit < total ? [to(offset + limit, 'next')] : []),
  ];
}
