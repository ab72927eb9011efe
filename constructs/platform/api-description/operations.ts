/** What a request carries. */
export type Body = 'entity' | 'fragment' | 'entities' | 'ids' | 'query' | 'subscription' | 'change';

/** What an answer of success holds. */
export type Content = Body | 'types' | 'type' | 'history' | 'subscriptions' | 'results' | 'nothing';

/** One operation of the API, as far as clients of a city use it. */
export interface Operation {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  /** Below the root of the API, in the syntax of OpenAPI. */
  readonly path: string;
  readonly summary: string;
  /** The least role that may. */
  readonly role: 'viewer' | 'editor';
  /** Names of parameters of the query; the gateway's list says what each may be. */
  readonly parameters?: readonly string[];
  readonly body?: Body;
  readonly answers: { readonly [Status in 200 | 201 | 204 | 207]?: Content };
}

const selection = ['id', 'type', 'idPattern', 'attrs', 'q', 'scopeQ'];
const geography = ['georel', 'geometry', 'coordinates', 'geoproperty'];
const time = ['timerel', 'timeAt', 'endTimeAt', 'timeproperty'];
const pages = ['limit', 'offset', 'count'];

/**
 * The operations of NGSI-LD that people and programs of a city use.
 *
 * @see https://www.etsi.org/deliver/etsi_gs/CIM/001_099/009/ NGSI-LD, ETSI GS CIM 009 V1.8.1, clause 6
 */
export const operations: readonly Operation[] = [
  {
    method: 'get',
    path: '/entities',
    summary: 'Query entities; type, id, attrs, q or georel has to be there',
    role: 'viewer',
    parameters: [...selection, ...geography, ...pages, 'orderBy', 'lang', 'options'],
    answers: { 200: 'entities' },
  },
  {
    method: 'post',
    path: '/entities',
    summary: 'Create an entity',
    role: 'editor',
    body: 'entity',
    answers: { 201: 'nothing' },
  },
  {
    method: 'get',
    path: '/entities/{id}',
    summary: 'One entity',
    role: 'viewer',
    parameters: ['attrs', 'lang', 'options'],
    answers: { 200: 'entity' },
  },
  {
    method: 'patch',
    path: '/entities/{id}',
    summary: 'Merge attributes into an entity',
    role: 'editor',
    body: 'fragment',
    answers: { 204: 'nothing' },
  },
  {
    method: 'delete',
    path: '/entities/{id}',
    summary: 'Delete an entity',
    role: 'editor',
    answers: { 204: 'nothing' },
  },
  {
    method: 'post',
    path: '/entities/{id}/attrs',
    summary: 'Add attributes to an entity',
    role: 'editor',
    body: 'fragment',
    answers: { 204: 'nothing', 207: 'results' },
  },
  {
    method: 'patch',
    path: '/entities/{id}/attrs',
    summary: 'Update attributes of an entity',
    role: 'editor',
    body: 'fragment',
    answers: { 204: 'nothing', 207: 'results' },
  },
  {
    method: 'delete',
    path: '/entities/{id}/attrs/{name}',
    summary: 'Delete an attribute of an entity',
    role: 'editor',
    answers: { 204: 'nothing' },
  },
  {
    method: 'post',
    path: '/entityOperations/create',
    summary: 'Create many entities',
    role: 'editor',
    body: 'entities',
    answers: { 201: 'ids', 207: 'results' },
  },
  {
    method: 'post',
    path: '/entityOperations/upsert',
    summary: 'Create many entities, or replace or update them where they are there',
    role: 'editor',
    parameters: ['options'],
    body: 'entities',
    answers: { 201: 'ids', 204: 'nothing', 207: 'results' },
  },
  {
    method: 'post',
    path: '/entityOperations/update',
    summary: 'Update many entities',
    role: 'editor',
    body: 'entities',
    answers: { 204: 'nothing', 207: 'results' },
  },
  {
    method: 'post',
    path: '/entityOperations/delete',
    summary: 'Delete many entities',
    role: 'editor',
    body: 'ids',
    answers: { 204: 'nothing', 207: 'results' },
  },
  {
    method: 'post',
    path: '/entityOperations/query',
    summary: 'Query entities with what is too long for a URL',
    role: 'viewer',
    parameters: pages,
    body: 'query',
    answers: { 200: 'entities' },
  },
  {
    method: 'get',
    path: '/types',
    summary: 'The types of which there are entities',
    role: 'viewer',
    parameters: ['details'],
    answers: { 200: 'types' },
  },
  {
    method: 'get',
    path: '/types/{name}',
    summary: 'The attributes that entities of a type have',
    role: 'viewer',
    answers: { 200: 'type' },
  },
  {
    method: 'get',
    path: '/temporal/entities',
    summary: 'The history of entities',
    role: 'viewer',
    parameters: [...selection, ...time, 'lastN', 'aggrMethods', 'aggrPeriodDuration', ...pages, 'options'],
    answers: { 200: 'history' },
  },
  {
    method: 'get',
    path: '/temporal/entities/{id}',
    summary: 'The history of one entity',
    role: 'viewer',
    parameters: ['attrs', ...time, 'lastN', 'aggrMethods', 'aggrPeriodDuration', 'options'],
    answers: { 200: 'history' },
  },
  {
    method: 'get',
    path: '/subscriptions',
    summary: 'The subscriptions',
    role: 'viewer',
    parameters: pages,
    answers: { 200: 'subscriptions' },
  },
  {
    method: 'post',
    path: '/subscriptions',
    summary: 'Subscribe: changes are sent to an address of yours',
    role: 'editor',
    body: 'subscription',
    answers: { 201: 'nothing' },
  },
  {
    method: 'get',
    path: '/subscriptions/{id}',
    summary: 'One subscription',
    role: 'viewer',
    answers: { 200: 'subscription' },
  },
  {
    method: 'patch',
    path: '/subscriptions/{id}',
    summary: 'Change a subscription',
    role: 'editor',
    body: 'change',
    answers: { 204: 'nothing' },
  },
  {
    method: 'delete',
    path: '/subscriptions/{id}',
    summary: 'Unsubscribe',
    role: 'editor',
    answers: { 204: 'nothing' },
  },
];
