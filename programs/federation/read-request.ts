import type { IncomingMessage } from 'node:http';
import { preferred } from '../dcat-ap/negotiate';
import { isObject, type JsonObject } from '../shared/json-value';
import { FederationProblem } from './problem';

/** Forms of an answer. */
export type MediaType = 'application/json' | 'application/ld+json' | 'application/geo+json';

/** What every read has. */
interface AnyRead {
  /** Below `/ngsi-ld/v1`, as the client wrote it, without its query. */
  readonly path: string;
  /** Its parameters as the client wrote them, without those of the page. */
  readonly parameters: readonly string[];
  readonly accept: MediaType;
  /** The client's `Link` to a context. @default - each city is asked in its own */
  readonly link?: string;
}

/** Entities, a page of them at a time. */
export interface EntitiesRead extends AnyRead {
  readonly kind: 'entities';
  readonly limit: number;
  readonly offset: number;
  readonly count: boolean;
  /** The query that was posted, with its media type. @default - it was asked for with GET */
  readonly posted?: { readonly body: string; readonly contentType: string };
}

/** One thing by its id: the first city that has it. */
export interface ThingRead extends AnyRead {
  readonly kind: 'thing';
}

/** What all cities know together of types and attributes. */
export interface UnionRead extends AnyRead {
  readonly kind: 'union';
}

/** What a client asks for. */
export type Read = EntitiesRead | ThingRead | UnionRead;

/** Most entities of a page, as with the brokers. */
const mostEntities = 1000;
const usualPage = 50;

const shape = ['attrs', 'pick', 'omit', 'lang', 'options', 'format', 'datasetId', 'jsonKeys', 'expandValues'];
const filters = ['id', 'type', 'idPattern', 'q', 'georel', 'geometry', 'coordinates', 'geoproperty', 'scopeQ'];
const page = ['limit', 'offset', 'count'];
const time = ['timerel', 'timeAt', 'endTimeAt', 'timeproperty', 'lastN', 'aggrMethods', 'aggrPeriodDuration'];

/** Parameters, and members of a posted query, that ask for what cannot be right across cities, with the reason. */
const refused: Readonly<Record<string, string>> = {
  orderBy: 'Each city orders its own entities, and an order across cities would need all of them at once.',
  join: 'A linked entity may stand in another city, where the city that is asked does not look.',
  joinLevel: 'A linked entity may stand in another city, where the city that is asked does not look.',
  containedBy: 'A linked entity may stand in another city, where the city that is asked does not look.',
  entityMap: 'A map of entities is known to one broker alone; pages go by limit and offset.',
  splitEntities: 'An entity is in one city as a whole.',
  csf: 'There are no registrations: which cities are asked is told by the federation.',
  local: 'Nothing is kept here. Ask a city itself.',
  localOnly: 'Nothing is kept here. Ask a city itself.',
  entityDist: 'An entity is in one city as a whole.',
  temporalQ: 'Of the history, one entity at a time is read: GET /temporal/entities/{id}.',
};

const resource = {
  entities: { path: /^\/entities\/?$/, parameters: [...filters, ...shape, 'geometryProperty', ...page] },
  query: { path: /^\/entityOperations\/query\/?$/, parameters: ['lang', 'options', 'format', ...page] },
  entity: { path: /^\/entities\/[^/]+\/?$/, parameters: [...shape, 'geometryProperty'] },
  history: { path: /^\/temporal\/entities\/[^/]+\/?$/, parameters: [...shape, ...time] },
  union: { path: /^\/(?:types|attributes)(?:\/[^/]+)?\/?$/, parameters: ['details'] },
} as const;

const root = '/ngsi-ld/v1';
const reads = 'GET, HEAD, OPTIONS';

/**
 * Reads what a client asks for.
 *
 * @param body what was posted.
 * @throws FederationProblem for what changes something, for what no city would be right about, and for mistakes.
 */
