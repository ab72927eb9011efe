import { describedValue, parameters } from '../../../constructs/components/gateway/ngsi-ld/parameters';

/** A request to the broker's API, as a client writes it, and what is wrong with it. */
export interface GuardCase {
  readonly title: string;
  readonly method?: string;
  /** Below `/ngsi-ld/v1`, with the query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, a text as it is. */
  readonly body?: unknown;
  /** What the gateway says; by default it lets the request through. */
  readonly refused?: { readonly status: number; readonly says?: string };
  /** What the broker gets, where that is not what was sent. */
  readonly becomes?: { readonly path?: string; readonly body?: unknown };
}

const says = (text: string) => ({ status: 400, says: text });
const nothing = { status: 404 };

/** Paths: each resource of the API, and no other. */
export const paths: readonly GuardCase[] = [
  { title: 'all entities', path: '/entities?type=Square' },
  { title: 'a slash at the end', method: 'POST', path: '/entityOperations/upsert/?options=update', body: [] },
  { title: 'an id', path: '/entities/urn:ngsi-ld:Square:1' },
  { title: 'an id with encoded slashes', path: '/entities/https:%2F%2Fcity.example%2FSquare%2F1' },
  { title: 'an id of another script', path: '/entities/urn:ngsi-ld:Square:%C3%87i%C4%9Fli' },
  { title: 'an id with an apostrophe', path: "/entities/urn:ngsi-ld:Square:d'Italie", refused: nothing },
  { title: 'an id with an encoded apostrophe', path: '/entities/urn:ngsi-ld:Square:d%27Italie', refused: nothing },
  { title: 'an id that is encoded twice', path: '/entities/urn:ngsi-ld:Square:d%2527Italie', refused: nothing },
  { title: 'an id with a space', path: '/entities/urn:ngsi-ld:Square:d%20Italie', refused: nothing },
  { title: 'attributes', path: '/entities/urn:ngsi-ld:Square:1/attrs/name', method: 'PATCH', body: {} },
  { title: 'an attribute by its IRI', path: '/attributes/https:%2F%2Fschema.org%2Fname' },
  { title: 'an attribute with an apostrophe', path: '/attributes/d%27Italie', refused: nothing },
  { title: 'a type', path: '/types/Square' },
  { title: 'a type with an apostrophe', path: '/types/d%27Italie', refused: nothing },
  {
    title: 'history',
    path: '/temporal/entities/urn:ngsi-ld:Square:1/attrs/name/urn:ngsi-ld:Instance:1',
    method: 'DELETE',
  },
  { title: 'a subscription', path: '/subscriptions/urn:ngsi-ld:Subscription:1' },
  { title: 'a subscription that goes', path: '/subscriptions/urn:ngsi-ld:Subscription:1', method: 'DELETE' },
  { title: 'a context that goes', path: '/jsonldContexts/urn:1', method: 'DELETE' },
  { title: 'a subscription with an apostrophe', path: '/subscriptions/urn:d%27Italie', refused: nothing },
  { title: 'a context', path: '/jsonldContexts/urn:1' },
  {
    title: "the broker's own way to contexts",
    path: '/jsonldContexts/createcache/https:%2F%2Fcity.example',
    refused: nothing,
  },
  { title: 'a resource that is none', path: '/nothing', refused: nothing },
  {
    title: 'a parameter of the path',
    path: '/entities;x=1',
    refused: says('The spelling of the path is not acceptable.'),
  },
];

