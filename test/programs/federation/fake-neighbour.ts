import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FederatedCity } from '../../../constructs/components/federation/federated-city';

/** What is wrong with a city. */
export const faults = [
  'silent',
  'slow-body',
  'closed',
  'reset',
  'garbage',
  'wrong-shape',
  'error',
  'refuses-token',
  'too-many',
  'too-long',
  'too-deep',
] as const;
export type Fault = (typeof faults)[number];

/** Where in a question it goes wrong: at its identity, at the first request to its gateway, at the second. */
export type Phase = 'identity' | 'first' | 'second';

export interface FakeEntity {
  readonly id: string;
  readonly type: string;
  readonly n: number;
  readonly [attribute: string]: unknown;
}

interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const secret = 'key-of-the-federation';

/** A city's gateway and identity, as far as the federation asks them. It can go wrong in each of the ways of {@link faults}. */
export class FakeNeighbour {
  /** Entities by tenant. The tenant `''` is none. */
  readonly entities = new Map<string, FakeEntity[]>();
  readonly received: Request[] = [];
  fault: { readonly what: Fault; readonly phase: Phase } | undefined;
  secret = secret;
  /** Its catalogue in Turtle, and the report of its verification. */
  catalogue: string | undefined;
  report: string | undefined;
  /** Datasets by the organisation of its portal, and those whose datasets are of other cities. */
  readonly organizations = new Map<string, number>();
  collects: readonly string[] = [];
  /** Of tokens, in seconds. */
  lifetime = 300;
  /** Tokens that were given, the newest last. */
  readonly tokens: string[] = [];
  /** What each answer of the gateway waits for. */
  held: Promise<void> | undefined;
  #server!: Server;
  #ofQuestion = 0;
  port = 0;

  private constructor(readonly name: string) {}

  static async start(name: string, entities: readonly FakeEntity[] = [], tenant = ''): Promise<FakeNeighbour> {
    const city = new FakeNeighbour(name);
    city.entities.set(tenant, [...entities]);
    await city.listen();
    return city;
  }

  async listen(): Promise<void> {
    this.#server = createServer((request, response) => void this.#take(request, response));
    await new Promise<void>((done) => this.#server.listen(this.port, '127.0.0.1', done));
    this.#server.unref();
    this.#server.on('connection', (socket) => socket.unref());
    this.port = (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    await new Promise<void>((done) => {
      this.#server.close(() => done());
      this.#server.closeAllConnections();
    });
  }

  /** How the federation knows it. */
  get city(): FederatedCity {
    const { name } = this;
    const tenants = [...this.entities.keys()].filter((tenant) => tenant !== '');
    return {
      id: name,
      title: name.toUpperCase(),
      api: { url: `https://api.${name}.example`, via: `http://127.0.0.1:${this.port}` },
      portal: { url: `https://data.${name}.example`, via: `http://127.0.0.1:${this.port}` },
      token: { url: `https://id.${name}.example/token`, via: `http://127.0.0.1:${this.port}` },
      clientId: 'federation-land',
      secretVariable: `SECRET_${name.toUpperCase()}`,
      context: `https://models.${name}.example/context.jsonld`,
      tenants,
      collects: this.collects,
    };
  }

  /** Requests to the gateway so far. */
  get asked(): readonly Request[] {
    return this.received.filter(({ url }) => url.pathname !== '/token');
  }

  /** A new question begins: the next request is its first. */
  newQuestion(): void {
    this.#ofQuestion = 0;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const { method = '', headers } = request;
    const seen = { method, url, headers, body: Buffer.concat(chunks).toString() };
    this.received.push(seen);
    const phase: Phase = url.pathname === '/token' ? 'identity' : ++this.#ofQuestion > 1 ? 'second' : 'first';
    if (this.fault?.phase === phase) this.#fail(this.fault.what, response);
    else if (phase === 'identity') this.#giveToken(seen, response);
    else if (url.pathname === '/catalog.ttl') this.#giveDocument('text/turtle', this.catalogue, response);
    else if (url.pathname === '/api/3/action/package_search') this.#search(url, response);
    else await this.#open(seen, response);
  }

  /** As CKAN's search does with this one filter. */
  #search(url: URL, response: ServerResponse): void {
    const [, left = ''] = /^dataset_type:dataset -organization:\((.*)\)$/.exec(url.searchParams.get('fq') ?? '') ?? [];
    const found = [...this.organizations].filter(([name]) => !left.split(' OR ').includes(`"${name}"`));
    json(response, 200, { success: true, result: { count: found.reduce((sum, [, datasets]) => sum + datasets, 0) } });
  }

  #giveDocument(type: string, content: string | undefined, response: ServerResponse): void {
    if (content === undefined) problem(response, 404, 'about:blank', 'not there');
    else response.writeHead(200, { 'content-type': type }).end(content);
  }