export function readRequest({ method = 'GET', url = '/', headers }: IncomingMessage, body: string): Read {
  const [whole, query] = splitOnce(url, '?');
  if (whole !== root && !whole.startsWith(`${root}/`)) throw notFound();
  const path = whole.slice(root.length);
  const name = (Object.keys(resource) as (keyof typeof resource)[]).find((one) => resource[one].path.test(path));
  if (!name) throw unknownPath(method, path);
  const posts = name === 'query';
  if (posts ? method !== 'POST' : method !== 'GET' && method !== 'HEAD') throw changes(posts ? 'POST' : reads);
  const parameters = query.split('&').filter((pair) => pair !== '');
  const pairs = parameters.map((pair) => splitOnce(pair, '='));
  checkNames(
    pairs.map(([key]) => key),
    resource[name].parameters,
  );
  const given = new Map(pairs);
  const forms: readonly MediaType[] =
    name === 'union' || name === 'history'
      ? ['application/json', 'application/ld+json']
      : ['application/json', 'application/ld+json', 'application/geo+json'];
  const accept = preferred(headers.accept, forms);
  if (!accept) {
    throw new FederationProblem(406, 'InvalidRequest', 'Not acceptable', `The answer can be ${forms.join(', ')}.`);
  }
  const link = linkOfClient(headers.link);
  const read = {
    path: path.replace(/\/$/, ''),
    parameters: parameters.filter((pair) => !page.includes(splitOnce(pair, '=')[0])),
    accept,
    ...(link !== undefined && { link }),
  };
  if (name === 'union') return { kind: 'union', ...read };
  if (name === 'entity' || name === 'history') return { kind: 'thing', ...read };
  const count = given.get('count') ?? 'false';
  if (!/^(?:true|false)$/.test(count)) throw wrong('count is true or false.');
  const limit = wholeNumber(given, 'limit', usualPage);
  if (limit > mostEntities) {
    throw new FederationProblem(
      403,
      'TooManyResults',
      'Too many results',
      `A page has at most ${mostEntities} entities.`,
    );
  }
  if (limit === 0 && count !== 'true') throw wrong('A page of no entities needs count=true.');
  return {
    kind: 'entities',
    ...read,
    limit,
    offset: wholeNumber(given, 'offset', 0),
    count: count === 'true',
    ...(posts && { posted: posted(body, headers['content-type']) }),
  };
}

/** A query as it is sent to each city. @throws FederationProblem */
function posted(body: string, contentType = ''): NonNullable<EntitiesRead['posted']> {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json' && type !== 'application/ld+json') {
    throw new FederationProblem(
      415,
      'InvalidRequest',
      'Unsupported media type',
      'A query is application/json or application/ld+json.',
    );
  }
  checkNames(Object.keys(parsed(body)));
  return { body, contentType: type };
}

function parsed(body: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new FederationProblem(400, 'InvalidRequest', 'Invalid request', 'The body is no JSON.');
  }
  if (!isObject(value)) throw wrong('A query is a JSON object.');
  return value;
}

/** @param known all that may be there. @default - all that is not refused */
function checkNames(names: readonly string[], known?: readonly string[]): void {
  for (const name of names) {
    const reason = Object.hasOwn(refused, name) ? refused[name] : undefined;
    if (reason !== undefined) {
      throw new FederationProblem(
        422,
        'OperationNotSupported',
        'Not supported across cities',
        `${printable(name)}: ${reason}`,
      );
    }
    if (known && !known.includes(name)) {
      throw wrong(`${printable(name)} is not known here; known are ${known.join(', ')}.`);
    }
  }
  const repeated = names.find((name, at) => names.indexOf(name) !== at);
  if (repeated !== undefined) throw wrong(`${printable(repeated)} stands there twice.`);
}

function wholeNumber(given: ReadonlyMap<string, string>, name: string, usual: number): number {
  const value = given.get(name);
  if (value === undefined) return usual;
  if (!/^\d{1,9}$/.test(value)) throw wrong(`${name} is a whole number.`);
  return Number(value);
}

/** The `Link` to a context, if there is one. @throws FederationProblem when there are more */
function linkOfClient(header: string | string[] | undefined): string | undefined {
  const links = [header ?? []].flat().filter((link) => link.includes('http://www.w3.org/ns/json-ld#context'));
  if (links.length > 1) throw wrong('There is more than one Link to a context.');
  return links[0];
}

function unknownPath(method: string, path: string): FederationProblem {
  if (/^\/temporal\/(?:entities|entityOperations\/query)\/?$/.test(path)) {
    return new FederationProblem(
      422,
      'OperationNotSupported',
      'Not supported across cities',
      String(refused.temporalQ),
    );
  }
  if (method !== 'GET' && method !== 'HEAD') return changes(reads);
  if (/^\/(?:subscriptions|csource\w+|jsonldContexts|entityMaps?|info)\b/.test(path)) {
    return new FederationProblem(
      422,
      'OperationNotSupported',
      'Not supported across cities',
      'The federation reads entities. Subscriptions, registrations and contexts are kept by the cities.',
    );
  }
  return notFound();
}

function changes(allow: string): FederationProblem {
  return new FederationProblem(
    405,
    'OperationNotSupported',
    'Read only',
    'The federation reads. What a city has is changed at that city.',
    {},
    { allow },
  );
}

function notFound(): FederationProblem {
  return new FederationProblem(404, 'ResourceNotFound', 'Not found', 'There is nothing at this path.');
}

function wrong(detail: string): FederationProblem {
  return new FederationProblem(400, 'BadRequestData', 'Bad request data', detail);
}

/** A name of the client's as it may be repeated. */
const printable = (name: string): string => name.replace(/[^\w.-]/g, '?').slice(0, 40) || 'A name that is empty';

/** Both sides of the first separator; the second is empty where there is none. */
function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
