import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import type { Log } from '../shared/log';
import { reasonOf } from '../shared/retry';

/** What only one replica does at a time. */
export interface LeasedWork {
  begin(): void;
  end(): void;
}

/** Holds a lock of the database as long as its session lives, and does the work meanwhile: another replica then has it. */
export class Lease {
  #isStopping = false;
  #sql: postgres.Sql | undefined;

  constructor(
    private readonly options: postgres.Options<Record<string, never>>,
    private readonly work: LeasedWork,
    private readonly log: Log,
    /** Between two looks, in milliseconds. */
    private readonly pause = 5000,
  ) {}

  async run(): Promise<void> {
    while (!this.#isStopping) {
      const sql = postgres({ ...this.options, max: 1, idle_timeout: 0, max_lifetime: null, onclose: () => undefined });
      this.#sql = sql;
      try {
        await this.#hold(sql);
      } catch (error) {
        if (!this.#isStopping) this.log('lease lost', { reason: reasonOf(error) });
      }
      await sql.end({ timeout: 1 }).catch(() => undefined);
      if (!this.#isStopping) await sleep(this.pause);
    }
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#sql?.end({ timeout: 1 }).catch(() => undefined);
  }

  /** @returns when somebody else has it; it throws when it was lost */
  async #hold(sql: postgres.Sql): Promise<void> {
    const [row] = await this.#answered(sql<{ has: boolean; pid: number }[]>`
      select pg_try_advisory_lock(715002) as has, pg_backend_pid() as pid`);
    if (!row?.has) return;
    this.log('lease held', {});
    this.work.begin();
    try {
      while (!this.#isStopping) {
        // A session that was made anew does not have the lock.
        const [now] = await this.#answered(sql<{ pid: number }[]>`select pg_backend_pid() as pid`);
        if (now?.pid !== row.pid) throw new Error('the session is another');
        await sleep(this.pause);
      }
    } finally {
      this.work.end();
    }
  }

  /** A host that lost its power says nothing, and TCP waits for it for a quarter of an hour: another replica has the lock by then. */
  async #answered<T>(query: Promise<T>): Promise<T> {
    const isOver = new AbortController();
    const silence = sleep(2 * this.pause, undefined, { signal: isOver.signal }).then(() => {
      throw new Error('the database does not answer');
    });
    return Promise.race([query, silence]).finally(() => isOver.abort());
  }
}
