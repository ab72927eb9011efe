import type { PublishedAttribute } from '../../constructs/components/publisher/published-type';
import { longestPage } from '../publisher/broker';
import type { JsonObject } from '../shared/json-value';
import { functions } from './buckets';
import type { Collection } from './collection';
import { systems } from './crs';
import { openApiType, placed } from './documents';
import type { Door } from './door';
import { filtersOf } from './items';

const version = '1.0.0';
const parameter = (name: string) => ({ $ref: `#/components/parameters/${name}` });
/** What the program itself refuses; the gateway before it answers some of these too. */
const problems = ['400', '404', '503'] as const;
/** What the gateway refuses besides: everybody beyond the limit of requests, and who has no token or not the right one. */
const refusals = ({ open }: Door) => (open ? ['429'] : ['401', '403', '429']);

/** What can be asked at a door, as OpenAPI 3.0 has it: each path and parameter with its values. */
export function openApi(door: Door, city: string, timeZone: string): JsonObject {
  const uris = systems.map(({ uri }) => uri);
  return {
    openapi: '3.0.3',
    info: { title: `Features and history of ${city}`, version },
    // OGC's tests look for the paths of the standard behind the address of the server, as written.
    servers: [{ url: `${door.root}/features` }],
    ...(!door.open && { security: [{ token: [] }] }),
    paths: {
      '/': read(door, { summary: 'The landing page' }),
      '/conformance': read(door, { summary: 'What the API conforms to' }),
      '/api': read(door, { summary: 'This document', content: { [openApiType]: { schema: {} } } }),
      '/collections': read(door, { summary: 'The collections' }),
      ...Object.fromEntries(placed(door).flatMap((collection) => featurePaths(door, collection))),
      ...Object.fromEntries(door.collections.map((collection) => historyPath(door, collection))),
    },
    components: {
      ...(!door.open && { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } }),
      parameters: {
        ...query('bbox', 'West, south, east and north. West may be more than east: over the antimeridian.', {
          type: 'array',
          minItems: 4,
          maxItems: 6,
          items: { type: 'number' },
        }),
        ...query('bbox-crs', 'System of the coordinates of bbox.', { type: 'string', format: 'uri', enum: uris }),
        ...query('crs', 'System of the coordinates of the answer.', { type: 'string', format: 'uri', enum: uris }),
        ...query(
          'datetime',
          `When the feature was last changed: a time, a date of ${timeZone}, or two of them with a / between; .. leaves an end open.`,
          { type: 'string', example: '2026-05-01T10:00:00Z/..' },
        ),
        ...query('limit', 'Features of a page.', { type: 'integer', minimum: 1, maximum: longestPage, default: 100 }),
        ...query('offset', 'Features left out. Follow the links instead of counting.', { type: 'integer', minimum: 0 }),
        ...query('snapshot', 'Taken from a link.', { type: 'string', format: 'uuid' }),
        ...query('f', 'Form of the answer.', { type: 'string', enum: ['json'] }),
        ...query('from', `First time: a time, or a date of ${timeZone}. Default: a day before to.`, { type: 'string' }),
        ...query('to', 'Time after the last one; a date is still in it. Default: now.', { type: 'string' }),
        ...query('every', 'Length of each stretch of time, as ISO 8601. Default: the values themselves.', {
          type: 'string',
          example: 'PT1H',
        }),
        featureId: {
          name: 'featureId',
          in: 'path',
          required: true,
          description: 'Id of the entity: a URI, or an IRI, percent-encoded.',
          schema: { type: 'string' },
        },
      },
      responses: {
        Problem: {
          description: 'What is wrong (RFC 9457).',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
      schemas: {
        Problem: {
          type: 'object',
          required: ['title', 'status'],
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            detail: { type: 'string' },
          },
        },
        FeatureCollection: {
          type: 'object',
          required: ['type', 'features'],
          properties: {
            type: { type: 'string', enum: ['FeatureCollection'] },
            timeStamp: { type: 'string', format: 'date-time' },
            numberMatched: { type: 'integer', minimum: 0 },
            numberReturned: { type: 'integer', minimum: 0 },
            links: { type: 'array', items: { $ref: '#/components/schemas/Link' } },
            features: { type: 'array', items: { $ref: '#/components/schemas/Feature' } },
          },
        },
        Feature: {
          type: 'object',
          required: ['type', 'geometry', 'properties'],
          properties: {
            type: { type: 'string', enum: ['Feature'] },
            // `uri` has ASCII alone (RFC 3986), and OpenAPI 3.0 no word for an IRI.
            id: { type: 'string' },
            geometry: { type: 'object', nullable: true },
            properties: { type: 'object' },
            links: { type: 'array', items: { $ref: '#/components/schemas/Link' } },
          },
        },
        History: {
          type: 'object',
          required: ['id', 'type', 'attribute', 'from', 'to', 'timeZone', 'retention', 'values', 'links'],
          properties: {
            id: { type: 'string' },
            type: { type: 'string' },
            attribute: { type: 'string' },
            unitCode: { type: 'string', description: 'Unit of every value (UN/CEFACT).' },
            from: { type: 'string', format: 'date-time' },
            to: { type: 'string', format: 'date-time' },
            every: { type: 'string', description: 'As it was asked for.' },
            timeZone: { type: 'string', description: 'Of the IANA database.' },
            retention: { type: 'string', description: 'For how long values are kept (ISO 8601).' },
            values: {
              type: 'array',
              items: { anyOf: [{ $ref: '#/components/schemas/Value' }, { $ref: '#/components/schemas/Stretch' }] },
            },
            links: { type: 'array', items: { $ref: '#/components/schemas/Link' } },
          },
        },
        Value: {
          type: 'object',
          required: ['observedAt', 'value'],
          properties: { observedAt: { type: 'string', format: 'date-time' }, value: {} },
        },
        Stretch: {
          type: 'object',
          description: 'From its first time to the one after its last. Without a value there is nothing but its count.',
          required: ['from', 'to'],
          properties: {
            from: { type: 'string', format: 'date-time' },
            to: { type: 'string', format: 'date-time' },
            ...Object.fromEntries(functions.map((name) => [name, { type: 'number', nullable: true }])),
          },
        },
        Link: {
          type: 'object',
          required: ['href', 'rel'],
          properties: {
            href: { type: 'string' },
            rel: { type: 'string' },
            type: { type: 'string' },
            title: { type: 'string' },
          },
        },
      },
    },
  };
}

