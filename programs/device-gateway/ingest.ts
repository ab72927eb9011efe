import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { DeviceGroup } from '../../constructs/components/device-gateway/device-group';
import type { Log } from '../shared/log';
import { reasonOf } from '../shared/retry';
import { type TransactionQuery, transaction } from './database';
import { fewAlike, Lane, type Waiting } from './lane';
import type { Measure } from './measure';
import type { EntityOfDevice, NgsiLdClient, Place } from './ngsi-ld-client';
import { Refusal } from './refusal';

/** Bounds and pauses of {@link Ingest}. */
export interface IngestOptions {
  /** Measures that may wait for the broker. */
  readonly waiting: number;
  /** Entities that are sent at once. */
  readonly batch: number;
  /** Before something that failed is tried again, in milliseconds; it doubles up to 30 times this. */
  readonly pause: number;
}

/** Of a value: when it was measured, and a digest by which one that is sent again is known. */
type Mark = readonly [time: number, digest: string];

/** The newest values of an entity, by attribute, and which fixed attributes it was given. */
interface Latest {
  readonly entity: string;
  readonly observed: Readonly<Record<string, Mark>>;
  readonly fixed: string | null;
  /** Digests of the last measures, the last one at the end: by its marks a late one is not known. */
  readonly recent: readonly string[];
}

/** More than a device has under way, so that what it sends again after a lost connection is known. */
const mostRecent = 50;

/** As often a batch fails before each of it is sent alone. */
const triesTogether = 3;

/** What became of a batch. */
interface Outcome {
  /** Entities that the broker refuses, and why. */
  readonly refused: ReadonlyMap<string, string>;
  readonly current: number;
  readonly late: number;
}

/**
 * Brings measures to the broker, in batches, one at a time for each tenant and context. What waits while a batch is under way
 * is the next. An entity is in a batch once, so that nothing is skipped in its history. What fails where others do not stops
 * nobody else: it is tried alone, and refused in the end.
 *
 * The broker takes whatever comes last for the current value. So the times of the newest values are kept here: in a
 * transaction that holds the entities of the batch, an attribute that is older than its newest value goes to the history only.
 * That holds with several replicas too.
 */
export class Ingest {
  /** Measures that became current, and that are history only; attempts that failed. */
  readonly counts = { current: 0, late: 0, failures: 0 };
  /** By tenant and context, of which there are as many as the spec has. */
  readonly #lanes = new Map<string, Lane>();
  /** Measures that wait, by tenant and entity. */
  readonly #waitingOf = new Map<string, number>();
  #waiting = 0;
  #isStopping = false;

  constructor(
    private readonly sql: postgres.Sql,
    private readonly broker: NgsiLdClient,
    private readonly options: IngestOptions,
    private readonly log: Log,
  ) {}

  /** Measures that the broker has not answered yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Whether more may come in. */
  get hasRoom(): boolean {
    return this.#waiting < this.options.waiting && !this.#isStopping;
  }

  /** Whether more of an entity may come in: of one that sends more than the broker takes there is half of what may wait. */
  hasRoomFor({ tenant = '' }: Pick<DeviceGroup, 'tenant'>, entity: string): boolean {
    return this.hasRoom && (this.#waitingOf.get(`${tenant} ${entity}`) ?? 0) < this.options.waiting / 2;
  }

  /**
   * Resolves when the broker has the measure.
   *
   * @throws Refusal when the broker refuses it; Error when the program stops before it has it
   */
  async take(measure: Measure): Promise<void> {
    const key = `${measure.group.tenant ?? ''} ${measure.entity}`;
    this.#waitingOf.set(key, (this.#waitingOf.get(key) ?? 0) + 1);
    try {
      await this.#take(measure);
    } finally {
      const left = this.#waitingOf.get(key)! - 1;
      if (left > 0) this.#waitingOf.set(key, left);
      else this.#waitingOf.delete(key);
    }
  }

  #take(measure: Measure): Promise<void> {
    const { tenant = '', context } = measure.group;
    const key = `${tenant} ${context}`;
    return new Promise((resolve, reject) => {
      this.#waiting++;
      const lane = this.#lanes.get(key) ?? new Lane(this.options.pause);
      this.#lanes.set(key, lane);
      lane.push({ measure, appended: new Set<string>(), resolve, reject });
      if (!lane.isDrained) void this.#drain(lane);
    });
  }

