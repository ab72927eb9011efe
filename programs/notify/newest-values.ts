import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from 'postgres';
import type { Log } from '../shared/log';
import { reasonOf } from '../shared/retry';
import type { BrokerDatabases } from './broker-databases';

/** When the newest value came that a tenant has, in milliseconds since 1970. The default tenant is the empty text. */
export interface NewestValue {
  readonly tenant: string;
  /** In the current state. */
  readonly broker: number | undefined;
  /** In the history. */
  readonly history: number | undefined;
}

interface Row {
  readonly broker: string | null;
  readonly history: string | null;
}

/**
 * Looks again and again how new the newest value is, of each tenant, in the broker's current state and in its history: by the
 * broker's own clock, as a device may be wrong. Both questions are answered by an index (`i_entity_modifiedat`,
 * `temporalentityattrinstance_pkey`), so that their cost does not grow with what is stored.
 */
export class NewestValues {
  #values: readonly NewestValue[] = [];
  #failing = false;

  constructor(
    private readonly databases: BrokerDatabases,
    private readonly log: Log,
  ) {}

  /** As they were found last. */
  get values(): readonly NewestValue[] {
    return this.#values;
  }

  /** Looks until it is told to stop. What cannot be seen is forgotten, so that nobody takes it for a fresh number. */
  async run(pause: number, stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      try {
        this.#values = await this.#look();
        this.#failing = false;
      } catch (error) {
        this.#values = [];
        if (!this.#failing) this.log('newest values are not known', { reason: reasonOf(error) });
        this.#failing = true;
      }
      await sleep(pause, undefined, { signal: stop }).catch(() => undefined);
    }
  }

  async #look(): Promise<readonly NewestValue[]> {
    const found = [newestOf('', await this.databases.own(newest))];
    for (const { tenant, name } of await this.databases.ofTenants())
      found.push(newestOf(tenant, await this.databases.session(name, newest)));
    return found;
  }
}

const newest = (sql: Sql) => sql<Row[]>`
  select extract(epoch from (select max(modifiedat) from entity)) as broker,
    extract(epoch from (
      select coalesce(modifiedat, createdat) from temporalentityattrinstance order by internalid desc limit 1
    )) as history`;

function newestOf(tenant: string, [row]: readonly Row[]): NewestValue {
  const time = (seconds: string | null | undefined) => (seconds == null ? undefined : 1000 * Number(seconds));
  return { tenant, broker: time(row?.broker), history: time(row?.history) };
}
