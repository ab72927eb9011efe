import type { PublishedType } from '../../constructs/components/publisher/published-type';
import type { JsonObject } from '../shared/json-value';
import type { Log } from '../shared/log';
import { type Broker, longestPage, subscriptionId } from './broker';
import { Coverage } from './coverage';
import { extraOf, isOwn, patchOf, portalDataset, tableOf } from './describe-dataset';
import { type Portal, PortalRefusal } from './portal';
import type { PublisherConfig } from './publisher-config';
import { columnsOf, rowOf } from './row';

/** Rows that are written at once: CKAN takes about a millisecond for each. */
const batch = 500;

/** Characters of JSON that are written at once: proxies before a portal take a megabyte and more. */
const batchLength = 750_000;

/** Changes that are remembered; beyond it everything is compared. */
const mostPending = 20_000;

/** What became of entities, for the metrics. */
export interface Counts {
  written: number;
  removed: number;
  /** Those that the portal does not take. */
  refused: number;
  /** Comparisons of everything that came to their end. */
  scans: number;
}

/**
 * Keeps the dataset of one type equal to the broker. A notification says only that an entity changed: what it is now is asked
 * of the broker, so it does not matter in which order, how often or from whom notifications come. Nothing is kept on disk;
 * a comparison of everything finds what was missed.
 */
export class DatasetSync {
  readonly counts: Counts = { written: 0, removed: 0, refused: 0, scans: 0 };
  /** Entities in the broker at the last comparison. */
  entities = 0;
  /** When the dataset was last known to be equal to the broker, in milliseconds since 1970. */
  equalAt: number | undefined;
  /** When the newest entity that is published was changed, in milliseconds since 1970. */
  newest: number | undefined;
  #pending = new Set<string>();
  #scanAt = 0;
  /** Whether something may have been missed since the last comparison began. */
  #isSuspected = false;
  #table: string | undefined;
  #coverage = new Coverage();

  constructor(
    readonly type: PublishedType,
    private readonly config: PublisherConfig,
    private readonly broker: Broker,
    private readonly portal: Portal,
    private readonly log: Log,
  ) {}

  /** Entities that are known to have changed. */
  get pending(): number {
    return this.#pending.size;
  }

  /** When everything is to be compared again, by performance.now(). */
  get scanAt(): number {
    return this.#isSuspected ? 0 : this.#scanAt;
  }

