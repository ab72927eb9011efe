import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { jsonSchemaOf, schemaPath } from '../../constructs/models/json-schema';
import { cityModels } from '../../constructs/platform/city-models';
import type { CityPlatform } from '../../constructs/platform/city-platform';
import { isPlainObject } from '../../verify/exchange';
import { composed } from './composed';

// biome-ignore lint/suspicious/noExplicitAny: assertions read arbitrary paths of plain JSON.
type Json = any;

let platform: CityPlatform;
let document: Json;

beforeAll(async () => {
  platform = await composed('izmir');
  const page = platform.registry.site.files['/citykit/site/openapi.json']!;
  document = JSON.parse(String(typeof page === 'string' ? page : page.parts.join('')));
});

const operations = (): [string, Json][] =>
  Object.entries<Json>(document.paths).flatMap(([path, { parameters: _, ...methods }]) =>
    Object.entries<Json>(methods).map(([method, operation]): [string, Json] => [`${method} ${path}`, operation]),
  );

function visit(node: unknown, use: (node: Json) => void): void {
  if (Array.isArray(node)) for (const item of node) visit(item, use);
  else if (isPlainObject(node)) {
    use(node);
    for (const inner of Object.values(node)) visit(inner, use);
  }
}

test('it is open to everybody at the host of the API', () => {
  const route = platform.gateway.routes.find(({ props }) => props.path === '/openapi.json')!;
  expect([route.props.host, route.props.access]).toEqual(['api', [{ methods: ['GET', 'HEAD'], allow: 'anyone' }]]);
  expect(document.servers).toEqual([{ url: 'https://api.izmir.example/ngsi-ld/v1' }]);
});

test('every reference inside leads somewhere, and those outside to schemas that the platform serves', () => {
  const served = cityModels(platform.city).map((model) => `https://models.izmir.example${schemaPath(model)}`);
  visit(document, ({ $ref }) => {
    if (typeof $ref !== 'string') return;
    if (!$ref.startsWith('#/')) return expect(served).toContain($ref);
    const found = $ref
      .slice(2)
      .split('/')
      .reduce((node: Json, step: string) => node?.[step], document);
    expect([$ref, found !== undefined]).toEqual([$ref, true]);
  });
});

test('each operation has a name of its own, says who may, and what is answered', () => {
  const names = operations().map(([, { operationId }]) => operationId);
  expect(new Set(names).size).toBe(names.length);
  for (const [name, { description, responses }] of operations()) {
    expect([name, description]).toEqual([name, expect.stringMatching(/^For the role (viewer|editor) and above\.$/)]);
    expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '401', '403', '404', '429']));
  }
});

test('each type has an example, which its schema takes', () => {
  const ajv = new Ajv2020({ strict: false });
  addFormats(ajv);
  for (const model of cityModels(platform.city)) {
    const { $id: _, ...schema } = jsonSchemaOf(model, '') as Json;
    const valid = ajv.compile(schema);
    expect([model.type, valid(document.components.examples[model.type].value), valid.errors]).toEqual([
      model.type,
      true,
      null,
    ]);
  }
});

test('parameters in the path are named there', () => {
  for (const [path, { parameters = [] }] of Object.entries<Json>(document.paths)) {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect([path, parameters.map(({ name }: Json) => name)]).toEqual([path, named]);
  }
});

/** A validator that has the document; what the city's own schemas say is looked at above. */
function validator(): (content: Json, mediaType: string, value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false });
  addFormats(ajv);
  for (const model of cityModels(platform.city))
    ajv.addSchema({ $id: `https://models.izmir.example${schemaPath(model)}`, type: 'object' });
  const id = 'https://api.izmir.example/openapi.json';
  ajv.addSchema({ $id: id, components: document.components });
  return (content, mediaType, value) => {
    const schema = JSON.stringify(content[mediaType].schema).replaceAll('#/', `${id}#/`);
    return ajv.validate(JSON.parse(schema), value) === true;
  };
}

test('a body is JSON in the context of a header, or JSON-LD with its own, which the description asks for', () => {
  const link = document.components.parameters.context;
  expect([link.name, link.in, link.example]).toEqual([
    'Link',
    'header',
    expect.stringMatching(
      /^<https:\/\/models\.izmir\.example\/context\/.*jsonld>; rel="http:\/\/www\.w3\.org\/ns\/json-ld#context"/,
    ),
  ]);
  for (const [name, { parameters }] of operations())
    expect([name, parameters]).toEqual([name, expect.arrayContaining([{ $ref: '#/components/parameters/context' }])]);
  const takes = validator();
  const content = (path: string, method = 'post') => document.paths[path][method].requestBody.content;
  const { '@context': context, ...bare } = document.components.examples.OffStreetParking.value;
  const own = { ...bare, '@context': context };
  for (const [path, method, one, some] of [
    ['/entities', 'post', bare, own],
    ['/entityOperations/upsert', 'post', [bare], [own]],
    ['/entities/{id}/attrs', 'patch', {}, { '@context': context }],
    ['/subscriptions/{id}', 'patch', { description: 'x' }, { description: 'x', '@context': context }],
  ] as const) {
    const body = content(path, method);
    expect([
      path,
      takes(body, 'application/json', one),
      takes(body, 'application/ld+json', some),
      takes(body, 'application/ld+json', one),
    ]).toEqual([path, true, true, false]);
  }
  // The broker answers 500 to an empty list.
  expect(takes(content('/entityOperations/delete'), 'application/json', [])).toBe(false);
  const nowhere = { type: 'Subscription', notification: { endpoint: {} } };
  expect(takes(content('/subscriptions'), 'application/json', nowhere)).toBe(false);
});

test('the answers are those that were seen of gateway, relay and broker', () => {
  const of = (path: string, method: string) => {
    const { responses } = document.paths[path][method];
    return Object.keys(responses).join(' ');
  };
  expect(of('/entities', 'get')).toBe('200 400 401 403 404 406 429 500 503');
  expect(of('/entities', 'post')).toBe('201 400 401 403 404 409 413 415 429 500 503');
  expect(of('/subscriptions/{id}', 'delete')).toBe('204 400 401 403 404 429 500 503');
  const { headers, content } = document.paths['/entities'].get.responses[200];
  expect([Object.keys(headers), Object.keys(content)]).toEqual([
    ['Link', 'NGSILD-Results-Count'],
    ['application/json', 'application/ld+json'],
  ]);
  expect(document.paths['/entities'].get.parameters).toContainEqual(
    expect.objectContaining({ name: 'limit', schema: { type: 'integer', minimum: 0, maximum: 1000 } }),
  );
});