/** Queries: each parameter, as it may be and with an apostrophe. */
export const queries: readonly GuardCase[] = [
  ...(
    [
      ['id', 'urn:ngsi-ld:Square:1,https://city.example/2', 'urn:d%27Italie', 'URIs, separated by commas'],
      ['type', '(Square|Park);https://schema.org/Place', 'd%27Italie', 'types, combined by | ; , and parentheses'],
      ['idPattern', '%5Eurn:.*%5B0-9%5D%7B2%7D$', 'd%27Italie', 'a regular expression without an apostrophe'],
      ['attrs', 'name,https://schema.org/name', 'd%27Italie', 'names or IRIs, separated by commas'],
      ['pick', 'name,near%7Bname%7D', 'd%27Italie', 'names, separated by commas, with { } for linked ones'],
      ['omit', 'name', 'd%27Italie', 'names, separated by commas, with { } for linked ones'],
      ['geoproperty', 'location', 'd%27Italie', 'names or IRIs, separated by commas'],
      ['geometryProperty', 'location', 'd%27Italie', 'names or IRIs, separated by commas'],
      ['scopeQ', '/city/parks/%2B,/city/%23', "/d'Italie", 'scopes such as /a/b, combined by ; | , and parentheses'],
      ['datasetId', 'urn:ngsi-ld:Dataset:1,@none', 'urn:d%27Italie', 'URIs, separated by commas'],
      ['lang', 'fr,en;q=0.5', 'd%27Italie', 'languages, as in Accept-Language'],
      ['jsonKeys', 'name', 'd%27Italie', 'names or IRIs, separated by commas'],
      ['containedBy', 'urn:1', 'urn:d%27Italie', 'URIs, separated by commas'],
      ['options', 'sysAttrs,concise', 'd%27Italie', 'words, separated by commas'],
      ['format', 'concise', 'd%27Italie', 'words, separated by commas'],
      ['timeAt', '2026-05-01T10:00:00Z', 'd%27Italie', 'a time such as 2026-05-01T10:00:00Z'],
      ['endTimeAt', '2026-05-01T10:00:00%2B02:00', '2026-05-01T10:00:00+02:00', 'a time such as 2026-05-01T10:00:00Z'],
      [
        'csf',
        'endpoint==%22x%22',
        "name=='Italie'",
        'an NGSI-LD query; an apostrophe stands in a text in double quotes',
      ],
    ] as const
  ).flatMap(([name, good, bad, rule]) => [
    { title: `${name}`, path: `/entities?${name}=${good}` },
    { title: `${name} with an apostrophe`, path: `/entities?${name}=${bad}`, refused: says(`${name}: ${rule}.`) },
  ]),
  ...(
    [
      ['geometry', 'Polygon', 'Circle'],
      ['georel', 'near;maxDistance==1000.5', 'near;maxDistance==far'],
      ['georel', 'near%3BminDistance%3D%3D10', 'beside'],
      ['coordinates', '%5B8.5,-40%5D', '%5B8.5%5D'],
      ['coordinates', '[[[8,40],[9,40],[9,41],[8,40]]]', '[[[8,40],[9,40],9]]'],
      ['coordinates', '[ 8.5, 40.25e-1 ]', '[8,d%27Italie]'],
      ['maxDistance', '1000', 'far'],
      ['timerel', 'between', 'during'],
      ['timeproperty', 'observedAt', 'name'],
      ['aggrMethods', 'avg,totalCount', 'd%27Italie'],
      ['aggrMethods', 'sum%2Cavg', 'avg,max'],
      ['aggrPeriodDuration', 'PT1H', 'd%27Italie'],
      ['limit', '100', '-1'],
      ['offset', '10', 'd%27Italie'],
      ['lastN', '5', 'five'],
      ['count', 'true', 'yes'],
      ['joinLevel', '2', 'two'],
      ['join', '@none', 'outer'],
      ['kind', 'Hosted', 'd%27Italie'],
      ['details', 'true', '1'],
      ['deleteAll', 'false', '0'],
      ['localOnly', 'true', ''],
    ] as const
  ).flatMap(([name, good, bad]) => [
    { title: `${name} ${good}`, path: `/entities?${name}=${encodeSpaces(good)}` },
    {
      title: `${name} ${bad}`,
      path: `/entities?${name}=${bad}`,
      refused: says(`${name}: ${describedValue(parameters[name]!).says}.`),
    },
  ]),
  { title: 'two parameters', path: '/entities?type=Square&limit=10&' },
  {
    title: 'two parameters that only a pattern of the route compares',
    path: '/entities?type=Square&limit=x&offset=1',
    refused: says('One of these is not what it has to be. limit: a whole number; offset: a whole number.'),
  },
  {
    title: 'a wrong number beside a text that is mended',
    path: "/entities?q=name==%22d'Italie%22&limit=x",
    refused: says('The query has a parameter or a value that NGSI-LD does not have.'),
  },
  {
    title: 'parameters that are none',
    path: '/entities?typ=Square&Limit&%3Cb%3E=1&=2',
    refused: says(
      'typ: not a parameter that is known here; Limit: not a parameter that is known here; ?3Cb?3E: not a parameter that is known here; A parameter: not a parameter that is known here.',
    ),
  },
  {
    title: 'a parameter whose name is encoded',
    path: '/entities?%71=name',
    refused: says('?71: not a parameter that is known here.'),
  },
  { title: 'q', path: '/entities?q=speed%3E50;(name==%22%C3%87i%C4%9Fli%22%7Cname~=%22%5EP.*%22)' },
  {
    title: "q for Place d'Italie",
    path: "/entities?type=Square&q=name==%22Place+d'Italie%22",
    becomes: { path: '/entities?type=Square&q=name%3D%3D%22Place%20d%5Cu0027Italie%22' },
  },
  {
    title: "q for Place d'Italie, encoded",
    path: '/entities?q=name%3D%3D%22Place%20d%27Italie%22&limit=1',
    becomes: { path: '/entities?q=name%3D%3D%22Place%20d%5Cu0027Italie%22&limit=1' },
  },
  {
    title: 'q with an apostrophe that is escaped already',
    path: "/entities?q=name==%22d%5C'Italie%22",
    becomes: { path: '/entities?q=name%3D%3D%22d%5Cu0027Italie%22' },
  },
  {
    title: 'q with an apostrophe after an escaped quote',
    path: '/entities?q=name==%22a%5C%22d%27Italie%22',
    becomes: { path: '/entities?q=name%3D%3D%22a%5C%22d%5Cu0027Italie%22' },
  },
  {
    title: 'q with an apostrophe outside a text',
    path: '/entities?q=name==%27Italie%27',
    refused: says('q: an NGSI-LD query; an apostrophe stands in a text in double quotes.'),
  },
  {
    title: 'q that is encoded twice',
    path: '/entities?q=name==%22d%2527Italie%22',
    refused: says('q: an NGSI-LD query; an apostrophe stands in a text in double quotes.'),
  },
  {
    title: 'q with a control character',
    path: '/entities?q=name==%22d%00Italie%22',
    refused: says('q: an NGSI-LD query; an apostrophe stands in a text in double quotes.'),
  },
];

