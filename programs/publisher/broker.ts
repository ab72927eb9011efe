import type { PublishedType } from '../../constructs/components/publisher/published-type';
import { contextForBroker } from '../../constructs/models/context-resolver';
import { type HttpRequest, type HttpResponse, send } from '../shared/http';
import { inHalves, type PageSpan, TooManyParts } from '../shared/in-halves';
import { isObject, type JsonObject, objectsOf } from '../shared/json-value';
import { reasonOf } from '../shared/retry';

/** The broker cannot be asked, or does not answer as it should. */
export class BrokerUnavailable extends Error {}

/** Most that Scorpio 5.0.3 gives at once. */
export const longestPage = 1000;

/** Some of the entities of a type. */
export interface Page {
  readonly entities: readonly JsonObject[];
  /** Token by which the broker knows the rest of what was asked. */
  readonly map?: string;
  /** Whether nothing follows. */
  readonly last: boolean;
}

interface PageOptions {
  readonly offset: number;
  readonly limit?: number;
  /** Token of the page before: what is added or deleted meanwhile moves nothing to another page. */
  readonly map?: string | undefined;
  /** Of each entity only its id and when it was changed. */
  readonly brief?: boolean;
}

/** The NGSI-LD API of the broker, for a type of one tenant at a time. */
export class Broker {
  constructor(
    private readonly url: string,
    private readonly subscriptionsUrl: string,
    private readonly timeout: number,
  ) {}

  /**
   * A page of all entities of the type.
   *
   * @throws BrokerUnavailable
   */
  async page(type: PublishedType, { offset, limit = longestPage, map, brief = false }: PageOptions): Promise<Page> {
    const attributes = brief ? [] : type.attributes.map(({ name }) => name);
    const ask = (part: PageSpan) => {
      const query = new URLSearchParams({
        type: type.type,
        limit: String(part.limit),
        offset: String(part.offset),
        options: 'sysAttrs',
        // Of a snapshot Scorpio keeps the order only where it is told what to pick.
        pick: ['id', 'type', 'modifiedAt', ...attributes].join(','),
      });
      const headers = map === undefined ? {} : { 'NGSILD-EntityMap': map };
      return this.#ask(type, `/entities?${query}`, { headers }, this.url, map === undefined ? [] : [500]);
    };
    const answer = await ask({ offset, limit });
    // A tenant that nobody has used is none to the broker.
    if (answer.status === 404) return { entities: [], last: true };
    const next = answer.headers['ngsild-entitymap'] ?? map;
    const rest = typeof next === 'string' && { map: next };
    if (answer.status !== 500) {
      const entities = listOf(answer);
      return { entities, last: entities.length < limit, ...rest };
    }
    const part = async (span: PageSpan) => {
      const some = await ask(span);
      return some.status === 500 ? undefined : listOf(some);
    };
    const entities = await inHalves({ offset, limit }, part).catch((error: unknown) => {
      throw error instanceof TooManyParts ? new BrokerUnavailable(error.message) : error;
    });
    return { entities, last: false, ...rest };
  }

  /** Whether broker and relay answer. @throws BrokerUnavailable */
  async alive({ tenant }: Pick<PublishedType, 'tenant'>): Promise<void> {
    await this.#ask({ tenant }, '/subscriptions?limit=1', {}, this.subscriptionsUrl);
  }

  /** How many entities of the type there are. @throws BrokerUnavailable */
  async count(type: PublishedType): Promise<number> {
    const query = new URLSearchParams({ type: type.type, limit: '0', count: 'true' });
    const answer = await this.#ask(type, `/entities?${query}`);
    if (answer.status === 404) return 0;
    if (answer.status !== 200) throw new BrokerUnavailable(`the broker answered ${answer.status}`);
    return Number(answer.headers['ngsild-results-count'] ?? 0);
  }

  /**
   * Those of the ids that are entities of the type, as they are now.
   *
   * @throws BrokerUnavailable
   */
  async byId(type: PublishedType, ids: readonly string[]): Promise<readonly JsonObject[]> {
    // Scorpio takes a list of ids within one selector for an error, and a selector for each of them.
    const body = JSON.stringify({ type: 'Query', entities: ids.map((id) => ({ id, type: type.type })) });
    const answer = await this.#ask(type, `/entityOperations/query?limit=${longestPage}&options=sysAttrs`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    return answer.status === 404 ? [] : listOf(answer);
  }