  async #open(seen: Request, response: ServerResponse): Promise<void> {
    await this.held;
    const token = seen.headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (this.tokens.includes(token)) this.#answer(seen, response);
    else problem(response, 401, 'about:blank', 'no token');
  }

  #giveToken({ body }: Request, response: ServerResponse): void {
    const form = new URLSearchParams(body);
    const good = form.get('grant_type') === 'client_credentials' && form.get('client_secret') === this.secret;
    if (!good) {
      json(response, 401, { error: 'unauthorized_client' });
      return;
    }
    const token = `token-${this.name}-${this.tokens.length + 1}`;
    this.tokens.push(token);
    json(response, 200, { access_token: token, expires_in: this.lifetime, token_type: 'Bearer' });
  }

  #answer({ method, url, headers, body }: Request, response: ServerResponse): unknown {
    if (url.pathname === '/verify/report.json') return this.#giveDocument('application/json', this.report, response);
    const own = this.entities.get(String(headers['ngsild-tenant'] ?? ''));
    if (!own) return problem(response, 404, 'https://uri.etsi.org/ngsi-ld/errors/NonexistentTenant', 'no tenant');
    const path = url.pathname.replace('/ngsi-ld/v1', '');
    if (path === '/types') {
      const typeList = [...new Set(own.map(({ type }) => type))].sort();
      return json(response, 200, { id: `urn:${this.name}`, type: 'EntityTypeList', typeList });
    }
    const [, typeName] = /^\/types\/(\w+)$/.exec(path) ?? [];
    if (typeName !== undefined) {
      const entityCount = own.filter(({ type }) => type === typeName).length;
      if (entityCount === 0) return problem(response, 404, 'ResourceNotFound', 'no such type');
      const attributeDetails = [{ id: 'https://terms.example/n', type: 'Attribute', attributeName: 'n' }];
      return json(response, 200, { id: typeName, type: 'EntityTypeInfo', typeName, entityCount, attributeDetails });
    }
    if (path === '/entities' || path === '/entityOperations/query') {
      const query = method === 'POST' ? (JSON.parse(body) as { q?: string }) : { q: url.searchParams.get('q') };
      if (query.q === 'bad') {
        return problem(response, 400, 'https://uri.etsi.org/ngsi-ld/errors/BadRequestData', 'that is no query');
      }
      const least = Number(/^n>=(\d+)$/.exec(query.q ?? '')?.[1] ?? 0);
      // Types that are asked for by IRI; by a short name all of a city are meant.
      const types = url.searchParams
        .get('type')
        ?.split(',')
        .filter((type) => type.includes(':'));
      const all = own.filter(({ n, type }) => !(n < least) && (!types?.length || types.includes(type)));
      const limit = Number(url.searchParams.get('limit'));
      const offset = Number(url.searchParams.get('offset'));
      const page = all.slice(offset, offset + limit);
      const count = { 'ngsild-results-count': String(all.length) };
      // As Scorpio 5.0.3.
      if (limit === 0) return response.writeHead(200, count).end();
      if (headers.accept !== 'application/geo+json') return json(response, 200, page, count);
      const features = page.map(({ id, ...properties }) => ({ id, type: 'Feature', properties }));
      return json(response, 200, { type: 'FeatureCollection', features }, count);
    }
    const id = decodeURIComponent(path.replace(/^\/(?:temporal\/)?entities\//, ''));
    const found = own.find((entity) => entity.id === id);
    if (!found) return problem(response, 404, 'https://uri.etsi.org/ngsi-ld/errors/ResourceNotFound', 'not here');
    json(response, 200, found);
  }

  #fail(fault: Fault, response: ServerResponse): unknown {
    switch (fault) {
      case 'silent':
        return undefined;
      case 'slow-body': {
        response.writeHead(200, { 'content-type': 'application/json', 'ngsild-results-count': '1' });
        const timer = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(timer));
        return undefined;
      }
      case 'closed':
        response.writeHead(200, { 'content-length': '1000' });
        response.write('[');
        setTimeout(() => response.destroy(), 5);
        return undefined;
      case 'reset':
        response.socket?.resetAndDestroy();
        return undefined;
      case 'garbage':
        response.writeHead(200).end('<html>Welcome</html>');
        return undefined;
      case 'wrong-shape':
        return json(response, 200, 'a text', { 'ngsild-results-count': 'many' });
      case 'error':
        return problem(response, 500, 'InternalError', 'oops');
      case 'refuses-token':
        return problem(response, 401, 'about:blank', 'go away');
      case 'too-many':
        return problem(response, 429, 'about:blank', 'later');
      case 'too-long':
        response.writeHead(200, { 'ngsild-results-count': '1' }).end(`["${'x'.repeat(600_000)}"]`);
        return undefined;
      case 'too-deep': {
        const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
        const entity = `{"id":"urn:deep","type":"Car","n":1,"deep":${deep}}`;
        response.writeHead(200, { 'ngsild-results-count': '1' }).end(`[${entity}]`);
        return undefined;
      }
    }
  }
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function problem(response: ServerResponse, status: number, type: string, detail: string): void {
  json(response, status, { type, title: detail, detail }, { 'content-type': 'application/problem+json' });
}