function encodeSpaces(text: string): string {
  return text.replaceAll(' ', '%20');
}

const link = (url: string) => ({
  link: `<${url}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`,
});
const foreignLink = says(
  'The Link header has to name one @context, of this platform or of a host in broker.contextHosts of the city.',
);

/** Headers that the broker acts on. */
export const headers: readonly GuardCase[] = [
  {
    title: "the platform's own context",
    path: '/entities',
    headers: link('https://models.city.example/context/1.jsonld'),
  },
  {
    title: 'a context that the broker hosts',
    path: '/entities',
    headers: link('https://api.city.example/ngsi-ld/v1/jsonldContexts/urn:1'),
  },
  {
    title: 'the core context',
    path: '/entities',
    headers: link('https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld'),
  },
  { title: 'a context of a listed host', path: '/entities', headers: link('https://contexts.example.org/a.jsonld') },
  {
    title: 'a context of a host below a listed domain',
    path: '/entities',
    headers: link('https://a.b.models.example.org/c'),
  },
  {
    title: 'a context of a host that ends alike',
    path: '/entities',
    headers: link('https://notmodels.example.org/c'),
    refused: foreignLink,
  },
  {
    title: 'a context of another host',
    path: '/entities',
    headers: link('https://elsewhere.example/c'),
    refused: foreignLink,
  },
  {
    title: 'a context that only begins alike',
    path: '/entities',
    headers: link('https://models.city.example.org/c'),
    refused: foreignLink,
  },
  {
    title: 'a context of a user',
    path: '/entities',
    headers: link('https://models.city.example@elsewhere.example/c'),
    refused: foreignLink,
  },
  {
    title: 'a context on another port',
    path: '/entities',
    headers: link('https://contexts.example.org:8443/c'),
    refused: foreignLink,
  },
  {
    title: 'a context without TLS',
    path: '/entities',
    headers: link('http://contexts.example.org/c'),
    refused: foreignLink,
  },
  {
    title: 'a context inside',
    path: '/entities',
    headers: link('http://localhost:9090/q/health'),
    refused: foreignLink,
  },
  {
    title: 'two contexts',
    path: '/entities',
    headers: { link: `${link('https://contexts.example.org/a').link}, ${link('https://elsewhere.example/c').link}` },
    refused: foreignLink,
  },
  { title: 'an entity map', path: '/entities', headers: { 'ngsild-entitymap': 'urn:ngsi-ld:entitymap:1' } },
  {
    title: 'an entity map with an apostrophe',
    path: '/entities',
    headers: { 'ngsild-entitymap': "urn:d'Italie" },
    refused: says('The NGSILD-EntityMap header has to be a URI.'),
  },
];

