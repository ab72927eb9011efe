import { describedValue, parameters as known } from '../../components/gateway/ngsi-ld/parameters';
import type { DataModel } from '../../models/data-model';
import { exampleOf } from '../../models/example';
import { schemaPath } from '../../models/json-schema';
import { type Body, type Content, type Operation, operations } from './operations';

/** What is described: public addresses, models and tenants of a platform. */
export interface DescribedApi {
  /** Name of the city for people. */
  readonly title: string;
  /** Whom to ask. */
  readonly contact: { readonly name?: string; readonly email: string };
  /** Root of the API: `https://api.izmir.example/ngsi-ld/v1`. */
  readonly api: string;
  /** Where the schemas are: `https://models.izmir.example`. */
  readonly models: string;
  /** The city's `@context`. */
  readonly context: string;
  /** Who issues tokens: `https://id.izmir.example/realms/izmir`. */
  readonly issuer: string;
  readonly tenants: readonly string[];
  readonly dataModels: readonly DataModel[];
}

type Json = Readonly<Record<string, unknown>>;

/**
 * The API of a city for those who write programs for it: OpenAPI 3.1, with the city's own types, examples, tenants and
 * sign-in. What the parameters may be is what the gateway lets through.
 *
 * @see https://spec.openapis.org/oas/v3.1.1
 */
export function describeApi(described: DescribedApi): Json {
  const { title, contact, api, issuer } = described;
  const paths = [...new Set(operations.map(({ path }) => path))];
  return {
    openapi: '3.1.0',
    info: {
      title: `${title}: NGSI-LD`,
      version: '1.8.1',
      description: `The context broker of ${title}, as ETSI GS CIM 009 has it. Each request carries a token, and names the tenant that it is about.`,
      contact,
    },
    externalDocs: {
      description: 'NGSI-LD API',
      url: 'https://www.etsi.org/deliver/etsi_gs/CIM/001_099/009/01.08.01_60/gs_CIM009v010801p.pdf',
    },
    servers: [{ url: api }],
    security: [{ token: [] }],
    paths: Object.fromEntries(
      paths.map((path) => [
        path,
        {
          ...(path.includes('{') && { parameters: inPath(path) }),
          ...Object.fromEntries(
            operations.filter((one) => one.path === path).map((one) => [one.method, operationOf(one, described)]),
          ),
        },
      ]),
    ),
    components: {
      securitySchemes: {
        token: { type: 'openIdConnect', openIdConnectUrl: `${issuer}/.well-known/openid-configuration` },
      },
      parameters: { tenant: tenantOf(described) },
      schemas: schemasOf(described),
      examples: Object.fromEntries(
        described.dataModels.map((model) => [model.type, { value: exampleOf(model, [described.context]) }]),
      ),
      responses: problems,
    },
  };
}

const ref = (kind: string, name: string): Json => ({ $ref: `#/components/${kind}/${name}` });

function inPath(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', ...(name === 'id' && { format: 'uri' }) },
  }));
}

function operationOf(
  { method, path, summary, role, parameters = [], body, answers }: Operation,
  of: DescribedApi,
): Json {
  const name = path.replaceAll(/[{}]/g, '').replaceAll(/\/(\w)/g, (_, letter: string) => letter.toUpperCase());
  return {
    operationId: `${method}${name}`,
    summary,
    description: `For the role ${role} and above.`,
    parameters: [ref('parameters', 'tenant'), ...parameters.map(parameterOf)],
    ...(body && { requestBody: { required: true, content: contentOf(body, of) } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [
          status,
          { description: says[answer], ...(answer !== 'nothing' && { content: contentOf(answer, of) }) },
        ]),
      ),
      ...Object.fromEntries(Object.keys(problems).map((status) => [status, ref('responses', status)])),
    },
  };
}

function parameterOf(name: string): Json {
  const parameter = known[name];
  if (!parameter) throw new Error(`the gateway lets no parameter ${name} through`);
  const { says, type } = describedValue(parameter);
  return { name, in: 'query', description: says, schema: { type } };
}