/** An operation, as its path tells it. */
interface Read {
  readonly summary: string;
  readonly description?: string;
  /** @default - none */
  readonly parameters?: readonly object[];
  /** By media type. @default - any JSON */
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
  /** Further statuses of problems. @default - none */
  readonly problems?: readonly string[];
}

function read(door: Door, { summary, description, parameters = [], content, problems: more = [] }: Read) {
  const statuses = [...problems, ...more, ...refusals(door)].sort();
  return {
    get: {
      summary,
      ...(description !== undefined && { description }),
      ...(parameters.length > 0 && { parameters }),
      responses: {
        '200': { description: summary, content: content ?? { 'application/json': { schema: {} } } },
        ...Object.fromEntries(statuses.map((status) => [status, { $ref: '#/components/responses/Problem' }])),
      },
    },
  };
}

/** As OGC API - Features has each of its parameters (OGC 17-069r4, 7.15), though `form` is what OpenAPI takes anyway. */
const form = { style: 'form', explode: false } as const;

function query(name: string, description: string, schema: object): Readonly<Record<string, object>> {
  return { [name]: { name, in: 'query', description, schema, ...form } };
}

const schema = (of: string) => ({ schema: { $ref: `#/components/schemas/${of}` } });

function featurePaths(door: Door, collection: Collection): [string, object][] {
  const { name, title } = collection;
  const at = `/collections/${name}`;
  const shared = ['bbox', 'bbox-crs', 'crs', 'datetime', 'limit', 'offset', 'snapshot', 'f'].map(parameter);
  const filters = filtersOf(collection).map((attribute) => ({
    name: attribute.name,
    in: 'query',
    schema: { type: attribute.value === 'text' ? 'string' : attribute.value },
    ...form,
  }));
  const geojson = 'application/geo+json';
  return [
    [at, read(door, { summary: title })],
    [
      `${at}/items`,
      read(door, {
        summary: `${title}: features`,
        parameters: [...shared, ...filters],
        content: { [geojson]: schema('FeatureCollection') },
        problems: ['410'],
      }),
    ],
    [
      `${at}/items/{featureId}`,
      read(door, {
        summary: `${title}: a feature`,
        parameters: ['featureId', 'crs', 'f'].map(parameter),
        content: { [geojson]: schema('Feature') },
      }),
    ],
  ];
}

function historyPath(door: Door, { name, title, attributes }: Collection): [string, object] {
  const attribute = {
    name: 'attribute',
    in: 'path',
    required: true,
    schema: { type: 'string', enum: attributes.map((one: PublishedAttribute) => one.name) },
  };
  const fn = {
    name: 'fn',
    in: 'query',
    description: 'What is said of each stretch; of an attribute that is no number only count. It needs every.',
    schema: { type: 'array', items: { type: 'string', enum: functions } },
    ...form,
  };
  const limit = {
    name: 'limit',
    in: 'query',
    // A default would be sent by clients that send defaults, also with `every`.
    description: 'Values of a page: 100 where nothing is said. Not together with every.',
    schema: { type: 'integer', minimum: 1, maximum: longestPage },
    ...form,
  };
  const f = { name: 'f', in: 'query', schema: { type: 'string', enum: ['json', 'csv'] }, ...form };
  const { get } = read(door, {
    summary: `${title}: past values`,
    description: 'Of several values at the same time, those of the datasetId that is shown as the current one.',
    parameters: [parameter('featureId'), attribute, ...['from', 'to', 'every'].map(parameter), fn, limit, f],
    content: { 'application/json': schema('History'), 'text/csv': { schema: { type: 'string' } } },
    problems: ['422'],
  });
  return [`/history/${name}/{featureId}/{attribute}`, { servers: [{ url: door.root }], get }];
}
