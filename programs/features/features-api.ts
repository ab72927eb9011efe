import type { IncomingMessage, ServerResponse } from 'node:http';
import { ProblemDetails } from '../dcat-ap/answer';
import { BrokerUnavailable } from '../publisher/broker';
import { requestUrl } from '../shared/request-url';
import type { Collection } from './collection';
import {
  type ApiLink,
  collectionList,
  conformance,
  describeCollection,
  landingPage,
  openApiType,
  placed,
} from './documents';
import { type Door, openDoor, tenantDoor } from './door';
import type { EntityReader } from './entity-reader';
import type { FeaturesConfig } from './features-config';
import { answerHistory } from './history';
import { type GeoJson, item, items } from './items';
import { openApi } from './openapi';
import { QueryReader } from './query-reader';

/** What is sent: a body and what stands before it. */
interface Reply {
  readonly mediaType: string;
  readonly body: string;
  readonly links?: readonly ApiLink[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** What became of requests, by what they asked for. */
export interface RequestCounts {
  readonly kind: 'features' | 'history';
  readonly access: 'open' | 'token';
  answered: number;
  refused: number;
  failed: number;
}

type ApiConfig = Pick<FeaturesConfig, 'urls' | 'city' | 'readable' | 'history' | 'requests'>;

/**
 * OGC API Features over the current state, and the history of attributes. Nothing that a client says reaches the broker as it
 * was written: numbers, times and texts are taken apart and put together anew.
 */
export class FeaturesApi {
  readonly counts: readonly RequestCounts[] = (['features', 'history'] as const).flatMap((kind) =>
    (['open', 'token'] as const).map((access) => ({ kind, access, answered: 0, refused: 0, failed: 0 })),
  );
  readonly #open: Door;
  #busy = 0;

  constructor(
    private readonly config: ApiConfig,
    private readonly reader: EntityReader,
  ) {
    this.#open = openDoor(config.readable, config.urls);
  }

  /** Requests under way. */
  get busy(): number {
    return this.#busy;
  }

  /**
   * @param access which door the request came to: that of everybody, or that of those with a token
   * @throws ProblemDetails
   */
  async answer(access: 'open' | 'token', request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = requestUrl(request);
    const kind = /^\/(tenants\/[^/]+\/)?history(\/|$)/.test(url.pathname) ? 'history' : 'features';
    const counts = this.counts.find((one) => one.kind === kind && one.access === access)!;
    try {
      const reply = await this.#bounded(() => this.#reply(access, request, url));
      send(request, response, reply, access);
      counts.answered++;
    } catch (error) {
      if (error instanceof ProblemDetails && error.status < 500) counts.refused++;
      else counts.failed++;
      if (!(error instanceof BrokerUnavailable)) throw error;
      const detail = 'The context broker behind the data does not answer.';
      throw new ProblemDetails(503, 'Unavailable', detail, { 'retry-after': '10' }, error.message);
    }
  }

  async #bounded(work: () => Promise<Reply>): Promise<Reply> {
    if (this.#busy >= this.config.requests)
      throw new ProblemDetails(503, 'Busy', 'Too many requests are under way.', { 'retry-after': '2' });
    this.#busy++;
    try {
      return await work();
    } finally {
      this.#busy--;
    }
  }

  async #reply(access: 'open' | 'token', request: IncomingMessage, url: URL): Promise<Reply> {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new ProblemDetails(405, 'Method not allowed', 'There is nothing to write here.', { allow: 'GET, HEAD' });
    const { readable, urls } = this.config;
    const header = request.headers['ngsild-tenant'];
    const { door, path } =
      access === 'open'
        ? { door: this.#open, path: url.pathname }
        : tenantDoor(readable, urls, url.pathname, typeof header === 'string' ? header : undefined);
    const parts = path.replace(/\/$/, '').split('/').slice(1).map(decoded);
    if (parts[0] === 'features') return this.#features(door, parts.slice(1), url.searchParams);
    if (parts[0] === 'history' && parts.length === 4)
      return this.#history(door, parts.slice(1) as [string, string, string], url.searchParams);
    throw nothing();
  }

  async #features(door: Door, parts: readonly string[], query: URLSearchParams): Promise<Reply> {
    const { city, history: past } = this.config;
    const [page, name, list, id, ...more] = parts;
    if (more.length > 0) throw nothing();
    if (page === 'collections' && name !== undefined && list !== undefined) {
      if (list !== 'items') throw nothing();
      const collection = collectionIn(placed(door), name);
      const found = await (id === undefined
        ? items(this.reader, door, collection, query, past.clock)
        : item(this.reader, door, collection, id, query));
      return geojson(found);
    }
    const asked = new QueryReader(query);
    asked.word('f', ['json']);
    asked.check();
    if (page === undefined) return json(landingPage(door, city));
    if (page === 'collections' && name !== undefined)
      return json(describeCollection(door, collectionIn(placed(door), name)));
    if (name !== undefined) throw nothing();
    if (page === 'collections') return json(collectionList(door));
    if (page === 'conformance') return json({ conformsTo: conformance });
    if (page === 'api') return json(openApi(door, city, past.clock.timeZone), openApiType);
    throw nothing();
  }

  async #history(
    door: Door,
    [name, id, of]: readonly [string, string, string],
    query: URLSearchParams,
  ): Promise<Reply> {
    const collection = collectionIn(door.collections, name);
    const attribute = collection.attributes.find((one) => one.name === of);
    if (!attribute) throw new ProblemDetails(404, 'Not found', 'The data model has no such attribute.');
    const entity = await this.reader.entity(collection, id);
    if (!entity) throw new ProblemDetails(404, 'Not found', 'There is no such entity.');
    return answerHistory(this.reader, door, { collection, entity, attribute }, query, this.config.history);
  }
}

const nothing = () => new ProblemDetails(404, 'Not found', 'There is nothing at this address.');

function collectionIn(collections: readonly Collection[], name: string): Collection {
  const collection = collections.find((one) => one.name === name);
  if (!collection) throw new ProblemDetails(404, 'Not found', 'There is no such collection.');
  return collection;
}

const json = (value: object, mediaType = 'application/json'): Reply => ({
  mediaType,
  body: `${JSON.stringify(value)}\n`,
  ...('links' in value && { links: value.links as readonly ApiLink[] }),
});

/** Systems with a code of their own are named in a header: GeoJSON has one only (part 2, /req/crs/ogc-crs-header). */
const geojson = ({ body, crs }: GeoJson): Reply => ({
  ...json(body, 'application/geo+json'),
  headers: { 'content-crs': `<${crs.uri}>` },
});

function send(request: IncomingMessage, response: ServerResponse, reply: Reply, access: 'open' | 'token'): void {
  const { mediaType, body, links = [], headers = {} } = reply;
  response.writeHead(200, {
    'content-type': mediaType === 'text/csv' ? 'text/csv; charset=utf-8; header=present' : mediaType,
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    ...(access === 'open'
      ? { 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=10' }
      : { 'cache-control': 'private, no-cache', vary: 'authorization, ngsild-tenant' }),
    ...(links.length > 0 && {
      link: links.map(({ rel, type, href }) => `<${href}>; rel="${rel}"; type="${type}"`).join(', '),
    }),
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ProblemDetails(400, 'Bad request', 'The path is not encoded as a URL wants it.');
  }
}
