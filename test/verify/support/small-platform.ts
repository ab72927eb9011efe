import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { VerifiedPlatform } from '../../../constructs/components/verification/verified-platform';

type Json = Record<string, unknown>;

/** Ways in which the platform can be worse than it should be: each is one change of what it answers. */
export type Flaw =
  | 'no openapi'
  | 'openapi without security'
  | 'one content type'
  | 'any accept'
  | 'any verb'
  | 'any origin'
  | 'declared origin shut out'
  | 'no context link'
  | 'offset ignored'
  | 'next leads inside'
  | 'no next'
  | 'q ignored'
  | 'near ignored'
  | 'timerel ignored'
  | 'subscription refused'
  | 'never notifies'
  | 'plain errors'
  | 'no etag'
  | 'etag not looked at'
  | 'etag of each request'
  | 'catalogue changed meanwhile'
  | 'busy without retry-after'
  | 'subscriptions open'
  | 'tenants open'
  | 'patch lost'
  | 'delete lost'
  | 'any id'
  | 'ids overwritten'
  | 'encoded ids unknown'
  | 'history lost'
  | 'unknown iri'
  | 'dangling relationship'
  | 'link refused'
  | 'type without model'
  | 'schema missing'
  | 'example invalid'
  | 'wrong values'
  | 'nameless attribute'
  | 'no conformsTo'
  | 'catalogue is no turtle'
  | 'catalogue without title'
  | 'dataset missing'
  | 'no licence'
  | 'no contact'
  | 'restricted said public'
  | 'restricted open'
  | 'portal api down'
  | 'writes open'
  | 'signature not looked at'
  | 'roles not looked at'
  | 'token in address'
  | 'long tokens'
  | 'no pkce'
  | 'other issuer'
  | 'no terms'
  | 'register poor'
  | 'places not conforming'
  | 'no place at all'
  | 'federation open'
  | 'federation silent'
  | 'city left out'
  | 'city missing'
  | 'city missing without a warning'
  | 'token of a city shown'
  | 'federation without entities'
  | 'federation without ids'
  | 'no indicator model'
  | 'not published'
  | 'echoes secrets';

/** Secrets that no report may have. */
export const secrets = { client: 'a-secret-of-the-client', cookie: 'cookie-of-a-session', key: 'signing-key' } as const;

const domain = 'town.example';
const models = `https://models.${domain}`;
const portal = `https://data.${domain}`;
const issuer = `https://id.${domain}/realms/town`;
const iri = (name: string) => `https://smartdatamodels.org/${name}`;
const schemas: Readonly<Record<string, Json>> = {
  Lamp: schema('Lamp', { brightness: { type: 'number' } }, ['brightness']),
  KeyPerformanceIndicator: schema('KeyPerformanceIndicator', { kpiValue: { type: 'number' } }, []),
};