const query = (more: object) => ({ type: 'Query', entities: [{ type: 'Square' }], ...more });
const ask = { method: 'POST', path: '/entityOperations/query' };
const ring = [
  [8, 40],
  [9, 40],
  [9, 41],
  [8, 40],
];

/** Bodies of queries, which a viewer may send. */
export const queryBodies: readonly GuardCase[] = [
  { ...ask, title: 'a query', body: query({ attrs: ['name'], q: 'speed>50', scopeQ: '/city/#', lang: 'fr' }) },
  {
    ...ask,
    title: "a query for Place d'Italie",
    body: query({ q: `name=="Place d'Italie"` }),
    becomes: { body: query({ q: 'name=="Place d\\u0027Italie"' }) },
  },
  {
    ...ask,
    title: 'another spelling of an apostrophe',
    body: String.raw`{"q":"name==\"d\u0027Italie\""}`,
    becomes: { body: { q: 'name=="d\\u0027Italie"' } },
  },
  {
    ...ask,
    title: 'an apostrophe outside a text',
    body: query({ q: `name=='d'` }),
    refused: says('q: an NGSI-LD query; an apostrophe stands in a text in double quotes.'),
  },
  ...(
    [
      ['attrs', ["d'Italie"], 'attrs[0]: names or IRIs, separated by commas.'],
      ['attrs', "d'Italie", 'attrs: names or IRIs, separated by commas.'],
      ['pick', ["d'Italie"], 'pick[0]: names, separated by commas, with { } for linked ones.'],
      ['omit', "d'Italie", 'omit: names, separated by commas, with { } for linked ones.'],
      ['scopeQ', "/d'Italie", 'scopeQ: scopes such as /a/b, combined by ; | , and parentheses.'],
      ['lang', "d'Italie", 'lang: languages, as in Accept-Language.'],
      ['datasetId', ["urn:d'Italie"], 'datasetId[0]: URIs, separated by commas.'],
      ['csf', "x=='d'", 'csf: an NGSI-LD query; an apostrophe stands in a text in double quotes.'],
      ['entities', [{ id: "urn:d'Italie" }], 'entities[0].id: URIs, separated by commas.'],
      ['entities', [{ type: "d'Italie" }], 'entities[0].type: types, combined by | ; , and parentheses.'],
      ['entities', [{ idPattern: "d'Italie" }], 'entities[0].idPattern: a regular expression without an apostrophe.'],
      ['entities', [{ typ: 'Square' }], 'entities[0].typ: not a member that is known here.'],
      ['entities', { type: 'Square' }, 'entities: a list.'],
      [
        'https://uri.etsi.org/ngsi-ld/scopeQ',
        '/a',
        'https://uri.etsi.org/ngsi-ld/scopeQ: not a member that is known here.',
      ],
      ['q', 5, 'q: an NGSI-LD query; an apostrophe stands in a text in double quotes.'],
      ['temporalQ', { timerel: "d'Italie" }, 'temporalQ.timerel: one of before, after, between.'],
      [
        'temporalQ',
        { aggrMethods: ['avg', 'max'] },
        'temporalQ.aggrMethods[1]: one of totalCount, distinctCount, sum, avg, stddev, sumsq.',
      ],
      ['temporalQ', { timeAt: "d'Italie" }, 'temporalQ.timeAt: a time such as 2026-05-01T10:00:00Z.'],
      ['localOnly', 'yes', 'localOnly: true or false.'],
      ['joinLevel', 'two', 'joinLevel: a number.'],
    ] as const
  ).map(([member, value, rule]) => ({
    ...ask,
    title: `${member} ${JSON.stringify(value)}`,
    body: query({ [member]: value }),
    refused: says(rule),
  })),
  ...(
    [
      ['Point', [8.5, 40]],
      ['Point', [8.5, 40, 12]],
      [
        'MultiPoint',
        [
          [8, 40],
          [9, 40],
        ],
      ],
      [
        'LineString',
        [
          [8, 40],
          [9, 40],
        ],
      ],
      ['Polygon', [ring]],
      ['MultiPolygon', [[ring], [ring, ring]]],
    ] as const
  ).map(([geometry, coordinates]) => ({
    ...ask,
    title: `a ${geometry} ${JSON.stringify(coordinates)}`,
    body: query({ geoQ: { geometry, coordinates, georel: 'near;maxDistance==1000', geoproperty: 'location' } }),
  })),
  {
    ...ask,
    title: 'coordinates as a text',
    body: query({ geoQ: { geometry: 'Point', coordinates: '[8,40]', georel: 'within' } }),
    becomes: { body: query({ geoQ: { geometry: 'Point', coordinates: [8, 40], georel: 'within' } }) },
  },
  ...(
    [
      [{ coordinates: ["d'Italie", 40] }, 'geoQ.coordinates: a position has numbers only.'],
      [{ coordinates: "[8,d'Italie]" }, 'geoQ.coordinates: a position: [longitude, latitude].'],
      [{ coordinates: [181, 40] }, 'geoQ.coordinates: a longitude lies between -180 and 180.'],
      [{ coordinates: [8, 91] }, 'geoQ.coordinates: a latitude lies between -90 and 90.'],
      [{ coordinates: [[8, 40]] }, 'geoQ.coordinates: a position: [longitude, latitude].'],
      [
        { geometry: 'Polygon', coordinates: [8, 40] },
        'geoQ.coordinates[0]: coordinates nested as a Polygon has them; geoQ.coordinates[1]: coordinates nested as a Polygon has them.',
      ],
      [
        { geometry: 'Polygon', coordinates: [ring.slice(0, 3)] },
        'geoQ.coordinates[0]: at least 4 positions; geoQ.coordinates[0]: a ring ends where it begins.',
      ],
      [{ geometry: 'LineString', coordinates: [[8, 40]] }, 'geoQ.coordinates: at least 2 positions.'],
      [
        { geometry: "d'Italie" },
        'geoQ.geometry: one of Point, MultiPoint, LineString, MultiLineString, Polygon, MultiPolygon.',
      ],
      [{ georel: "d'Italie" }, 'geoQ.georel: a relation such as within or near;maxDistance==1000.'],
      [{ geoproperty: "d'Italie" }, 'geoQ.geoproperty: names or IRIs, separated by commas.'],
    ] as const
  ).map(([geo, rule]) => ({
    ...ask,
    title: `geoQ ${JSON.stringify(geo)}`,
    body: query({ geoQ: { geometry: 'Point', coordinates: [8, 40], georel: 'within', ...geo } }),
    refused: says(rule),
  })),
  {
    ...ask,
    title: 'a name that is there twice',
    body: '{"q":"a","q":"b"}',
    refused: says('The body: a name is there twice.'),
  },
  {
    ...ask,
    title: 'a name in two spellings',
    body: String.raw`{"q":"a","\u0071":"b"}`,
    refused: says('The body: a name is there twice.'),
  },
  { ...ask, title: 'no JSON', body: '{"q":', refused: says('The body: this is no JSON.') },
  { ...ask, title: 'more than one JSON', body: '{} {}', refused: says('The body: something follows the end.') },
  {
    ...ask,
    title: 'half a surrogate pair',
    body: String.raw`{"q":"\ud800"}`,
    refused: says('The body: half a surrogate pair is in a text.'),
  },
  {
    ...ask,
    title: 'deep nesting',
    body: `${'['.repeat(40)}${']'.repeat(40)}`,
    refused: says('The body: it is nested too deeply.'),
  },
  { ...ask, title: 'a list', body: [], refused: says('The body: an object.') },
  { ...ask, title: 'no body', refused: says('This needs a body.'), headers: { 'content-type': 'application/json' } },
  {
    ...ask,
    title: 'another encoding',
    body: '{}',
    headers: { 'content-type': 'application/json; charset=utf-16' },
    refused: { status: 415 },
  },
  { ...ask, title: 'a compressed body', body: '{}', headers: { 'content-encoding': 'gzip' }, refused: { status: 415 } },
  {
    ...ask,
    title: 'a form',
    body: 'q=1',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    refused: { status: 415 },
  },
  {
    ...ask,
    title: 'every type of value',
    body: query({ q: 'Çiğli 😀 \u007f', limit: undefined, localOnly: false, joinLevel: -1.5e3, lang: null }),
    refused: says('q: an NGSI-LD query; an apostrophe stands in a text in double quotes.'),
  },
  {
    ...ask,
    title: 'numbers, words and other scripts',
    body: query({ q: 'name=="Çiğli 😀"', localOnly: false, joinLevel: 2, lang: null }),
  },
  ...(
    [
      ['https://models.city.example/a.jsonld', undefined],
      [['https://contexts.example.org/a', 'https://uri.etsi.org/ngsi-ld/v1/core.jsonld'], undefined],
      [{ name: 'https://schema.org/name', near: { '@id': 'https://schema.org/near', '@type': '@id' } }, undefined],
      [
        'https://elsewhere.example/c',
        '@context: a context of this platform, or of a host in broker.contextHosts of the city.',
      ],
      [
        ['https://elsewhere.example/c'],
        '@context[0]: a context of this platform, or of a host in broker.contextHosts of the city.',
      ],
      [{ name: "https://schema.org/d'Italie" }, '@context.name: an IRI, a term or a keyword.'],
      [{ near: { '@id': "d'Italie" } }, '@context.near.@id: an IRI, a term or a keyword.'],
      [{ "d'Italie": 'https://schema.org/name' }, "@context.d'Italie: a name without an apostrophe."],
      [
        { '@import': 'https://elsewhere.example/c' },
        '@context.@import: a context of this platform, or of a host in broker.contextHosts of the city.',
      ],
      [
        { near: { '@context': 'https://elsewhere.example/c' } },
        '@context.near.@context: a context of this platform, or of a host in broker.contextHosts of the city.',
      ],
    ] as const
  ).map(([context, rule]) => ({
    ...ask,
    title: `@context ${JSON.stringify(context)}`,
    headers: { 'content-type': 'application/ld+json' },
    body: query({ '@context': context }),
    ...(rule && { refused: says(rule) }),
  })),
];

