import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { Log } from '../shared/log';
import { reasonOf } from '../shared/retry';
import { type TransactionQuery, transaction } from './database';
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

interface Waiting {
  readonly measure: Measure;
  /** Attributes that the history was given. It keeps what it was given twice twice, so a batch that failed leaves them out. */
  readonly appended: Set<string>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
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

/** What became of a batch. */
interface Outcome {
  /** Entities that the broker refuses, and why. */
  readonly refused: ReadonlyMap<string, string>;
  readonly current: number;
  readonly late: number;
}

/**
 * Brings measures to the broker, in batches, one at a time for each tenant and context. What waits while a batch is under way
 * is the next. An entity is in a batch once, so that nothing is skipped in its history.
 *
 * The broker takes whatever comes last for the current value. So the times of the newest values are kept here: in a
 * transaction that holds the entities of the batch, an attribute that is older than its newest value goes to the history only.
 * That holds with several replicas too.
 */
export class Ingest {
  /** Measures that became current, and that are history only; attempts that failed. */
  readonly counts = { current: 0, late: 0, failures: 0 };
  readonly #lanes = new Map<string, Waiting[]>();
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

  /**
   * Resolves when the broker has the measure.
   *
   * @throws Refusal when the broker refuses it; Error when the program stops before it has it
   */
  take(measure: Measure): Promise<void> {
    const { tenant = '', context } = measure.group;
    const key = `${tenant} ${context}`;
    return new Promise((resolve, reject) => {
      this.#waiting++;
      const waiting = { measure, appended: new Set<string>(), resolve, reject };
      const lane = this.#lanes.get(key);
      if (lane) return void lane.push(waiting);
      const made = [waiting];
      this.#lanes.set(key, made);
      void this.#drain(key, made);
    });
  }

  /** Gives up what waits: none of it is acknowledged, and who sent it sends it again. */
  stop(): void {
    this.#isStopping = true;
  }

  async #drain(key: string, lane: Waiting[]): Promise<void> {
    // What arrives within the same turn goes together.
    await sleep(0);
    while (lane.length > 0) {
      const batch = takeBatch(lane, this.options.batch);
      await this.#send(batch);
      this.#waiting -= batch.length;
    }
    this.#lanes.delete(key);
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    for (let pause = this.options.pause; ; pause = Math.min(2 * pause, 30 * this.options.pause)) {
      try {
        const { refused, current, late } = await this.#store(batch);
        this.counts.current += current;
        this.counts.late += late;
        for (const { measure, resolve, reject } of batch) {
          const why = refused.get(measure.entity);
          if (why === undefined) resolve();
          else reject(new Refusal('broker', `The broker refuses the values: ${why}.`));
        }
        return;
      } catch (error) {
        if (isOfData(error)) return this.#sendAlone(batch);
        this.counts.failures++;
        this.log('measures wait', { measures: this.#waiting, reason: reasonOf(error) });
        if (this.#isStopping) {
          for (const { reject } of batch) reject(new Error('the program stops'));
          return;
        }
        await sleep(pause * (0.75 + Math.random() / 2));
      }
    }
  }

  /** Of a batch that holds what cannot be stored, so that it stops nobody else. */
  async #sendAlone(batch: readonly Waiting[]): Promise<void> {
    const [first, ...others] = batch;
    if (others.length === 0) return first?.reject(new Refusal('broker', 'The values cannot be stored.'));
    for (const one of batch) await this.#send([one]);
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

/** The first of each entity, in the order in which they came. */
function takeBatch(lane: Waiting[], most: number): Waiting[] {
  const taken: Waiting[] = [];
  const left: Waiting[] = [];
  const entities = new Set<string>();
  for (const waiting of lane) {
    const { entity } = waiting.measure;
    if (taken.length < most && !entities.has(entity)) taken.push(waiting);
    else left.push(waiting);
    entities.add(entity);
  }
  lane.splice(0, lane.length, ...left);
  return taken;
}