function schema(type: string, attributes: Record<string, Json>, required: readonly string[]): Json {
  const property = (name: string, value: Json) => ({
    $comment: iri(name),
    type: 'object',
    required: ['type', 'value'],
    properties: { value },
  });
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${models}/schemas/${type}.schema.json`,
    $comment: iri(type),
    type: 'object',
    required: ['id', 'type', ...required],
    properties: {
      type: { const: type },
      ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, property(name, value)])),
    },
  };
}

/**
 * A whole platform in one small server, which tells its hosts apart as the gateway does: NGSI-LD in memory, tokens, models,
 * catalogue, portal, places and a register. Good by itself; each flaw makes it worse in one way.
 */
export class SmallPlatform {
  readonly tenants = { lighting: new Map<string, Json>(), other: new Map<string, Json>() };
  readonly requests: string[] = [];
  readonly #history = new Map<string, number[]>();
  readonly #subscriptions = new Map<string, Json>();
  readonly #server: Server;
  #busy = false;
  /** Hosts that accept and never answer. */
  readonly silent = new Set<string>();

  constructor(
    private readonly flaws: ReadonlySet<Flaw> = new Set(),
    private readonly roles: readonly string[] = ['editor'],
  ) {
    const has = (flaw: Flaw) => flaws.has(flaw);
    const lamps = [1, 2].map((number) => ({
      id: `urn:ngsi-ld:Lamp:${number}`,
      type: has('type without model') ? iri('Torch') : iri('Lamp'),
      [iri('brightness')]: { type: 'Property', value: has('wrong values') ? 'bright' : number },
      ...(has('nameless attribute') && { mood: { type: 'Property', value: 'good' } }),
      ...(has('unknown iri') && { 'https://stranger.invalid/x': { type: 'Property', value: 1 } }),
      [iri('lights')]: {
        type: 'Relationship',
        object: has('dangling relationship') ? 'urn:ngsi-ld:Lamp:9' : 'urn:ngsi-ld:Lamp:1',
      },
    }));
    for (const lamp of lamps) this.tenants.lighting.set(lamp.id, lamp);
    this.tenants.lighting.set('urn:ngsi-ld:KPI:1', {
      id: 'urn:ngsi-ld:KPI:1',
      type: iri('KeyPerformanceIndicator'),
      [iri('kpiValue')]: { type: 'Property', value: 7 },
    });
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** As its spec would describe it. */
  get platform(): VerifiedPlatform {
    const type = (name: string) => ({
      type: name,
      schema: `${models}/schemas/${name}.schema.json`,
      example: `${models}/examples/${name}.jsonld`,
    });
    const named = Object.keys(schemas).filter((name) => !this.#has('no indicator model') || name === 'Lamp');
    return {
      title: 'Town',
      hosts: ['api', 'data', 'id', 'models', 'federation'].map((label) => `${label}.${domain}`),
      api: `https://api.${domain}/ngsi-ld/v1`,
      portal,
      models,
      issuer,
      tenants: ['lighting', 'other'],
      types: named.map(type),
      datasets: [
        { name: 'lighting-lamp', type: 'Lamp', tenant: 'lighting', access: 'public' },
        { name: 'secret-lamp', type: 'Lamp', tenant: 'lighting', access: 'restricted' },
      ],
      corsOrigins: ['https://map.town.example'],
      accessTokenMinutes: 5,
      places: `${portal}/ogc`,
      federation: { api: `https://federation.${domain}/ngsi-ld/v1`, cities: ['town', 'village'], readers: 'viewers' },
      declared: {
        personalData: { none: 'No model is about persons.' },
        algorithms: { url: `${portal}/algorithms.json` },
        rulebook: `${portal}/rulebook`,
        terms: `${portal}/terms`,
      },
    };
  }

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Ids of what is stored in a tenant that a run has written. */
  written(): string[] {
    const ids = Object.values(this.tenants).flatMap((store) => [...store.keys()]);
    return [...ids, ...this.#subscriptions.keys()].filter((id) => id.includes('CitykitVerification'));
  }

  #has(flaw: Flaw): boolean {
    return this.flaws.has(flaw);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { host = '' } = request.headers;
    const url = new URL(request.url ?? '/', `https://${host}`);
    this.requests.push(`${request.method} ${url.pathname}`);
    if (this.silent.has(host)) return;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const answer = this.#answer(host, url, request, body);
    const { status = 200, headers = {}, json, text } = answer;
    response.writeHead(status, {
      'set-cookie': `session=${secrets.cookie}`,
      'x-request-id': 'id-of-the-request',
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
      ...(this.#has('echoes secrets') && { 'x-echo': request.headers.authorization ?? body.slice(0, 300) }),
    });
    response.end(request.method === 'HEAD' ? '' : json === undefined ? (text ?? '') : JSON.stringify(json));
  }

  #answer(host: string, url: URL, request: IncomingMessage, body: string): Reply {
    if (host === `id.${domain}`) return this.#identity(url, body);
    if (host === `models.${domain}`) return this.#models(url);
    if (host === `data.${domain}`) return this.#portal(url, request);
    if (host === `federation.${domain}`) return this.#federation(url, request);
    if (host !== `api.${domain}`) return this.#problem(404, 'Not Found');
    if (url.pathname === '/openapi.json') return this.#openapi();
    if (!url.pathname.startsWith('/ngsi-ld/v1/')) return this.#problem(404, 'Not Found');
    return this.#api(url, request, body);
  }

  #problem(status: number, title: string, headers: Record<string, string> = {}): Reply {
    if (this.#has('plain errors'))
      return { status, text: title, headers: { ...headers, 'content-type': 'text/plain' } };
    return {
      status,
      text: JSON.stringify({ title, status }),
      headers: { ...headers, 'content-type': 'application/problem+json' },
    };
  }

  #openapi(): Reply {
    if (this.#has('no openapi')) return this.#problem(404, 'Not Found');
    return {
      json: {
        openapi: '3.1.0',
        paths: { '/entities': { get: { responses: { 200: { description: 'Entities.' } }, example: 1 } } },
        components: this.#has('openapi without security') ? {} : { securitySchemes: { token: {} } },
      },
    };
  }

  #identity(url: URL, body: string): Reply {
    const path = url.pathname.replace('/realms/town', '');
    if (path === '/.well-known/openid-configuration')
      return {
        json: {
          issuer: this.#has('other issuer') ? 'https://id.elsewhere.example' : issuer,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `${issuer}/protocol/openid-connect/token`,
          jwks_uri: `${issuer}/certs`,
          code_challenge_methods_supported: this.#has('no pkce') ? ['plain'] : ['S256'],
        },
      };
    if (path === '/certs') return { json: { keys: [{ kid: '1' }] } };
    if (path !== '/protocol/openid-connect/token') return this.#problem(404, 'Not Found');
    const form = new URLSearchParams(body);
    if (form.get('client_secret') !== secrets.client) return { status: 401, json: { error: 'unauthorized_client' } };
    return { json: { access_token: this.token(), expires_in: 300 } };
  }

  /** A token of the platform. */
  token(): string {
    const now = Math.floor(Date.now() / 1000);
    const exp = now + (this.#has('long tokens') ? 7200 : 300);
    const claims = { iss: issuer, iat: now, exp, realm_access: { roles: this.roles }, tenants: ['lighting'] };
    return signed({ alg: 'RS256', typ: 'JWT' }, claims);
  }

  #models(url: URL): Reply {
    const [, folder = '', file = ''] = url.pathname.split('/');
    if (url.pathname === '/') return { text: 'models' };
    if (url.pathname === '/context.jsonld') {
      const names = ['Lamp', 'KeyPerformanceIndicator', 'brightness', 'lights', 'kpiValue'];
      return { json: { '@context': Object.fromEntries(names.map((name) => [name, iri(name)])) } };
    }
    const type = file.split('.')[0] ?? '';
    if (!schemas[type] || (folder === 'schemas' && this.#has('schema missing'))) return this.#problem(404, 'Not Found');
    if (folder === 'schemas') return { json: schemas[type] };
    const value = this.#has('example invalid') ? 'bright' : 1;
    const attribute = type === 'Lamp' ? { brightness: { type: 'Property', value } } : {};
    return {
      json: { id: `urn:ngsi-ld:${type}:example`, type, '@context': [`${models}/context.jsonld`], ...attribute },
    };
  }

  #portal(url: URL, request: IncomingMessage): Reply {
    const path = url.pathname;
    if (path === '/') return { text: 'portal' };
    if (path === '/catalog.ttl') return this.#catalogue(request);
    if (path === '/rulebook') return { text: 'rules' };
    if (path === '/terms') return this.#has('no terms') ? this.#problem(404, 'Not Found') : { text: 'terms' };
    if (path === '/algorithms.json')
      return {
        json: [{ name: 'Lamps', purpose: 'Light', ...(!this.#has('register poor') && { contact: 'it@town.example' }) }],
      };
    if (path.startsWith('/api/3/action/')) return this.#action(path, url);
    if (path.startsWith('/open-data/')) return this.#download(path);
    if (path.startsWith('/ogc')) return this.#places(path.slice('/ogc'.length));
    return this.#problem(404, 'Not Found');
  }

  #action(path: string, url: URL): Reply {
    if (this.#has('portal api down')) return { status: 503, json: { success: false } };
    if (path.endsWith('package_list')) return { json: { success: true, result: ['lighting-lamp', 'secret-lamp'] } };
    return { json: { success: true, result: { name: url.searchParams.get('id') } } };
  }

  #download(path: string): Reply {
    if (path.includes('secret-lamp'))
      return this.#has('restricted open') ? { json: [] } : this.#problem(403, 'Forbidden');
    const [id = ''] = path.split('/').slice(-1);
    const entity = this.#has('not published') ? undefined : this.tenants.lighting.get(id);
    return entity ? { json: entity } : this.#problem(404, 'Not Found');
  }

  #places(path: string): Reply {
    const base = 'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf';
    if (path === '') return { json: { links: [] } };
    if (path === '/conformance')
      return { json: { conformsTo: this.#has('places not conforming') ? [] : [`${base}/core`, `${base}/geojson`] } };
    if (path === '/collections') return { json: { collections: [{ id: 'empty' }, { id: 'lamps' }] } };
    const feature = { type: 'Feature', id: 'urn:ngsi-ld:Lamp:1', geometry: null, properties: {} };
    const features = path.includes('/empty/') || this.#has('no place at all') ? [] : [feature];
    return { json: { type: 'FeatureCollection', features } };
  }

  /** How often it was asked whether the catalogue has changed. */
  #compared = 0;

  #catalogue(request: IncomingMessage): Reply {
    if (request.headers['if-none-match'] !== undefined) this.#compared++;
    const changes = this.#has('etag of each request') ? 9 : this.#has('catalogue changed meanwhile') ? 1 : 0;
    const etag = `"${Math.min(this.#compared, changes)}"`;
    const headers = { 'content-type': 'text/turtle', ...(!this.#has('no etag') && { etag }) };
    const isLookedAt = !this.#has('no etag') && !this.#has('etag not looked at');
    if (isLookedAt && request.headers['if-none-match'] === etag) return { status: 304, headers };
    if (this.#has('catalogue is no turtle')) return { text: '<html>', headers };
    const dataset = (name: string, rights: string, form: string) => `
<${portal}/dataset/${name}> a dcat:Dataset ; dct:title "${name}" ; dct:description "d" ; dct:publisher <${portal}/o> ;
  dcat:landingPage <${portal}/dataset/${name}> ; dct:accessRights <http://publications.europa.eu/resource/authority/access-right/${rights}>
  ${this.#has('no contact') ? '' : '; dcat:contactPoint [ a <urn:card> ]'}
  ${this.#has('no conformsTo') ? '' : `; dct:conformsTo <${models}/schemas/Lamp.schema.json>`} ${form} .`;
    const licence = this.#has('no licence') ? '' : '; dct:license <https://creativecommons.org/licenses/by/4.0/>';
    const form = `; dcat:distribution [ a dcat:Distribution ; dcat:accessURL <${portal}/open-data/lighting-lamp.geojson> ${licence} ]`;
    const restricted = this.#has('restricted said public') ? 'PUBLIC' : 'RESTRICTED';
    const text = `@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
<${portal}/catalog> a dcat:Catalog ${this.#has('catalogue without title') ? '' : '; dct:title "Town"'} ; dct:description "d" ; dct:publisher <${portal}/o> .
${this.#has('dataset missing') ? '' : dataset('lighting-lamp', 'PUBLIC', form)}
${dataset('secret-lamp', restricted, this.#has('restricted said public') ? form : '')}`;
    return { text, headers };
  }

  #api(url: URL, request: IncomingMessage, body: string): Reply {
    const { method = 'GET', headers } = request;
    const path = url.pathname.slice('/ngsi-ld/v1'.length);
    if (method === 'OPTIONS') return this.#preflight(headers.origin ?? '');
    if (method === 'PROPFIND') return this.#has('any verb') ? { json: [] } : this.#problem(405, 'Method Not Allowed');
    if (this.#has('busy without retry-after') && !this.#busy) {
      this.#busy = true;
      return this.#problem(429, 'Too Many Requests');
    }
    const refused = this.#refusal(path, url, request);
    if (refused) return refused;
    const tenant = String(headers['ngsild-tenant'] ?? 'lighting');
    const store = this.tenants[tenant === 'other' ? 'other' : 'lighting'];
    if (headers.link !== undefined && this.#has('link refused')) return this.#problem(503, 'No context');
    if (path === '/types') return this.#types(store);
    if (path === '/attributes') return { json: { attributeList: [] } };
    if (path.startsWith('/subscriptions')) return this.#subscribe(method, path, body);
    if (path.startsWith('/csourceRegistrations')) return this.#problem(404, 'Not Found');
    if (path === '/entityOperations/upsert') {
      for (const entity of JSON.parse(body) as Json[]) this.#put(store, entity);
      return { status: 201, json: [] };
    }
    if (path === '/temporal/entities') return this.#temporalQuery(store, url);
    if (path.startsWith('/temporal/entities/')) return this.#temporal(method, path.split('/')[3] ?? '');
    if (path === '/entities') return method === 'POST' ? this.#make(store, body) : this.#query(store, url, request);
    return this.#entity(store, method, path, body);
  }

  /** Of the town and a village, with the headers of the kit's own federation. */
  #federation(url: URL, { headers: { authorization = '' } }: IncomingMessage): Reply {
    if (!isGood(authorization.replace('Bearer ', '')) && !this.#has('federation open')) return this.#unauthorized();
    const told = this.#has('city missing') || this.#has('city missing without a warning');
    const answered = told || this.#has('city left out') ? '"town"' : '"town" "village"';
    const missing = told ? ', missing=("village";tenant="lighting";reason=late)' : '';
    const headers = {
      ...(!this.#has('federation silent') && {
        'federation-answer': `asked=("town" "village"), answered=(${answered})${missing}`,
      }),
      ...(this.#has('city missing') && {
        'ngsild-warning': `199 federation.${domain} "village (lighting) did not answer in time"`,
      }),
      ...(this.#has('token of a city shown') && {
        link: `<https://api.village.example/?access_token=${this.token()}>`,
      }),
    };
    if (url.pathname.endsWith('/types')) return { headers, json: { typeList: ['Lamp'] } };
    const entities = ['town', 'village'].map((city) => ({ id: `urn:ngsi-ld:Lamp:${city}`, type: 'Lamp' }));
    if (!url.pathname.endsWith('/entities'))
      return this.#has('federation without ids') ? this.#problem(404, 'Not Found') : { headers, json: entities[0] };
    const json = this.#has('federation without entities') ? [] : entities;
    return { headers: { ...headers, 'ngsild-results-count': '2' }, json };
  }

  #preflight(origin: string): Reply {
    const declared = !this.#has('declared origin shut out') && origin === 'https://map.town.example';
    if (!declared && !this.#has('any origin')) return { status: 200 };
    return { headers: { 'access-control-allow-origin': origin } };
  }

  #refusal(path: string, url: URL, { method = 'GET', headers }: IncomingMessage): Reply | undefined {
    const open =
      (path.startsWith('/subscriptions') && method === 'GET' && this.#has('subscriptions open')) ||
      (method === 'DELETE' && this.#has('writes open'));
    const inAddress = this.#has('token in address') ? url.searchParams.get('access_token') : null;
    const token = headers.authorization?.replace('Bearer ', '') ?? inAddress;
    if (token === null) return open ? undefined : this.#unauthorized();
    if (!this.#has('signature not looked at') && !isGood(token)) return this.#unauthorized();
    const tenant = headers['ngsild-tenant'];
    if (tenant !== 'lighting' && !this.#has('tenants open')) return this.#problem(403, 'Forbidden');
    const operators = path.startsWith('/csourceRegistrations');
    const mayWrite = this.roles.includes(operators ? 'operator' : 'editor') || this.roles.includes('operator');
    if (method !== 'GET' && !mayWrite && !this.#has('roles not looked at')) return this.#problem(403, 'Forbidden');
    return undefined;
  }

  #unauthorized(): Reply {
    return this.#problem(401, 'Unauthorized', { 'www-authenticate': 'Bearer' });
  }

  #types(store: ReadonlyMap<string, Json>): Reply {
    return { json: { typeList: [...new Set([...store.values()].map(({ type }) => type))] } };
  }

  #put(store: Map<string, Json>, entity: Json): void {
    store.set(String(entity.id), entity);
    this.#record(entity);
  }

  #record({ id, level }: Json): void {
    const { value } = (level ?? {}) as { value?: number };
    if (value !== undefined && !this.#has('history lost'))
      this.#history.set(String(id), [...(this.#history.get(String(id)) ?? []), value]);
    else if (!this.#history.has(String(id))) this.#history.set(String(id), []);
  }

  #make(store: Map<string, Json>, body: string): Reply {
    const entity = JSON.parse(body) as Json;
    const id = String(entity.id);
    if (!/^[a-z]+:\S+$/i.test(id) && !this.#has('any id')) return this.#problem(400, 'No URI');
    if (store.has(id) && !this.#has('ids overwritten')) return this.#problem(409, 'Already exists');
    this.#put(store, entity);
    return { status: 201, headers: { location: `/ngsi-ld/v1/entities/${id}` } };
  }

  #query(store: ReadonlyMap<string, Json>, url: URL, { headers }: IncomingMessage): Reply {
    const { accept = '' } = headers;
    if (!/json/.test(accept) && !this.#has('any accept')) return this.#problem(406, 'Not Acceptable');
    const parameters = url.searchParams;
    const all = [...store.values()].filter(({ type }) => type === parameters.get('type'));
    const found = all.filter((entity) => this.#fits(entity, parameters));
    const limit = Number(parameters.get('limit') ?? 50);
    const offset = this.#has('offset ignored') ? 0 : Number(parameters.get('offset') ?? 0);
    const shown = found.slice(offset, offset + limit);
    const more = offset + limit < found.length && !this.#has('no next');
    parameters.set('offset', String(offset + limit));
    const base = this.#has('next leads inside') ? 'http://broker:9090' : `https://api.${domain}`;
    const link = more ? `<${base}/ngsi-ld/v1/entities?${parameters}>;rel="next"` : '';
    const type = this.#has('one content type') || accept === '*/*' ? 'application/json' : accept.split(',')[0]!;
    return {
      text: JSON.stringify(type === 'application/geo+json' ? { type: 'FeatureCollection', features: [] } : shown),
      headers: { 'content-type': type, ...(link && { link }) },
    };
  }

  #fits(entity: Json, parameters: URLSearchParams): boolean {
    const { value = 0 } = (entity.level ?? {}) as { value?: number };
    const q = parameters.get('q');
    if (q !== null && !this.#has('q ignored')) {
      const one = (part: string) =>
        part.includes('>') ? value > Number(part.split('>')[1]) : value === Number(part.split('==')[1]);
      if (!q.split('|').some(one)) return false;
    }
    const attrs = parameters.get('attrs');
    if (attrs !== null && !(attrs in entity)) return false;
    const georel = parameters.get('georel');
    if (georel === null || this.#has('near ignored')) return true;
    const { coordinates = [0] } = ((entity.location as Json | undefined)?.value ?? {}) as { coordinates?: number[] };
    return georel.startsWith('near') ? (coordinates[0] ?? 0) < 0.02 : (coordinates[0] ?? 0) <= 0.0125;
  }

  #temporalQuery(store: ReadonlyMap<string, Json>, url: URL): Reply {
    const after = Date.parse(url.searchParams.get('timeAt') ?? '');
    const found = [...store.values()].filter(({ type, level }) => {
      const { observedAt = '' } = (level ?? {}) as { observedAt?: string };
      return type === url.searchParams.get('type') && (this.#has('timerel ignored') || Date.parse(observedAt) > after);
    });
    return { json: found };
  }

  #temporal(method: string, id: string): Reply {
    const values = this.#history.get(id);
    if (method === 'DELETE') return { status: this.#history.delete(id) ? 204 : 404 };
    if (!values) return this.#problem(404, 'Not Found');
    return { json: { id, level: values.map((value) => ({ type: 'Property', value })) } };
  }

  #entity(store: Map<string, Json>, method: string, path: string, body: string): Reply {
    const [, , written = '', part] = path.split('/');
    if (written.includes('%3A') && this.#has('encoded ids unknown')) return this.#problem(404, 'Not Found');
    const id = decodeURIComponent(written);
    const entity = store.get(id);
    if (!entity) return this.#problem(404, 'Not Found');
    if (method === 'DELETE') {
      if (!(this.#has('delete lost') && id.includes('-life'))) store.delete(id);
      return { status: 204 };
    }
    if (method === 'PATCH' && part === 'attrs') {
      if (!this.#has('patch lost')) Object.assign(entity, JSON.parse(body));
      this.#record(entity);
      this.#notify(entity);
      return { status: 204 };
    }
    const context = '<https://uri.etsi.org/core.jsonld>; rel="http://www.w3.org/ns/json-ld#context"';
    return { json: entity, headers: this.#has('no context link') ? {} : { link: context } };
  }

  #subscribe(method: string, path: string, body: string): Reply {
    const id = decodeURIComponent(path.split('/')[2] ?? '');
    if (method === 'DELETE') return { status: this.#subscriptions.delete(id) ? 204 : 404 };
    if (method === 'GET') return { json: [...this.#subscriptions.values()] };
    if (this.#has('subscription refused')) return this.#problem(400, 'Bad Request');
    const subscription = JSON.parse(body) as Json;
    this.#subscriptions.set(String(subscription.id), subscription);
    return { status: 201 };
  }

  #notify(entity: Json): void {
    if (this.#has('never notifies')) return;
    for (const { entities, notification } of this.#subscriptions.values()) {
      const [{ id }] = entities as [{ id: string }];
      if (id !== entity.id) continue;
      const { uri } = (notification as { endpoint: { uri: string } }).endpoint;
      void fetch(uri, { method: 'POST', body: JSON.stringify({ data: [entity] }) }).catch(() => undefined);
    }
  }
}

interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly text?: string;
}

function signed(header: object, claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createHmac('sha256', secrets.key).update(text).digest('base64url')}`;
}

function isGood(token: string): boolean {
  const [header = '', claims = '', signature = ''] = token.split('.');
  return createHmac('sha256', secrets.key).update(`${header}.${claims}`).digest('base64url') === signature;
}