const subscription = (more: object, endpoint: object = {}) => ({
  id: 'urn:ngsi-ld:Subscription:1',
  type: 'Subscription',
  description: "What people of Place d'Italie read",
  entities: [{ type: 'Square' }],
  notification: {
    attributes: ['name'],
    endpoint: { uri: 'https://alerts.example.net/x', accept: 'application/json', ...endpoint },
  },
  ...more,
});
const subscribe = { method: 'POST', path: '/subscriptions' };
const noReceiver = says(
  'notification.endpoint.uri: an address that this platform may notify: see broker.notifications of the city.',
);

/** Bodies of subscriptions, which an editor may send. */
export const subscriptionBodies: readonly GuardCase[] = [
  {
    ...subscribe,
    title: 'a subscription',
    body: subscription({ watchedAttributes: ['name'], q: 'name=="x"', timeInterval: 60 }),
  },
  {
    ...subscribe,
    title: 'one with headers for its receiver',
    body: subscription(
      {},
      {
        receiverInfo: [{ key: 'Authorization', value: "Bearer d'Italie" }],
        notifierInfo: [{ key: 'MQTT-Version', value: 'mqtt3.1.1' }],
      },
    ),
  },
  { method: 'PATCH', path: '/subscriptions/urn:1', title: 'a change', body: { isActive: false, expiresAt: null } },
  {
    method: 'PATCH',
    path: '/subscriptions/urn:1',
    title: 'a change with an apostrophe',
    body: { scopeQ: "/d'Italie" },
    refused: says('scopeQ: scopes such as /a/b, combined by ; | , and parentheses.'),
  },
  { ...subscribe, path: '/csourceSubscriptions', title: 'one to registrations', body: subscription({}) },
  {
    ...subscribe,
    path: '/csourceSubscriptions',
    title: 'one to registrations with an apostrophe',
    body: subscription({ scopeQ: "/d'Italie" }),
    refused: says('scopeQ: scopes such as /a/b, combined by ; | , and parentheses.'),
  },
  ...(
    [
      [{ q: `name=="Place d'Italie"` }, 'q: an NGSI-LD query; an apostrophe stands in a text in double quotes.'],
      [{ watchedAttributes: ["d'Italie"] }, 'watchedAttributes[0]: names or IRIs, separated by commas.'],
      [
        { geoQ: { geometry: 'Point', coordinates: [8, "d'Italie"], georel: 'within' } },
        'geoQ.coordinates: a position has numbers only.',
      ],
      [
        { jsonldContext: 'https://elsewhere.example/c' },
        'jsonldContext: a context of this platform, or of a host in broker.contextHosts of the city.',
      ],
      [{ '@context': { q: 'https://uri.etsi.org/ngsi-ld/scopeQ' } }, '@context: the URL of a context.'],
      [
        { 'https://uri.etsi.org/ngsi-ld/scopeQ': '/a' },
        'https://uri.etsi.org/ngsi-ld/scopeQ: not a member that is known here.',
      ],
      [
        { notification: { attributes: ["d'Italie"] } },
        'notification.attributes[0]: names or IRIs, separated by commas.',
      ],
      [{ id: "urn:d'Italie" }, 'id: URIs, separated by commas.'],
    ] as const
  ).map(([more, rule]) => ({
    ...subscribe,
    title: JSON.stringify(more),
    body: subscription(more),
    refused: says(rule),
  })),
  ...(
    [
      [
        { receiverInfo: [{ key: 'Authorization', value: '***' }] },
        'notification.endpoint.receiverInfo[0].value: the value itself, which answers mask.',
      ],
      [
        { receiverInfo: [{ key: 'A\r\nB', value: 'x' }] },
        'notification.endpoint.receiverInfo[0].key: the name of a header.',
      ],
      [
        { receiverInfo: [{ key: 'A', value: 'x\r\nB: y' }] },
        'notification.endpoint.receiverInfo[0].value: a value without control characters.',
      ],
      [
        { accept: "d'Italie" },
        'notification.endpoint.accept: one of application/json, application/ld+json, application/geo+json.',
      ],
    ] as const
  ).map(([endpoint, rule]) => ({
    ...subscribe,
    title: JSON.stringify(endpoint),
    body: subscription({}, endpoint),
    refused: says(rule),
  })),
  ...[
    'https://alerts.example.net',
    'https://ALERTS.example.net:443/x?y=1',
    'mqtts://mqtt.city.example:8883/alerts/squares',
    'https://a.receivers.city.example:8443/x',
    'http://10.20.0.7:8080/x',
    'http://[fd00:20::7]:8080/x',
    'http://relay.apps:9000/x',
    'http://relay.apps.svc:9000/x',
    'http://relay.apps.svc.cluster.local:9000/x',
  ].map((uri) => ({ ...subscribe, title: uri, body: subscription({}, { uri }) })),
  ...[
    'http://alerts.example.net/x',
    'http://alerts.example.net:443/x',
    'https://alerts.example.net:8443/x',
    'https://localhost/x',
    'https://broker/x',
    'https://broker.city.svc/x',
    'https://broker.city.svc.cluster.local/x',
    'https://metadata.internal/x',
    'https://169.254.169.254/x',
    'https://127.0.0.1/x',
    'https://2130706433/x',
    'https://0x7f.1/x',
    'https://[::1]/x',
    'https://alerts.example.net@10.0.0.1/x',
    String.raw`https://alerts.example.net\@10.0.0.1/x`,
    'https://alerts.example.net#@10.0.0.1/x',
    'http://10.21.0.7:8080/x',
    'http://010.20.0.7:8080/x',
    'http://10.20.0.7:80/x',
    'http://[fd00:21::7]:8080/x',
    'http://[::ffff:10.20.0.7]:8080/x',
    'http://relay.apps.example.org:9000/x',
    'http://relay.other:9000/x',
    'mqtt://mqtt.city.example:1883/alerts',
    'mqtts://user:word@mqtt.city.example:8883/alerts',
    'file:///etc/hosts',
    'ftp://alerts.example.net/x',
    'alerts.example.net',
    '',
  ].map((uri) => ({ ...subscribe, title: `${uri} is refused`, body: subscription({}, { uri }), refused: noReceiver })),
];