  /** Notes that entities changed. */
  changed(ids: readonly string[]): void {
    if (this.type.access === 'restricted') return;
    for (const id of ids) this.#pending.add(id);
    if (this.#pending.size <= mostPending) return;
    this.#pending.clear();
    this.suspect();
  }

  /**
   * Compares everything as soon as may be: something may have been missed. A comparison under way may be past it already, and
   * is followed by another.
   */
  suspect(): void {
    this.#isSuspected = true;
  }

  /**
   * Publishes what is known to have changed. What changes meanwhile is left for the next time: a dataset of which something
   * always changes would keep all others waiting.
   *
   * @throws BrokerUnavailable, PortalUnavailable, PortalRefusal; nothing is forgotten then
   */
  async drain(): Promise<void> {
    const table = this.#table;
    if (table === undefined) return;
    for (let left = this.#pending.size; left > 0; left -= batch) {
      const ids = [...this.#pending].slice(0, Math.min(batch, left));
      for (const id of ids) this.#pending.delete(id);
      try {
        await this.#publish(table, ids, 'upsert');
      } catch (error) {
        this.changed(ids);
        throw error;
      }
    }
  }

  /**
   * Compares everything, a page at a time, and mends what differs. Changes that come meanwhile can be drained between two
   * pages.
   *
   * @throws BrokerUnavailable, PortalUnavailable, PortalRefusal
   */
  async *scan(): AsyncGenerator<void> {
    const began = Date.now();
    const begun = performance.now();
    this.#isSuspected = false;
    const table = yield* this.#prepare();
    if (table !== undefined) {
      yield* this.#compare(table);
      await this.#describe();
    }
    this.counts.scans++;
    this.equalAt = began;
    // Comparisons of all datasets take a tenth of the time at most.
    const { scanPause, types } = this.config;
    this.#scanAt = performance.now() + Math.max(scanPause, 10 * types.length * (performance.now() - begun));
  }

  /** Makes the dataset, its table and the subscription. @returns the table; none for a dataset of metadata alone */
  async *#prepare(): AsyncGenerator<void, string | undefined> {
    const dataset = await this.#describe();
    const table = tableOf(dataset);
    this.#table = this.type.access === 'public' ? table : undefined;
    if (this.#table === undefined) return undefined;
    // The portal takes a second or two for each of these.
    yield;
    if (await this.portal.table(this.#table, columnsOf(this.type))) this.log('table made', { dataset: this.type.name });
    yield;
    // Before the comparison: what changes during it is notified.
    const { city, notifyUrl } = this.config;
    const uri = `${notifyUrl}/${this.type.name}`;
    await this.broker.subscribe(this.type, subscriptionId(city, this.type.name), uri);
    return this.#table;
  }

  async #describe(): Promise<JsonObject> {
    const { type, config, portal } = this;
    const known = await portal.dataset(type.name);
    if (!known) {
      const made = await portal.createDataset(portalDataset(config, type, this.#coverage));
      this.log('dataset made', { dataset: type.name });
      return made;
    }
    if (!isOwn(config, known)) throw new PortalRefusal(`the portal has a dataset ${type.name} that is somebody else's`);
    if (this.#coverage.spatial === undefined) {
      this.#coverage = Coverage.from(extraOf(known, 'spatial'), extraOf(known, 'temporal_start'));
    }
    const patch = patchOf(known, portalDataset(config, type, this.#coverage));
    return patch ? portal.patchDataset(patch) : known;
  }

  async *#compare(table: string): AsyncGenerator<void> {
    let entities = 0;
    let present = 0;
    let map: string | undefined;
    for (let offset = 0; ; offset += longestPage) {
      const page = await this.broker.page(this.type, { offset, map, brief: true });
      map = page.map;
      const ids = page.entities.map(({ id }) => String(id));
      const versions = ids.length > 0 ? await this.portal.versions(table, ids) : new Map<string, unknown>();
      const differing = page.entities.filter(({ id, modifiedAt }) => versions.get(String(id)) !== modifiedAt);
      const { missing, stale } = split(differing, versions);
      const made = await this.#publish(table, missing, 'insert');
      await this.#publish(table, stale, 'upsert');
      for (const entity of page.entities) this.#noteChange(entity);
      entities += ids.length;
      present += versions.size + made;
      yield;
      if (page.last) break;
    }
    this.entities = entities;
    if ((await this.portal.count(table)) > present) yield* this.#removeGone(table);
  }

  /** Removes rows of entities that are gone. */
  async *#removeGone(table: string): AsyncGenerator<void> {
    for (let offset = 0; ; ) {
      const ids = await this.portal.ids(table, offset, longestPage);
      if (ids.length === 0) return;
      const kept = new Set((await this.broker.byId(this.type, ids)).map(({ id }) => String(id)));
      const gone = ids.filter((id) => !kept.has(id));
      await this.#remove(table, gone);
      offset += ids.length - gone.length;
      yield;
    }
  }

  /** Writes the entities as they are now, and removes those that are not. @returns how many rows were written */
  async #publish(table: string, ids: readonly string[], method: 'insert' | 'upsert'): Promise<number> {
    let written = 0;
    for (let from = 0; from < ids.length; from += batch) {
      const some = ids.slice(from, from + batch);
      const entities = await this.broker.byId(this.type, some);
      const found = new Set(entities.map(({ id }) => String(id)));
      const gone = some.filter((id) => !found.has(id));
      if (method === 'upsert') await this.#remove(table, gone);
      for (const rows of parcels(entities.map((entity) => rowOf(this.type, entity))))
        written += await this.#write(table, method, rows);
      for (const entity of entities) this.#note(entity);
    }
    return written;
  }

  /** Writes rows; when some are refused, the others are written all the same. @returns how many were */
  async #write(table: string, method: 'insert' | 'upsert', rows: readonly JsonObject[]): Promise<number> {
    const [first] = rows;
    if (first === undefined) return 0;
    try {
      await this.portal.write(table, method, rows);
    } catch (error) {
      if (!(error instanceof PortalRefusal)) throw error;
      // Somebody has written one of them meanwhile: this program itself, before it was stopped.
      if (method === 'insert') return this.#write(table, 'upsert', rows);
      if (rows.length === 1) {
        this.counts.refused++;
        this.log('refused', { dataset: this.type.name, entity: first.id, reason: error.message });
        return 0;
      }
      const half = Math.ceil(rows.length / 2);
      const written = await this.#write(table, method, rows.slice(0, half));
      return written + (await this.#write(table, method, rows.slice(half)));
    }
    this.counts.written += rows.length;
    return rows.length;
  }

  async #remove(table: string, ids: readonly string[]): Promise<void> {
    await this.portal.remove(table, ids);
    this.counts.removed += ids.length;
  }

  #note(entity: JsonObject): void {
    this.#coverage.add(this.type, entity);
    this.#noteChange(entity);
  }

  #noteChange({ modifiedAt }: JsonObject): void {
    const changed = Date.parse(String(modifiedAt));
    if (changed > (this.newest ?? 0)) this.newest = changed;
  }
}

function split(entities: readonly JsonObject[], versions: ReadonlyMap<string, unknown>) {
  const ids = entities.map(({ id }) => String(id));
  return { missing: ids.filter((id) => !versions.has(id)), stale: ids.filter((id) => versions.has(id)) };
}

/** The rows in lists of which none is longer than what is written at once, but for one with a single row. */
function parcels(rows: readonly JsonObject[]): JsonObject[][] {
  const lists: JsonObject[][] = [];
  let length = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const own = JSON.stringify(row).length;
    if (length + own > batchLength) {
      lists.push([]);
      length = 0;
    }
    lists.at(-1)?.push(row);
    length += own;
  }
  return lists;
}
