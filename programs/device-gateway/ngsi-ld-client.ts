import { BrokerUnavailable, brokerContextLink } from '../publisher/broker';
import { type HttpRequest, isPassing, send } from '../shared/http';
import { isObject, objectsOf } from '../shared/json-value';
import { reasonOf } from '../shared/retry';

/** An NGSI-LD entity as it is sent. */
export interface EntityOfDevice {
  readonly id: string;
  readonly type: string;
  readonly [attribute: string]: unknown;
}

/** Whose entities, and in which words. */
export interface Place {
  readonly tenant: string | undefined;
  readonly context: string;
}

/** The NGSI-LD API of the broker. */
export class NgsiLdClient {
  constructor(
    private readonly url: string,
    private readonly timeout: number,
  ) {}

  /**
   * Makes the attributes current ones, and history.
   *
   * @returns entities that the broker refuses, by their ids
   * @throws BrokerUnavailable
   */
  async upsert(place: Place, entities: readonly EntityOfDevice[]): Promise<ReadonlyMap<string, string>> {
    const { status, body } = await this.#post(place, '/entityOperations/upsert?options=update', entities);
    if (status === 201 || status === 204) return new Map();
    const refused = status === 207 ? refusedOf(body) : undefined;
    if (refused) return refused;
    if (entities.length === 1) return new Map([[entities[0]!.id, `${status}`]]);
    // One by one, so that only what is wrong is refused.
    const found = new Map<string, string>();
    for (const entity of entities) for (const [id, why] of await this.upsert(place, [entity])) found.set(id, why);
    return found;
  }

  /**
   * Adds to the history what came late, and leaves the current values.
   *
   * @returns why the broker refuses it; undefined when it does not
   * @throws BrokerUnavailable
   */
  async append(place: Place, entity: EntityOfDevice): Promise<string | undefined> {
    const lists = Object.entries(entity).map(([name, value]) => [name, isObject(value) ? [value] : value]);
    const { status } = await this.#post(place, '/temporal/entities', Object.fromEntries(lists));
    return status === 201 || status === 204 ? undefined : `${status}`;
  }

  /**
   * What of an entity is not in its history, by the times of its attributes.
   *
   * @returns undefined when all of it is
   * @throws BrokerUnavailable
   */
  async missingInHistory(place: Place, entity: EntityOfDevice): Promise<EntityOfDevice | undefined> {
    const { id, type, ...attributes } = entity;
    const times = Object.values(attributes).map((value) => timeOf(value));
    const query = new URLSearchParams({
      attrs: Object.keys(attributes).join(','),
      timerel: 'between',
      timeAt: new Date(Math.min(...times) - 1000).toISOString(),
      endTimeAt: new Date(Math.max(...times) + 1000).toISOString(),
    });
    const path = `/temporal/entities/${encodeURIComponent(id)}?${query}`;
    const { status, body } = await this.#ask(place, path, { method: 'GET' });
    const found = status === 200 ? tryJson(body) : {};
    const missing = Object.entries(attributes).filter(([name, value]) => {
      const instances: unknown = isObject(found) ? found[name] : undefined;
      return !(Array.isArray(instances) ? instances : [instances]).some((one) => timeOf(one) === timeOf(value));
    });
    return missing.length === 0 ? undefined : { id, type, ...Object.fromEntries(missing) };
  }

  /**
   * Removes an entity and its history, as far as they are there.
   *
   * @throws Error when the broker refuses it; BrokerUnavailable
   */
  async remove(place: Place, id: string): Promise<void> {
    for (const path of ['/entities/', '/temporal/entities/']) {
      const { status } = await this.#ask(place, `${path}${encodeURIComponent(id)}`, { method: 'DELETE' });
      if (status !== 204 && status !== 404) throw new Error(`the broker answered ${status} to the end of ${id}`);
    }
  }

  /** Whether the broker answers. */
  async isAlive(): Promise<boolean> {
    const answer = await send(`${this.url}/q/health/live`, { timeout: 5000 }).catch(() => undefined);
    return answer?.status === 200;
  }

  #post(place: Place, path: string, body: unknown) {
    return this.#ask(place, path, { method: 'POST', body: JSON.stringify(body) });
  }

  async #ask({ tenant, context }: Place, path: string, request: Pick<HttpRequest, 'method' | 'body'>) {
    const headers = {
      accept: 'application/json',
      ...(request.body !== undefined && { 'content-type': 'application/json' }),
      link: brokerContextLink({ context }),
      ...(tenant !== undefined && { 'NGSILD-Tenant': tenant }),
    };
    const options = { ...request, headers, timeout: this.timeout };
    const answer = await send(`${this.url}/ngsi-ld/v1${path}`, options).catch((error: unknown) => {
      throw new BrokerUnavailable(`the broker cannot be reached: ${reasonOf(error)}`);
    });
    if (isPassing(answer.status)) throw new BrokerUnavailable(`the broker answered ${answer.status}`);
    return answer;
  }
}

/** Of an attribute as it is sent or kept, in milliseconds since 1970. */
function timeOf(attribute: unknown): number {
  return isObject(attribute) ? Date.parse(String(attribute.observedAt)) : Number.NaN;
}

/**
 * Of an answer for each entity, those that were refused; undefined when it cannot be told which. ETSI GS CIM 009, 5.2.17, has
 * `entityId` and `error`; Scorpio 5.0.3 says `id` and `ProblemDetails`.
 */
function refusedOf(body: string): ReadonlyMap<string, string> | undefined {
  const answer: unknown = tryJson(body);
  if (!isObject(answer)) return undefined;
  const errors = objectsOf(answer.errors);
  const refused = errors.flatMap(({ entityId, id = entityId, error, ProblemDetails = error }): [string, string][] =>
    typeof id === 'string' ? [[id, String(isObject(ProblemDetails) ? ProblemDetails.status : '')]] : [],
  );
  return refused.length === errors.length && refused.length > 0 ? new Map(refused) : undefined;
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
