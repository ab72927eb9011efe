import { ProblemDetails } from '../dcat-ap/answer';
import { bareValue } from '../publisher/attribute-value';
import { BrokerUnavailable, brokerContextLink, longestPage } from '../publisher/broker';
import { type HttpResponse, send } from '../shared/http';
import { inHalves, type PageSpan, TooManyParts } from '../shared/in-halves';
import { type JsonObject, objectsOf } from '../shared/json-value';
import { isEntityId } from '../shared/ngsi-ld-text';
import { reasonOf } from '../shared/retry';
import type { Collection } from './collection';

/** Which entities of a collection, in the words of NGSI-LD that the broker is asked in. */
export interface Selection {
  /** Conditions that all hold. */
  readonly q: readonly string[];
  /** Coordinates of a MultiPolygon that the place meets. @default - anywhere */
  readonly within?: readonly unknown[];
}

/** Where a page begins. */
export interface PageStart {
  readonly offset: number;
  readonly limit: number;
  /** Of the page before: what changes meanwhile moves nothing to another page. */
  readonly snapshot?: string | undefined;
}

/** Some of the entities of a selection. */
export interface EntityPage {
  readonly entities: readonly JsonObject[];
  /** How many entities the whole selection has. */
  readonly matched: number;
  /** By which the next page is asked for. Undefined where there is nothing. */
  readonly snapshot?: string;
}

/** A value of an attribute, and when it was observed, in milliseconds since 1970. */
export interface PastValue {
  readonly time: number;
  /** As the broker writes it. */
  readonly observedAt: string;
  /** Bare, null where it has none. */
  readonly value: unknown;
  readonly instance: string;
  /** Of several values at the same time, which one it is. @default - the one without a name */
  readonly datasetId?: string;
  /** UN/CEFACT code. @default - it says none: that of the data model */
  readonly unitCode?: string;
}

const mapName = 'urn:ngsi-ld:entitymap:';

/** Reads entities and their history from the broker, of one collection at a time. */
export class EntityReader {
  constructor(
    private readonly url: string,
    private readonly timeout: number,
  ) {}

  /**
   * A page of a selection.
   *
   * @throws BrokerUnavailable
   * @throws ProblemDetails where the snapshot is of another selection, or too little is left of it, and where the broker
   *   refuses the question
   */
  async page(collection: Collection, selection: Selection, start: PageStart): Promise<EntityPage> {
    const answer = await this.#page(collection, selection, start);
    if (answer.status === 404) return { entities: [], matched: 0 };
    if (answer.status === 400 && start.snapshot !== undefined)
      throw new ProblemDetails(400, 'Bad request', 'The snapshot belongs to another query: begin with its first page.');
    refuseRefused(answer);
    if (answer.status === 500 && start.snapshot !== undefined) return this.#parts(collection, selection, start);
    const map = answer.headers['ngsild-entitymap'];
    const snapshot = typeof map === 'string' ? map.slice(mapName.length) : start.snapshot;
    return { entities: listOf(answer), matched: matchedBy(answer), ...(snapshot !== undefined && { snapshot }) };
  }

  /** A page of a snapshot of which entities were deleted since. */
  async #parts(collection: Collection, selection: Selection, start: PageStart): Promise<EntityPage> {
    let matched: number | undefined;
    const ask = async (part: PageSpan) => {
      const answer = await this.#page(collection, selection, { ...start, ...part });
      if (answer.status !== 200) return undefined;
      matched = matchedBy(answer);
      return listOf(answer);
    };
    const entities = await inHalves(start, ask).catch((error: unknown) => {
      if (!(error instanceof TooManyParts)) throw error;
      throw new ProblemDetails(410, 'Gone', 'Too much was deleted since the first page: begin with it again.');
    });
    // Deleted entities alone say nothing of how many others there are.
    matched ??= matchedBy(await this.#page(collection, selection, { offset: 0, limit: 1 }));
    return { entities, matched, ...(start.snapshot !== undefined && { snapshot: start.snapshot }) };
  }