  /** Gives up what waits: none of it is acknowledged, and who sent it sends it again. */
  stop(): void {
    this.#isStopping = true;
  }

  async #drain(lane: Lane): Promise<void> {
    lane.isDrained = true;
    // What arrives within the same turn goes together.
    await sleep(0);
    for (let batch = lane.take(this.options.batch); batch.length > 0; batch = lane.take(this.options.batch))
      await this.#send(lane, batch);
    lane.isDrained = false;
    if (this.#isStopping) this.#giveUp(lane.clear());
    if (!lane.isEmpty) setTimeout(() => lane.isDrained || void this.#drain(lane), this.options.pause);
  }

  /** Until the broker has answered for each of them, or it was put back. */
  async #send(lane: Lane, batch: readonly Waiting[]): Promise<void> {
    let left = batch;
    for (let failures = 1; ; failures++) {
      const error = await this.#try(lane, left);
      if (error === undefined) return;
      if (isOfData(error) || failures % triesTogether === 0 || left.some((one) => lane.isSuspect(one)))
        left = await this.#sendApart(lane, left, error);
      if (left.length === 0) return;
      if (this.#isStopping) return this.#giveUp(left);
      const pause = this.options.pause * Math.min(2 ** (failures - 1), 30);
      await sleep(pause * (0.75 + Math.random() / 2));
    }
  }

  /**
   * Sends each of a batch that has failed alone. What fails then too is put back or refused, so that it stops nobody else.
   *
   * @returns what is left, where the first few fail alike: then it is the broker
   */
  async #sendApart(lane: Lane, batch: readonly Waiting[], error: unknown): Promise<readonly Waiting[]> {
    if (batch.length === 1) {
      this.#putBack(lane, batch[0]!, error);
      return [];
    }
    const failed = new Map<Waiting, unknown>();
    // From anywhere, so that it is not always the same few.
    const first = Math.floor(Math.random() * batch.length);
    const order = [...batch.slice(first), ...batch.slice(0, first)];
    for (const [at, one] of order.entries()) {
      if (this.#isStopping) return [...failed.keys(), ...order.slice(at)];
      if (at === fewAlike && failed.size === at && ![...failed.values()].some(isOfData)) return batch;
      const why = await this.#try(lane, [one]);
      if (why !== undefined) failed.set(one, why);
    }
    for (const [one, why] of failed) this.#putBack(lane, one, why);
    return [];
  }

  /** @returns why it failed; undefined when the broker has answered for each */
  async #try(lane: Lane, batch: readonly Waiting[]): Promise<unknown> {
    try {
      const { refused, current, late } = await this.#store(batch);
      this.counts.current += current;
      this.counts.late += late;
      for (const one of batch) {
        lane.answered(one);
        const why = refused.get(one.measure.entity);
        if (why === undefined) one.resolve();
        else one.reject(new Refusal('broker', `The broker refuses the values: ${why}.`));
      }
      this.#waiting -= batch.length;
      return undefined;
    } catch (error) {
      if (!isOfData(error)) {
        this.counts.failures++;
        this.log('measures wait', { measures: this.#waiting, reason: reasonOf(error) });
      }
      return error;
    }
  }

  #putBack(lane: Lane, one: Waiting, error: unknown): void {
    const isWrong = isOfData(error);
    if (!isWrong && lane.putBack(one)) return;
    this.#waiting--;
    const why = isWrong
      ? 'The values cannot be stored.'
      : 'The broker fails with the values, and not with those of others.';
    one.reject(new Refusal('broker', why));
  }

  #giveUp(left: readonly Waiting[]): void {
    this.#waiting -= left.length;
    for (const { reject } of left) reject(new Error('the program stops'));
  }