/** Bodies of contexts, which an operator may send. */
export const contextBodies: readonly GuardCase[] = [
  {
    method: 'POST',
    path: '/jsonldContexts',
    title: 'a context',
    body: { '@context': [{ name: 'https://schema.org/name' }, 'https://contexts.example.org/a'] },
  },
  {
    method: 'POST',
    path: '/jsonldContexts',
    title: 'a context of elsewhere',
    body: { '@context': 'https://elsewhere.example/c' },
    refused: says('@context: a context of this platform, or of a host in broker.contextHosts of the city.'),
  },
  {
    method: 'POST',
    path: '/jsonldContexts',
    title: 'a term with an apostrophe',
    body: { '@context': { name: "https://schema.org/d'Italie" } },
    refused: says('@context.name: an IRI, a term or a keyword.'),
  },
];

const create = { method: 'POST', path: '/entities' };
const upsert = { method: 'POST', path: '/entityOperations/upsert' };
const ld = { 'content-type': 'application/ld+json' };
const entity = (more: object) => ({ id: 'urn:ngsi-ld:Square:1', type: 'Square', ...more });
const foreign = says('@context: a context of this platform, or of a host in broker.contextHosts of the city.');

/** Bodies of entities, which are searched for contexts and not read otherwise. */
export const entityBodies: readonly GuardCase[] = [
  {
    ...create,
    title: "an entity called Place d'Italie",
    body: entity({ name: { type: 'Property', value: "Place d'Italie" } }),
  },
  {
    ...create,
    title: 'an entity with contexts',
    headers: ld,
    body: entity({ '@context': ['https://models.city.example/a.jsonld', { name: 'https://schema.org/name' }] }),
  },
  {
    ...upsert,
    title: 'a batch with contexts',
    headers: ld,
    body: [entity({ '@context': 'https://contexts.example.org/a' }), entity({})],
  },
  {
    ...create,
    title: 'a text that is no context',
    body: entity({
      name: { type: 'Property', value: '"@context": "https://elsewhere.example/c"' },
      list: ['@context'],
    }),
  },
  {
    ...create,
    title: 'a context of elsewhere',
    headers: ld,
    body: entity({ '@context': 'https://elsewhere.example/c' }),
    refused: foreign,
  },
  {
    ...create,
    title: 'a context of elsewhere with a query',
    headers: ld,
    body: entity({ '@context': 'https://elsewhere.example/c?city' }),
    refused: foreign,
  },
  {
    ...create,
    title: 'a context inside',
    headers: ld,
    body: entity({ '@context': ['http://localhost:9090/q/health'] }),
    refused: says('@context[0]: a context of this platform, or of a host in broker.contextHosts of the city.'),
  },
  {
    ...upsert,
    title: 'a batch with a context of elsewhere at its end',
    headers: ld,
    body: [
      entity({ '@context': 'https://contexts.example.org/a' }),
      entity({ '@context': 'https://elsewhere.example/c' }),
    ],
    refused: foreign,
  },
  {
    ...create,
    title: 'a context in an attribute',
    body: entity({ name: { type: 'Property', value: 1, '@context': 'https://elsewhere.example/c' } }),
    refused: foreign,
  },
  {
    method: 'PATCH',
    path: '/entities/urn:1/attrs',
    title: 'a context in a change',
    headers: ld,
    body: { '@context': 'https://elsewhere.example/c' },
    refused: foreign,
  },
  {
    method: 'POST',
    path: '/temporal/entities',
    title: 'a context in history',
    headers: ld,
    body: entity({ '@context': 'https://elsewhere.example/c' }),
    refused: foreign,
  },
  {
    ...create,
    title: 'a context in another spelling',
    headers: ld,
    body: String.raw`{"\u0040context":"https://elsewhere.example/c"}`,
    refused: foreign,
  },
  {
    ...create,
    title: 'a context in an imported one',
    headers: ld,
    body: entity({ '@context': { '@import': 'https://elsewhere.example/c' } }),
    refused: says(
      '@context.@import: a context of this platform, or of a host in broker.contextHosts of the city; @import: a context of this platform, or of a host in broker.contextHosts of the city.',
    ),
  },
  {
    ...create,
    title: 'a context after a comment',
    headers: ld,
    body: '{"@context"/**/:"https://elsewhere.example/c"}',
    refused: says('The body: this is no JSON.'),
  },
  {
    ...create,
    title: 'a context before a comment',
    headers: ld,
    body: '{"@context":/**/"https://elsewhere.example/c"}',
    refused: says('The body: this is no JSON.'),
  },
  {
    ...create,
    title: 'a body with null characters',
    body: '{"a":1}\u0000',
    refused: says('The body: the text is not UTF-8.'),
  },
  {
    ...create,
    title: 'a body in another encoding',
    body: '{}',
    headers: { 'content-type': 'application/json;charset=utf-16' },
    refused: { status: 415 },
  },
  {
    ...create,
    title: 'a body of another type',
    body: '{}',
    headers: { 'content-type': 'text/plain' },
    refused: { status: 415 },
  },
  {
    method: 'POST',
    path: '/csourceRegistrations',
    title: 'a registration with a context of elsewhere',
    headers: ld,
    body: { '@context': 'https://elsewhere.example/c' },
    refused: foreign,
  },
];