  /**
   * Makes sure that every change of the type is notified to an address.
   *
   * @returns whether the subscription had to be made
   * @throws BrokerUnavailable
   */
  async subscribe(type: PublishedType, id: string, uri: string): Promise<boolean> {
    const path = `/subscriptions/${encodeURIComponent(id)}`;
    const known = await this.#ask(type, path, {}, this.subscriptionsUrl);
    if (known.status === 200 && isSame(parsed(known), type, uri)) return false;
    if (known.status === 200) await this.#ask(type, path, { method: 'DELETE' }, this.subscriptionsUrl);
    const body = JSON.stringify({
      id,
      type: 'Subscription',
      description: 'Changes become open data.',
      entities: [{ type: type.type }],
      notificationTrigger: triggers,
      notification: { format: 'keyValues', endpoint: { uri, accept: 'application/json' } },
    });
    const headers = { 'content-type': 'application/json' };
    const made = await this.#ask(type, '/subscriptions', { method: 'POST', headers, body }, this.subscriptionsUrl);
    // 409: somebody was quicker.
    if (made.status !== 201 && made.status !== 409)
      throw new BrokerUnavailable(`a subscription was answered ${made.status}`);
    return true;
  }

  /** Ends a subscription, if there is one. @throws BrokerUnavailable */
  async unsubscribe(tenant: string | undefined, id: string): Promise<void> {
    await this.#ask(
      { tenant },
      `/subscriptions/${encodeURIComponent(id)}`,
      { method: 'DELETE' },
      this.subscriptionsUrl,
    );
  }

  /** @param taken failures that the caller knows what to do with. */
  async #ask(
    asked: Asked,
    path: string,
    request: HttpRequest = {},
    url = this.url,
    taken: readonly number[] = [],
  ): Promise<HttpResponse> {
    const headers = {
      accept: 'application/json',
      ...(asked.context !== undefined && { link: brokerContextLink({ context: asked.context }) }),
      ...(asked.tenant !== undefined && { 'NGSILD-Tenant': asked.tenant }),
      ...request.headers,
    };
    const answer = await send(`${url}/ngsi-ld/v1${path}`, { timeout: this.timeout, ...request, headers }).catch(
      (error: unknown) => {
        throw new BrokerUnavailable(`the broker cannot be reached: ${reasonOf(error)}`);
      },
    );
    if ((answer.status >= 500 && !taken.includes(answer.status)) || answer.status === 429)
      throw new BrokerUnavailable(`the broker answered ${answer.status}`);
    return answer;
  }
}

/** Of what is asked: whose, and in which words. */
interface Asked {
  readonly tenant?: string | undefined;
  readonly context?: string;
}

/** Id of the subscription of a dataset. Every one that begins like that of the dataset without a name is of this program. */
export const subscriptionId = (city: string, dataset = ''): string =>
  `urn:ngsi-ld:Subscription:open-data:${city}:${dataset}`;

const triggers = [
  ...['entityCreated', 'entityUpdated', 'entityDeleted'],
  ...['attributeCreated', 'attributeUpdated', 'attributeDeleted'],
];

/** The header that says in which context names stand. */
export const contextLink = ({ context }: Pick<PublishedType, 'context'>): string =>
  `<${context}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;

/** The same, as the broker is told of a context of the platform. */
export const brokerContextLink = ({ context }: Pick<PublishedType, 'context'>): string =>
  contextLink({ context: contextForBroker(context) });

function isSame(subscription: unknown, { type }: PublishedType, uri: string): boolean {
  if (!isObject(subscription)) return false;
  const { notification, entities, notificationTrigger } = subscription;
  const endpoint = isObject(notification) ? notification.endpoint : undefined;
  const [entity] = objectsOf(entities);
  const told = new Set(Array.isArray(notificationTrigger) ? notificationTrigger : []);
  const isTold = triggers.every((trigger) => told.has(trigger));
  return isTold && isObject(endpoint) && endpoint.uri === uri && entity?.type === type;
}

function listOf(answer: HttpResponse): readonly JsonObject[] {
  const list = answer.status === 200 ? parsed(answer) : undefined;
  if (!Array.isArray(list)) throw new BrokerUnavailable(`the broker answered ${answer.status} to a query`);
  return objectsOf(list);
}

function parsed({ body }: HttpResponse): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new BrokerUnavailable('the broker answered with something else than JSON');
  }
}
