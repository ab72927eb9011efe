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
const problems = ['400', '404', '503'] as const;

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
      '/': read('The landing page'),
      '/conformance': read('What the API conforms to'),
      '/api': read('This document', [], openApiType),
      '/collections': read('The collections'),
      ...Object.fromEntries(placed(door).flatMap((collection) => featurePaths(collection))),
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
          `When the feature was last changed: a time, a date of ${timeZone}, or two of them with a / between.`,
          { type: 'string' },
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
        featureId: { name: 'featureId', in: 'path', required: true, schema: { type: 'string', format: 'uri' } },
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
            id: { type: 'string', format: 'uri' },
            geometry: { type: 'object', nullable: true },
            properties: { type: 'object' },
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

function read(
  summary: string,
  parameters: readonly object[] = [],
  mediaType = 'application/json',
  schema: object = {},
) {
  return {
    get: {
      summary,
      ...(parameters.length > 0 && { parameters }),
      responses: {
        '200': { description: summary, content: { [mediaType]: { schema } } },
        ...Object.fromEntries(problems.map((status) => [status, { $ref: '#/components/responses/Problem' }])),
      },
    },
  };
}

/** As OGC API - Features has each of its parameters (OGC 17-069r4, 7.15), though `form` is what OpenAPI takes anyway. */
const form = { style: 'form', explode: false } as const;

function query(name: string, description: string, schema: object): Readonly<Record<string, object>> {
  return { [name]: { name, in: 'query', description, schema, ...form } };
}

function featurePaths(collection: Collection): [string, object][] {
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
  const schema = (of: string) => ({ $ref: `#/components/schemas/${of}` });
  return [
    [at, read(title)],
    [`${at}/items`, read(`${title}: features`, [...shared, ...filters], geojson, schema('FeatureCollection'))],
    [
      `${at}/items/{featureId}`,
      read(`${title}: a feature`, ['featureId', 'crs', 'f'].map(parameter), geojson, schema('Feature')),
    ],
  ];
}

function historyPath({ root }: Door, { name, title, attributes }: Collection): [string, object] {
  const attribute = {
    name: 'attribute',
    in: 'path',
    required: true,
    schema: { type: 'string', enum: attributes.map((one: PublishedAttribute) => one.name) },
  };
  const fn = {
    name: 'fn',
    in: 'query',
    description: 'What is said of each stretch.',
    schema: { type: 'array', items: { type: 'string', enum: functions } },
    ...form,
  };
  const limit = {
    name: 'limit',
    in: 'query',
    description: 'Values of a page.',
    schema: { type: 'integer', minimum: 1, maximum: longestPage, default: 100 },
    ...form,
  };
  const f = { name: 'f', in: 'query', schema: { type: 'string', enum: ['json', 'csv'] }, ...form };
  const parameters = [parameter('featureId'), attribute, ...['from', 'to', 'every'].map(parameter), fn, limit, f];
  const { get } = read(`${title}: past values`, parameters);
  const description = 'Of several values at the same time, those of the datasetId that is shown as the current one.';
  const path = { servers: [{ url: root }], get: { ...get, description } };
  return [`/history/${name}/{featureId}/{attribute}`, path];
}