  async #store(batch: readonly Waiting[]): Promise<Outcome> {
    const { tenant, context } = batch[0]!.measure.group;
    const place: Place = { tenant, context };
    return transaction(this.sql, async (sql) => {
      const measures = batch.map(({ measure }) => measure);
      const known = await held(sql, tenant ?? '', measures);
      const current: EntityOfDevice[] = [];
      const refused = new Map<string, string>();
      const changed: Latest[] = [];
      const sent: EntityOfDevice[] = [];
      let lateOnes = 0;
      for (const { measure, appended } of batch) {
        const latest = known.get(measure.entity)!;
        const digest = digestOf(measure.attributes);
        const { newer, late } = divided(measure, latest, digest);
        const recent = [...latest.recent.filter((one) => one !== digest), digest].slice(-mostRecent);
        const entity = { id: measure.entity, type: measure.group.type };
        const next = { ...latest, recent };
        if (Object.keys(newer).length > 0) {
          const fixed = JSON.stringify(measure.fixed);
          const marks = Object.fromEntries(
            Object.entries(newer).map(([name, value]) => [name, markOf(measure, value)]),
          );
          sent.push({ ...entity, ...newer });
          current.push({ ...entity, ...(latest.fixed !== fixed && measure.fixed), ...newer });
          changed.push({ ...next, observed: { ...latest.observed, ...marks }, fixed });
        } else changed.push(next);
        if (Object.keys(late).length > 0) {
          const why = await this.#append(place, entity, late, appended);
          if (why !== undefined) refused.set(measure.entity, why);
          sent.push({ ...entity, ...late });
          lateOnes++;
        }
      }
      if (current.length > 0) for (const [id, why] of await this.broker.upsert(place, current)) refused.set(id, why);
      const good = changed.filter(({ entity }) => !refused.has(entity));
      if (good.length > 0)
        await sql`
          update latest set observed = new.observed, fixed = new.fixed, recent = new.recent
          from jsonb_to_recordset(${sql.json(good as never)})
            as new (entity text, observed jsonb, fixed text, recent jsonb)
          where latest.tenant = ${tenant ?? ''} and latest.entity = new.entity`;
      const recorded = sent.filter(({ id }) => !refused.has(id));
      if (recorded.length > 0)
        await sql`
          insert into journal (tenant, context, entity)
          select ${tenant ?? ''}, ${context}, entity from jsonb_array_elements(${sql.json(recorded as never)}) as entity`;
      return { refused, current: current.filter(({ id }) => !refused.has(id)).length, late: lateOnes };
    });
  }

  /** Adds to the history what it was not given yet. @returns why the broker refuses it */
  async #append(
    place: Place,
    entity: EntityOfDevice,
    late: Readonly<Record<string, unknown>>,
    appended: Set<string>,
  ): Promise<string | undefined> {
    const left = Object.entries(late).filter(([name]) => !appended.has(name));
    if (left.length === 0) return undefined;
    const why = await this.broker.append(place, { ...entity, ...Object.fromEntries(left) });
    if (why === undefined) for (const [name] of left) appended.add(name);
    return why;
  }
}

/**
 * Whether an error is one of what was measured, which sending it again cannot help: PostgreSQL does not take the data (class
 * 22), or it is nested too deeply for JSON. A TypeError is not among them: postgres.js 3.4 has it for a connection that is lost.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
function isOfData(error: unknown): boolean {
  return error instanceof RangeError || (error instanceof postgres.PostgresError && error.code.startsWith('22'));
}

/** The rows of the entities, which nobody else may have meanwhile. */
async function held(
  sql: TransactionQuery,
  tenant: string,
  measures: readonly Measure[],
): Promise<ReadonlyMap<string, Latest>> {
  // In one order, so that replicas do not wait for each other in a ring.
  const entities = measures.map(({ entity }) => entity).sort();
  await sql`
    insert into latest (tenant, entity) select ${tenant}, entity from unnest(${entities}::text[]) as entity order by entity
    on conflict do nothing`;
  const rows = await sql<Latest[]>`
    select entity, observed, fixed, recent from latest where tenant = ${tenant} and entity in ${sql(entities)}
    order by entity for update`;
  return new Map(rows.map((row) => [row.entity, row]));
}

function divided(measure: Measure, { observed, recent }: Latest, digest: string) {
  const entries = Object.entries(measure.attributes);
  const isLate = (name: string) => (observed[name]?.[0] ?? Number.NEGATIVE_INFINITY) > measure.time;
  // One that was not acknowledged in time is sent again.
  const isRepeated = (name: string, value: object) => String(observed[name]) === String(markOf(measure, value));
  const isKnown = recent.includes(digest);
  return {
    newer: Object.fromEntries(entries.filter(([name, value]) => !isLate(name) && !isRepeated(name, value))),
    late: Object.fromEntries(entries.filter(([name]) => isLate(name) && !isKnown)),
  };
}

function markOf({ time }: Measure, value: object): Mark {
  return [time, digestOf(value)];
}

/** Attributes have their time in them. */
function digestOf(value: object): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 12);
}
