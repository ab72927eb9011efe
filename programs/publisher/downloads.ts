import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { PublishedType } from '../../constructs/components/publisher/published-type';
import { ProblemDetails } from '../dcat-ap/answer';
import { preferred } from '../dcat-ap/negotiate';
import type { JsonObject } from '../shared/json-value';
import { isEntityId } from '../shared/ngsi-ld-text';
import { requestUrl } from '../shared/request-url';
import { type Broker, BrokerUnavailable, contextLink, longestPage } from './broker';
import { featureOf, publishedPart, simplified } from './feature';
import type { PublisherConfig } from './publisher-config';

/** A file of all entities of a dataset: what stands before them, each of them, and what stands behind. */
interface Format {
  readonly mediaType: string;
  start(type: PublishedType): string;
  entity(type: PublishedType, entity: JsonObject): JsonObject;
  readonly end: string;
}

const formats: Readonly<Record<string, Format>> = {
  geojson: {
    mediaType: 'application/geo+json',
    start: () => '{"type":"FeatureCollection","features":[',
    entity: featureOf,
    end: ']}\n',
  },
  jsonld: {
    mediaType: 'application/ld+json',
    start: ({ context }) => `{"@context":${JSON.stringify([context, coreContext])},"@graph":[`,
    entity: publishedPart,
    end: ']}\n',
  },
};

const coreContext = 'https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld';

/**
 * What everybody may read of the public datasets, without a token: files of all entities, and their part of the NGSI-LD API.
 * Nothing that a client says reaches the broker but numbers of pages and ids, so that there is nothing else to be asked:
 * types, tenants and attributes are those of the datasets.
 */
export class Downloads {
  readonly #root: string;
  #busy = 0;

  constructor(
    private readonly config: Pick<PublisherConfig, 'downloadsUrl' | 'downloads' | 'types'>,
    private readonly broker: Broker,
  ) {
    this.#root = new URL(config.downloadsUrl).pathname.replace(/\/$/, '');
  }

  /** @throws ProblemDetails; after the answer has begun, the connection is cut instead */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new ProblemDetails(405, 'Method not allowed', 'Open data can be read only.', { allow: 'GET, HEAD' });
    if (this.#busy >= this.config.downloads)
      throw new ProblemDetails(503, 'Busy', 'Too many downloads are under way.', { 'retry-after': '10' });
    this.#busy++;
    try {
      await this.#answer(request, response);
    } catch (error) {
      if (!(error instanceof BrokerUnavailable)) throw error;
      const detail = 'The context broker behind the data does not answer.';
      throw new ProblemDetails(503, 'Unavailable', detail, { 'retry-after': '10' }, error.message);
    } finally {
      this.#busy--;
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = requestUrl(request);
    const path = url.pathname.startsWith(`${this.#root}/`) ? url.pathname.slice(this.#root.length + 1) : '';
    const [, name, extension] = /^([a-z0-9_-]+)\.([a-z]+)$/.exec(path) ?? [];
    const format = extension !== undefined && Object.hasOwn(formats, extension) ? formats[extension] : undefined;
    if (format) return this.#file(request, response, this.#type(name), format);
    const [, of, id] = /^([a-z0-9_-]+)\/ngsi-ld\/v1\/entities(?:\/([^/]+))?$/.exec(path) ?? [];
    if (of === undefined) throw new ProblemDetails(404, 'Not found', 'There is no such file.');
    const type = this.#type(of);
    const known = id === undefined ? ['limit', 'offset', 'count', 'type', 'options', 'format'] : ['options', 'format'];
    const foreign = [...url.searchParams.keys()].filter((key) => !known.includes(key));
    if (foreign.length > 0)
      throw new ProblemDetails(
        400,
        'Bad request',
        `Of queries there are ${known.join(', ')} here, and no ${foreign.join(', ')}.`,
      );
    const repeated = known.filter((key) => url.searchParams.getAll(key).length > 1);
    if (repeated.length > 0)
      throw new ProblemDetails(400, 'Bad request', `${repeated.join(', ')}: there more than once.`);
    const form = formOf(url, acceptedBy(request));
    if (id === undefined) return this.#page(request, response, type, url, form);
    const wanted = decoded(id);
    const [entity] = isEntityId(wanted) ? await this.broker.byId(type, [wanted]) : [];
    if (!entity) throw new ProblemDetails(404, 'Not found', 'There is no such entity.');
    return json(request, response, type, form, form.entity(type, entity));
  }

  #type(name: string | undefined): PublishedType {
    const type = this.config.types.find((one) => one.name === name && one.access === 'public');
    if (!type) throw new ProblemDetails(404, 'Not found', 'There is no such dataset.');
    return type;
  }

  async #page(
    request: IncomingMessage,
    response: ServerResponse,
    type: PublishedType,
    url: URL,
    form: Form,
  ): Promise<void> {
    const { searchParams } = url;
    const asked = searchParams.get('type') ?? type.type;
    if (asked !== type.type)
      throw new ProblemDetails(400, 'Bad request', `All entities here are of type ${type.type}.`);
    const limit = number(searchParams, 'limit', 50, longestPage);
    const offset = number(searchParams, 'offset', 0, 100_000_000);
    const counted = searchParams.get('count') ?? 'false';
    if (counted !== 'true' && counted !== 'false')
      throw new ProblemDetails(400, 'Bad request', 'count must be true or false.');
    const isCounted = counted === 'true';
    const [page, count] = await Promise.all([
      limit === 0 ? { entities: [], last: true } : this.broker.page(type, { offset, limit }),
      isCounted ? this.broker.count(type) : undefined,
    ]);
    const to = (start: number, rel: string) => {
      const query = new URLSearchParams(searchParams);
      query.set('limit', String(limit));
      query.set('offset', String(start));
      return `<${this.config.downloadsUrl}/${type.name}/ngsi-ld/v1/entities?${query}>; rel="${rel}"`;
    };
    const links = [
      ...(offset > 0 ? [to(Math.max(0, offset - limit), 'prev')] : []),
      ...(limit > 0 && page.entities.length === limit ? [to(offset + limit, 'next')] : []),
    ];
    const headers = { ...(count !== undefined && { 'NGSILD-Results-Count': String(count) }) };
    const entities = page.entities.map((entity) => form.entity(type, entity));
    json(request, response, type, form, entities, links, headers);
  }