  #page(
    { type, place = 'location', attributes, ...collection }: Collection,
    { q, within }: Selection,
    start: PageStart,
  ) {
    const query = new URLSearchParams({
      type,
      ...(q.length > 0 && { q: q.join(';') }),
      ...(within && {
        georel: 'intersects',
        geometry: 'MultiPolygon',
        coordinates: JSON.stringify(within),
        geoproperty: place,
      }),
      // Of a snapshot Scorpio keeps the order only where it is told what to pick.
      pick: ['id', 'type', 'modifiedAt', ...attributes.map(({ name }) => name)].join(','),
      limit: String(Math.min(start.limit, longestPage)),
      offset: String(start.offset),
      count: 'true',
      options: 'sysAttrs',
    });
    const headers = start.snapshot === undefined ? {} : { 'NGSILD-EntityMap': `${mapName}${start.snapshot}` };
    return this.#ask(collection, `/entities?${query}`, headers, start.snapshot !== undefined);
  }

  /** An entity of the collection, by its id. Undefined where there is none. @throws BrokerUnavailable */
  async entity(collection: Collection, id: string): Promise<JsonObject | undefined> {
    if (!isEntityId(id)) return undefined;
    const answer = await this.#ask(collection, `/entities/${encodeURIComponent(id)}?options=sysAttrs`);
    if (answer.status === 404) return undefined;
    const entity = parsed(answer) as JsonObject;
    const types = Array.isArray(entity.type) ? entity.type : [entity.type];
    return answer.status === 200 && types.includes(collection.type) ? entity : undefined;
  }

  /**
   * The newest values from one time to another, of whatever `datasetId`, at most `longestPage`, newest first. Both ends are
   * in it, as the broker counts.
   *
   * @returns none where the broker knows no value
   * @throws BrokerUnavailable
   * @throws ProblemDetails where the broker refuses the question
   */
  async values(
    collection: Collection,
    id: string,
    attribute: string,
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<readonly PastValue[]> {
    const query = new URLSearchParams({
      attrs: attribute,
      timerel: 'between',
      timeAt: new Date(from).toISOString(),
      endTimeAt: new Date(to).toISOString(),
      lastN: String(longestPage),
    });
    const answer = await this.#ask(collection, `/temporal/entities/${encodeURIComponent(id)}?${query}`);
    if (answer.status === 404) return [];
    refuseRefused(answer);
    if (answer.status !== 200) throw new BrokerUnavailable(`the broker answered ${answer.status} to a temporal query`);
    const instances = (parsed(answer) as JsonObject)[attribute];
    // Of one value it gives no list.
    return objectsOf(Array.isArray(instances) ? instances : [instances])
      .flatMap((instance): PastValue[] => {
        const { observedAt, instanceId, datasetId, unitCode } = instance;
        const time = typeof observedAt === 'string' ? Date.parse(observedAt) : Number.NaN;
        if (Number.isNaN(time)) return [];
        const said = {
          ...(typeof datasetId === 'string' && { datasetId }),
          ...(typeof unitCode === 'string' && { unitCode }),
        };
        const value = bareValue(instance) ?? null;
        return [{ time, observedAt: String(observedAt), value, instance: String(instanceId), ...said }];
      })
      .sort((one, other) => other.time - one.time);
  }

  /** @param whatever whether a 500 is an answer too: of a snapshot it says that an entity is gone */
  async #ask(
    asked: Pick<Collection, 'context' | 'tenant'>,
    path: string,
    added: Readonly<Record<string, string>> = {},
    whatever = false,
  ): Promise<HttpResponse> {
    const headers = {
      accept: 'application/json',
      link: brokerContextLink(asked),
      ...(asked.tenant !== undefined && { 'NGSILD-Tenant': asked.tenant }),
      ...added,
    };
    const answer = await send(`${this.url}/ngsi-ld/v1${path}`, { timeout: this.timeout, headers }).catch(
      (error: unknown) => {
        throw new BrokerUnavailable(`the broker cannot be reached: ${reasonOf(error)}`);
      },
    );
    if ((answer.status >= 500 && !(whatever && answer.status === 500)) || answer.status === 429)
      throw new BrokerUnavailable(`the broker answered ${answer.status}`);
    return answer;
  }
}

const matchedBy = ({ headers }: HttpResponse): number => Number(headers['ngsild-results-count'] ?? 0);

/** The broker is there, and would refuse it again. @throws ProblemDetails */
function refuseRefused({ status }: HttpResponse): void {
  if (status === 400) throw new ProblemDetails(400, 'Bad request', 'The context broker refuses what is asked for.');
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