/** Without one it is the default tenant. */
function tenantOf({ tenants }: DescribedApi): Json {
  return {
    name: 'NGSILD-Tenant',
    in: 'header',
    description: 'One of the tenants of the token.',
    schema: { type: 'string', enum: tenants },
  };
}

const says: Readonly<Record<Content, string>> = {
  entity: 'The entity',
  entities: 'A page of entities; Link: rel=next leads to the next one',
  fragment: 'Attributes',
  ids: 'Ids of what was made',
  query: 'A query',
  subscription: 'The subscription',
  subscriptions: 'A page of subscriptions',
  types: 'The types',
  type: 'The type',
  history: 'Values with their times',
  results: 'What succeeded, and what did not and why',
  nothing: 'Done',
};

const schemaNames: Readonly<Record<Exclude<Content, 'nothing'>, string>> = {
  entity: 'Entity',
  entities: 'Entities',
  fragment: 'Fragment',
  ids: 'Ids',
  query: 'Query',
  subscription: 'Subscription',
  subscriptions: 'Subscriptions',
  types: 'Any',
  type: 'Any',
  history: 'Any',
  results: 'BatchResult',
};

function contentOf(body: Body | Exclude<Content, 'nothing'>, { dataModels, context }: DescribedApi): Json {
  const [first] = dataModels;
  const named = (models: readonly DataModel[]) =>
    Object.fromEntries(models.map(({ type }) => [type, ref('examples', type)]));
  const examples: Json =
    body === 'entity'
      ? named(dataModels)
      : body === 'entities' && first
        ? { [first.type]: { value: [exampleOf(first, [context])] } }
        : body === 'subscription' && first
          ? { [first.type]: { value: subscriptionTo(first.type, context) } }
          : {};
  const shown = Object.keys(examples).length > 0 && { examples };
  return { 'application/ld+json': { schema: ref('schemas', schemaNames[body]), ...shown } };
}

function subscriptionTo(type: string, context: string): Json {
  return {
    type: 'Subscription',
    entities: [{ type }],
    notification: { endpoint: { uri: 'https://app.example.org/changes', accept: 'application/json' } },
    '@context': [context],
  };
}

function schemasOf({ dataModels, models }: DescribedApi): Json {
  const types = dataModels.map(({ type }) => type);
  const members = { id: { type: 'string', format: 'uri' }, type: { type: 'string' } };
  return {
    ...Object.fromEntries(dataModels.map((model) => [model.type, { $ref: `${models}${schemaPath(model)}` }])),
    Entity: {
      description: 'Of one of the city’s types, or of another one.',
      anyOf: [
        ...types.map((type) => ref('schemas', type)),
        { type: 'object', required: ['id', 'type'], properties: members },
      ],
    },
    Entities: { type: 'array', items: ref('schemas', 'Entity') },
    Fragment: { type: 'object', description: 'Attributes, as an entity has them.' },
    Ids: { type: 'array', items: { type: 'string', format: 'uri' } },
    Query: {
      type: 'object',
      required: ['type'],
      properties: {
        type: { const: 'Query' },
        entities: { type: 'array' },
        attrs: { type: 'array' },
        q: { type: 'string' },
      },
    },
    Subscription: {
      type: 'object',
      required: ['type', 'notification'],
      properties: {
        type: { const: 'Subscription' },
        entities: { type: 'array' },
        watchedAttributes: { type: 'array' },
        notification: { type: 'object', required: ['endpoint'] },
      },
    },
    Subscriptions: { type: 'array', items: ref('schemas', 'Subscription') },
    BatchResult: { type: 'object', properties: { success: ref('schemas', 'Ids'), errors: { type: 'array' } } },
    Any: true,
    Problem: {
      type: 'object',
      properties: { type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, detail: {} },
    },
  };
}

const problem = (description: string): Json => ({
  description,
  content: { 'application/problem+json': { schema: ref('schemas', 'Problem') } },
});

/** What any request can be answered. */
const problems: Readonly<Record<string, Json>> = {
  400: problem('What is asked is not NGSI-LD'),
  401: problem('There is no valid token'),
  403: problem('The token has not the role or the tenant'),
  404: problem('It is not there'),
  429: problem('Too many requests; Retry-After says when'),
};
