import { setTimeout as sleep } from 'node:timers/promises';
import type { JsonObject } from '../shared/json-value';
import type { Log } from '../shared/log';
import { reasonOf } from '../shared/retry';
import { type Broker, subscriptionId } from './broker';
import { DatasetSync } from './dataset-sync';
import { isOwn } from './describe-dataset';
import type { Portal } from './portal';
import type { PublisherConfig } from './publisher-config';

/** Between two looks whether the broker is there, in milliseconds: one that was away may have lost notifications. */
const heartbeat = 5000;

/** A dataset, and what went wrong with it last. */
interface Kept {
  readonly sync: DatasetSync;
  failures: number;
  failing: string | undefined;
  /** Before the next attempt, in milliseconds. */
  wait: number;
  retryAt: number;
}

/**
 * Keeps the datasets of all published types equal to the broker. One thing is done after the other, so that the portal has
 * one client of this program at most: first what is known to have changed, in any dataset, then a page of a comparison.
 */
export class PublishingLoop {
  readonly #kept: readonly Kept[];
  readonly #stop = new AbortController();
  #scanning: { readonly kept: Kept; readonly pages: AsyncGenerator<void> } | undefined;
  #wake: () => void = () => undefined;
  #withdrawn = false;
  #withdrawAt = 0;

  constructor(
    private readonly config: PublisherConfig,
    private readonly broker: Broker,
    private readonly portal: Portal,
    private readonly log: Log,
  ) {
    this.#kept = config.types.map((type) => ({
      sync: new DatasetSync(type, config, broker, portal, log),
      failures: 0,
      failing: undefined,
      wait: 0,
      retryAt: 0,
    }));
  }

  get datasets(): readonly (Pick<DatasetSync, 'type' | 'counts' | 'entities' | 'equalAt' | 'newest' | 'pending'> & {
    readonly failures: number;
  })[] {
    return this.#kept.map(({ sync, failures }) => {
      const { type, counts, entities, equalAt, newest, pending } = sync;
      return { type, counts, entities, equalAt, newest, pending, failures };
    });
  }

  /**
   * Takes a notification.
   *
   * @returns whether there is a dataset of that name
   */
  notified(dataset: string, ids: readonly string[]): boolean {
    const kept = this.#kept.find(({ sync }) => sync.type.name === dataset);
    kept?.sync.changed(ids);
    this.#wake();
    return kept !== undefined;
  }

  /** Ends the subscription of a dataset that is published no more, if it is one of this program. */
  async forget(tenant: string | undefined, subscription: string): Promise<void> {
    if (subscription.startsWith(subscriptionId(this.config.city))) await this.broker.unsubscribe(tenant, subscription);
  }

  /** Works until {@link stop} is called. */
  async run(): Promise<void> {
    const beat = this.#watch();
    while (!this.#stop.signal.aborted) {
      // One time for all, so that what waits for another attempt is drained before it is compared.
      const now = performance.now();
      await this.#drainAll(now);
      if (!this.#withdrawn && now >= this.#withdrawAt) await this.#withdraw();
      this.#scanning ??= this.#nextScan(now);
      if (this.#scanning) await this.#step(this.#scanning.kept, this.#scanning.pages);
      else await this.#rest(performance.now());
    }
    await beat;
  }

  /** Ends after what is under way. */
  stop(): void {
    this.#stop.abort();
    this.#wake();
  }

  async #drainAll(now: number): Promise<void> {
    for (const kept of this.#kept) {
      if (kept.sync.pending === 0 || kept.retryAt > now || this.#stop.signal.aborted) continue;
      await this.#attempt(kept, () => kept.sync.drain());
    }
  }

  #nextScan(now: number): { kept: Kept; pages: AsyncGenerator<void> } | undefined {
    const due = this.#kept.filter(({ sync, retryAt }) => sync.scanAt <= now && retryAt <= now);
    const [kept] = due.sort((one, other) => one.sync.scanAt - other.sync.scanAt);
    return kept && { kept, pages: kept.sync.scan() };
  }

  async #step(kept: Kept, pages: AsyncGenerator<void>): Promise<void> {
    const isLeft = await this.#attempt(kept, async () => !(await pages.next()).done);
    if (isLeft !== true) this.#scanning = undefined;
    if (isLeft === false) this.#compared(kept);
  }

  /** What failed has been compared whole since. */
  #compared(kept: Kept): void {
    if (kept.failing !== undefined) this.log('published again', { dataset: kept.sync.type.name });
    kept.failing = undefined;
    kept.wait = 0;
    kept.retryAt = 0;
  }

  /** Notes a failure, after which everything is compared, and when. @returns undefined where it failed */
  async #attempt<T>(kept: Kept, work: () => Promise<T>): Promise<T | undefined> {
    const { name } = kept.sync.type;
    try {
      return await work();
    } catch (error) {
      const reason = reasonOf(error);
      // What goes on for hours is said when it begins and when it ends.
      if (kept.failing !== reason) this.log('not published', { dataset: name, reason });
      const { pause } = this.config;
      kept.failures++;
      kept.failing = reason;
      kept.wait = Math.min(Math.max(pause, 2 * kept.wait), 60 * pause);
      kept.retryAt = performance.now() + kept.wait;
      kept.sync.suspect();
      return undefined;
    }
  }

  /** Deletes datasets of this program that are published no more. */
  async #withdraw(): Promise<void> {
    const wanted = new Set(this.config.types.map(({ name }) => name));
    try {
      const gone: JsonObject[] = [];
      for await (const dataset of this.portal.datasetsOf(this.config.organization)) {
        if (!wanted.has(String(dataset.name)) && isOwn(this.config, dataset)) gone.push(dataset);
      }
      for (const dataset of gone) {
        await this.portal.deleteDataset(dataset);
        this.log('dataset withdrawn', { dataset: dataset.name });
      }
      this.#withdrawn = true;
    } catch (error) {
      this.log('nothing withdrawn', { reason: reasonOf(error) });
      this.#withdrawAt = performance.now() + 60 * this.config.pause;
    }
  }

  /** Waits until something has changed or is due. */
  async #rest(now: number): Promise<void> {
    const next = this.#kept.map(({ sync, retryAt }) => Math.max(sync.pending > 0 ? 0 : sync.scanAt, retryAt));
    const until = Math.min(...next, ...(this.#withdrawn ? [] : [this.#withdrawAt]), now + 60_000);
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    if (this.#stop.signal.aborted) return;
    await sleep(Math.max(10, until - now), undefined, { signal: woken.signal }).catch(() => undefined);
    this.#wake = () => undefined;
  }

  /** Has everything compared again after the broker was away. */
  async #watch(): Promise<void> {
    const tenants = this.config.types.map(({ tenant }) => (tenant === undefined ? {} : { tenant }));
    let wasThere = true;
    for (let turn = 0; !this.#stop.signal.aborted; turn++) {
      const isThere = await this.broker.alive(tenants[turn % tenants.length] ?? {}).then(
        () => true,
        () => false,
      );
      if (isThere && !wasThere) {
        for (const { sync } of this.#kept) sync.suspect();
        this.#wake();
      }
      wasThere = isThere;
      await sleep(heartbeat, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }
}