  /** A page of the broker at a time, as fast as the client reads. */
  async #file(request: IncomingMessage, response: ServerResponse, type: PublishedType, format: Format): Promise<void> {
    // The first page comes before the headers: while the broker is away, the answer is 503.
    const first = await this.broker.page(type, { offset: 0 });
    response.writeHead(200, {
      ...shared,
      'content-type': format.mediaType,
      'content-disposition': `inline; filename="${type.name}.${format === formats.geojson ? 'geojson' : 'jsonld'}"`,
    });
    if (request.method === 'HEAD') return void response.end();
    const { broker } = this;
    async function* text() {
      yield format.start(type);
      let page = first;
      for (let offset = 0; ; ) {
        const lines = page.entities.map((entity) => JSON.stringify(format.entity(type, entity)));
        yield `${offset > 0 && lines.length > 0 ? ',' : ''}\n${lines.join(',\n')}`;
        if (page.last) break;
        offset += longestPage;
        page = await broker.page(type, { offset, map: page.map });
      }
      yield `\n${format.end}`;
    }
    await pipeline(Readable.from(text()), response).catch(() => response.destroy());
  }
}

const shared = {
  'access-control-allow-origin': '*',
  'x-content-type-options': 'nosniff',
  'cache-control': 'public, max-age=10',
};

/** How entities are given out through the NGSI-LD API (ETSI GS CIM 009 V1.8.1, 6.3.4 to 6.3.7). */
interface Form {
  readonly mediaType: MediaType;
  entity(type: PublishedType, entity: JsonObject): JsonObject;
}

const mediaTypes = ['application/json', 'application/ld+json'] as const;
type MediaType = (typeof mediaTypes)[number];

/** @throws ProblemDetails */
function acceptedBy({ headers }: IncomingMessage): MediaType {
  const mediaType = preferred(headers.accept, mediaTypes);
  if (mediaType) return mediaType;
  throw new ProblemDetails(406, 'Not acceptable', `Entities are served as ${mediaTypes.join(' and ')}.`, {
    vary: 'accept',
  });
}

const representations = ['normalized', 'keyValues', 'simplified'];

/** @throws ProblemDetails where another form is asked for, rather than answer with one that was not. */
function formOf({ searchParams }: URL, mediaType: MediaType): Form {
  const asked = ['options', 'format'].flatMap((name) => (searchParams.get(name) ?? '').split(',')).filter(Boolean);
  const unknown = asked.filter((word) => word !== 'sysAttrs' && !representations.includes(word));
  if (unknown.length > 0) {
    const known = `${representations.join(', ')} and sysAttrs`;
    throw new ProblemDetails(400, 'Bad request', `Of options and format there are ${known} here.`);
  }
  const shown = asked.some((word) => word === 'keyValues' || word === 'simplified') ? simplified : publishedPart;
  return {
    mediaType,
    entity: (type, entity) => ({
      ...shown(type, entity),
      ...(mediaType === 'application/ld+json' && { '@context': [type.context, coreContext] }),
    }),
  };
}

function number(query: URLSearchParams, name: string, fallback: number, most: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  if (/^\d{1,9}$/.test(text) && Number(text) <= most) return Number(text);
  throw new ProblemDetails(400, 'Bad request', `${name} must be a whole number from 0 to ${most}.`);
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    throw new ProblemDetails(400, 'Bad request', 'The id in the path is not encoded as a URL wants it.');
  }
}

function json(
  request: IncomingMessage,
  response: ServerResponse,
  type: PublishedType,
  { mediaType }: Form,
  value: unknown,
  links: readonly string[] = [],
  headers: Readonly<Record<string, string>> = {},
): void {
  const body = `${JSON.stringify(value)}\n`;
  // What is JSON-LD has its context in it.
  const all = [...(mediaType === 'application/json' ? [contextLink(type)] : []), ...links];
  response.writeHead(200, {
    ...shared,
    ...headers,
    'content-type': mediaType,
    'content-length': Buffer.byteLength(body),
    vary: 'accept',
    ...(all.length > 0 && { link: all.join(', ') }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
