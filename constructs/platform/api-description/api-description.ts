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
      description: `The context broker of ${title}, as ETSI GS CIM 009 has it. Each request carries a token, and names the tenant that it is about and the @context that its names stand in.`,
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
      parameters: { tenant: tenantOf(described), context: linkToContext(described) },
      schemas: schemasOf(described),
      examples: Object.fromEntries(
        described.dataModels.map((model) => [model.type, { value: exampleOf(model, [described.context]) }]),
      ),
      responses: Object.fromEntries(Object.entries(problems).map(([status, says]) => [status, problem(says)])),
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
    parameters: [ref('parameters', 'tenant'), ref('parameters', 'context'), ...parameters.map(parameterOf)],
    ...(body && { requestBody: { required: true, content: requestOf(body, of) } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [
          status,
          {
            description: says[answer],
            ...(status === '201' && answer === 'nothing' && { headers: { Location: header('Where it is now') } }),
            ...(parameters.includes('count') && { headers: pageHeaders }),
            ...(answer !== 'nothing' && { content: answerOf(answer, of) }),
          },
        ]),
      ),
      ...Object.fromEntries(problemsOf(method, body, answers).map((status) => [status, ref('responses', status)])),
    },
  };
}

const header = (description: string): Json => ({ description, schema: { type: 'string' } });

const pageHeaders: Json = {
  Link: header('Where the next page is (rel=next), and the @context of the answer'),
  'NGSILD-Results-Count': header('How many there are, with count=true'),
};

/** Statuses of what an operation refuses. */
function problemsOf(method: Operation['method'], body: Body | undefined, answers: Operation['answers']): string[] {
  const refuses: Readonly<Record<string, boolean>> = {
    406: method === 'get' || body === 'query',
    409: answers[201] !== undefined,
    413: body !== undefined,
    415: body !== undefined,
  };
  return Object.keys(problems).filter((status) => refuses[status] ?? true);
}

function parameterOf(name: string): Json {
  const parameter = known[name];
  if (!parameter) throw new Error(`the gateway lets no parameter ${name} through`);
  const { says, type } = describedValue(parameter);
  const schema = { type, ...(type !== 'string' && type !== 'boolean' && { minimum: 0 }) };
  return {
    name,
    in: 'query',
    description: says,
    schema: name === 'limit' ? { ...schema, maximum: longestPage } : schema,
  };
}

/** Most that Scorpio 5.0.3 gives at once. */
const longestPage = 1000;

/** Without one it is the default tenant. */
function tenantOf({ tenants }: DescribedApi): Json {
  return {
    name: 'NGSILD-Tenant',
    in: 'header',
    description: 'One of the tenants of the token.',
    schema: { type: 'string', enum: tenants },
  };
}

/** Without it a short name is one of NGSI-LD's own, and no type of the city's is found. */
function linkToContext({ context }: DescribedApi): Json {
  return {
    name: 'Link',
    in: 'header',
    description:
      'The @context that names stand in. A body that is application/ld+json has its own, and no such header.',
    schema: { type: 'string' },
    example: `<${context}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`,
  };
}

const says: Readonly<Record<Content, string>> = {
  entity: 'The entity',
  entities: 'A page of entities; Link: rel=next leads to the next one',
  fragment: 'Attributes',
  ids: 'Ids of what was made',
  query: 'A query',
  subscription: 'The subscription',
  change: 'Members of a subscription',
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
  change: 'Change',
  subscriptions: 'Subscriptions',
  types: 'Any',
  type: 'Any',
  history: 'Any',
  results: 'BatchResult',
};

const json = 'application/json';
const jsonLd = 'application/ld+json';

/** What is sent: JSON in the context of the header, or JSON-LD with a context of its own. Lists of ids need none. */
function requestOf(body: Body, of: DescribedApi): Json {
  const schema = ref('schemas', schemaNames[body]);
  if (body === 'ids') return { [json]: { schema: { allOf: [schema, { minItems: 1 }] } } };
  const own = { required: ['@context'] };
  const [some, withContext] =
    body === 'entities'
      ? [{ allOf: [schema, { minItems: 1 }] }, { allOf: [schema, { minItems: 1, items: own }] }]
      : [schema, { allOf: [schema, own] }];
  return { [json]: { schema: some }, [jsonLd]: { schema: withContext, ...examplesOf(body, of) } };
}

/** What is answered, as the client accepts it. */
function answerOf(content: Exclude<Content, 'nothing'>, of: DescribedApi): Json {
  const schema = ref('schemas', schemaNames[content]);
  if (content === 'ids' || content === 'results') return { [json]: { schema } };
  return { [json]: { schema }, [jsonLd]: { schema, ...examplesOf(content, of) } };
}

function examplesOf(body: Body | Content, { dataModels, context }: DescribedApi): Json {
  const [first] = dataModels;
  const examples: Json =
    body === 'entity'
      ? Object.fromEntries(dataModels.map(({ type }) => [type, ref('examples', type)]))
      : body === 'entities' && first
        ? { [first.type]: { value: [exampleOf(first, [context])] } }
        : body === 'subscription' && first
          ? { [first.type]: { value: subscriptionTo(first.type, context) } }
          : {};
  return Object.keys(examples).length > 0 ? { examples } : {};
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
        entities: { type: 'array', items: { type: 'object' } },
        attrs: { type: 'array', items: { type: 'string' } },
        q: { type: 'string' },
      },
    },
    Subscription: {
      type: 'object',
      required: ['type', 'notification'],
      properties: {
        type: { const: 'Subscription' },
        entities: { type: 'array', items: { type: 'object' } },
        watchedAttributes: { type: 'array', items: { type: 'string' } },
        notification: {
          type: 'object',
          required: ['endpoint'],
          properties: {
            endpoint: { type: 'object', required: ['uri'], properties: { uri: { type: 'string', format: 'uri' } } },
          },
        },
      },
    },
    Change: { type: 'object', description: 'Members of a subscription, as they shall be.' },
    Subscriptions: { type: 'array', items: ref('schemas', 'Subscription') },
    BatchResult: { type: 'object', properties: { success: ref('schemas', 'Ids'), errors: { type: 'array' } } },
    Any: true,
    Problem: {
      type: 'object',
      properties: { type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, detail: {} },
    },
  };
}

/** The gateway's and the relay's problems are called so, those of the broker JSON. */
const problem = (description: string): Json => ({
  description,
  content: {
    'application/problem+json': { schema: ref('schemas', 'Problem') },
    [json]: { schema: ref('schemas', 'Problem') },
  },
});

/** What a request can be answered besides. */
const problems: Readonly<Record<string, string>> = {
  400: 'What is asked is not NGSI-LD',
  401: 'There is no valid token',
  403: 'The token has not the role or the tenant, or a page would have too much',
  404: 'It is not there',
  406: 'It is not given out in what is accepted',
  409: 'It is there already',
  413: 'The body is too large',
  415: 'The body is not JSON, or is encoded',
  429: 'Too many requests; Retry-After says when',
  500: 'The broker failed',
  503: 'The broker does not answer; Retry-After says when to ask again',
};
