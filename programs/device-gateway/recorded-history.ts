import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import type { Log } from '../shared/log';
import { reasonOf } from '../shared/retry';
import type { EntityOfDevice, NgsiLdClient, Place } from './ngsi-ld-client';

/** What is known of how soon the broker writes its history. */
export interface RecordedHistoryOptions {
  /** After a start of the broker until it begins to write what it has in memory, in milliseconds. */
  readonly quiet: number;
  /** From its answer until what it took is written, in milliseconds. */
  readonly delay: number;
  /** Between two looks at the broker, in milliseconds. */
  readonly pause: number;
}

interface JournalRow {
  readonly id: string;
  readonly tenant: string;
  readonly context: string;
  readonly entity: EntityOfDevice;
}

/** As often what is missing is added; what is missing even then the broker takes and does not keep. */
const mostTries = 10;

/** What is known of the broker. */
interface Watched {
  /** Since when it answers, in milliseconds since 1970. */
  upSince: number | undefined;
  isDoubtful: boolean;
}

/** At the start nothing is known of the time before. */
const unknown = (): Watched => ({ upSince: undefined, isDoubtful: true });

/**
 * Makes sure that what the broker answered for is in its history. Scorpio 5.0.3 answers when it has the current value, and
 * keeps the history in memory for five seconds, after a start for a minute and more: a broker that is killed forgets it. So
 * what was sent stays in a journal until the broker has been up for long enough; after an outage the history is asked for
 * all that is in it, and what is missing is added. That, too, the broker has in memory first, and loses where its database is
 * away meanwhile: so it stays in the journal until it was seen in the history.
 */
export class RecordedHistory {
  /** Measures that were missing in the history, and were added. */
  mended = 0;
  /** How often a measure was added, by its number in the journal. */
  readonly #tries = new Map<string, number>();
  #watched = unknown();

  constructor(
    private readonly sql: postgres.Sql,
    private readonly broker: NgsiLdClient,
    private readonly options: RecordedHistoryOptions,
    private readonly log: Log,
  ) {}

  /** Until it is told to end. */
  async run(signal: AbortSignal): Promise<void> {
    this.#watched = unknown();
    while (!signal.aborted) {
      await this.look(Date.now(), signal).catch((error: unknown) => {
        this.log('history not looked at', { reason: reasonOf(error) });
        // The broker and this program have one database.
        this.#watched = unknown();
      });
      await sleep(this.options.pause, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Looks at the broker once, and at the journal when it is time. */
  async look(now = Date.now(), signal?: AbortSignal): Promise<void> {
    const { quiet, delay } = this.options;
    // Of this run: what is under way when another begins tells it nothing.
    const watched = this.#watched;
    if (!(await this.broker.isAlive())) {
      if (watched.upSince !== undefined) this.log('the broker is not well: its history is looked at when it is');
      Object.assign(watched, unknown());
      return;
    }
    watched.upSince ??= now;
    if (now - watched.upSince < quiet + delay) return;
    if (watched.isDoubtful) {
      watched.isDoubtful = !(await this.#mend(signal));
      // What was added is asked for when the broker has written it.
      if (watched.isDoubtful) watched.upSince = now - quiet;
      return;
    }
    await this.sql`delete from journal where at < now() - ${delay / 1000} * interval '1 s'`;
  }

  /**
   * Goes through the journal, oldest first, but for what may still be in the memory of the broker.
   *
   * @returns whether all of it was in the history
   */
  async #mend(signal?: AbortSignal): Promise<boolean> {
    const { delay } = this.options;
    for (let after = '0', before = this.mended, asked = 0; ; ) {
      // By the number and not by its text, which `order by id` would take.
      const rows = await this.sql<JournalRow[]>`
        select id::text, tenant, context, entity from journal
        where id > ${after} and at < now() - ${delay / 1000} * interval '1 s' order by journal.id limit 200`;
      const last = rows.at(-1);
      if (!last) {
        // It is looked at after outages alone.
        this.log('history looked at', { measures: asked, mended: this.mended - before });
        return this.mended === before;
      }
      asked += rows.length;
      const settled: string[] = [];
      for (const { id, tenant, context, entity } of rows) {
        // Another replica may be at it by now.
        if (signal?.aborted) return false;
        const place: Place = { tenant: tenant === '' ? undefined : tenant, context };
        const missing = await this.broker.missingInHistory(place, entity);
        const tries = this.#tries.get(id) ?? 0;
        const why = missing && (tries < mostTries ? await this.broker.append(place, missing) : 'it is not kept');
        if (missing && why === undefined) {
          this.mended++;
          this.#tries.set(id, tries + 1);
        } else {
          settled.push(id);
          this.#tries.delete(id);
        }
        if (why !== undefined) this.log('history not mended', { entity: entity.id, reason: why });
      }
      if (settled.length > 0) await this.sql`delete from journal where id in ${this.sql(settled)}`;
      after = last.id;
    }
  }
}
