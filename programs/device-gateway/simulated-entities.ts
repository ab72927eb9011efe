import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import type { DeviceGroup } from '../../constructs/components/device-gateway/device-group';
import type { Log } from '../shared/log';
import { reasonOf } from '../shared/retry';
import { entityOf } from './measure';
import type { NgsiLdClient } from './ngsi-ld-client';

/** How it is made sure that nothing comes back. */
export interface RemovalOptions {
  /** Between two looks, in milliseconds. */
  readonly pause: number;
  /** How long something is removed again and again, in milliseconds: a replica of before may still write, the broker's history too. */
  readonly settle: number;
}

interface Left {
  readonly tenant: string;
  readonly entity: string;
  readonly context: string;
  readonly group: string;
  readonly device: string;
  readonly isSettled: boolean;
}

/**
 * Removes what simulated devices have left once they are no longer among the groups: entity, history, credential, and what the
 * registry knows of them. Which these are is written down before anything is taken of them, and forgotten last.
 */
export class SimulatedEntities {
  /** Entities that are to be removed, as this replica knows. */
  left = 0;

  constructor(
    private readonly sql: postgres.Sql,
    private readonly broker: NgsiLdClient,
    private readonly groups: readonly DeviceGroup[],
    private readonly options: RemovalOptions,
    private readonly log: Log,
  ) {}

  /** Writes down the simulated devices that there are. Call it before anything is taken of them. */
  async note(): Promise<void> {
    const now = this.#now();
    if (now.length === 0) return;
    await this.sql`
      insert into simulated (tenant, entity, context, group_id, device_id)
      select tenant, entity, context, "group", device from jsonb_to_recordset(${this.sql.json(now as never)})
        as now (tenant text, entity text, context text, "group" text, device text)
      on conflict (tenant, entity) do update set gone_at = null`;
  }

  /** Until it is told to end. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.look().catch((error: unknown) => this.log('demo data not removed', { reason: reasonOf(error) }));
      await sleep(this.options.pause, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Removes what is left, once. @throws Error when database or broker are away: what is left then is so the next time */
  async look(): Promise<void> {
    await this.note();
    const rows = await this.sql<Left[]>`
      update simulated set gone_at = coalesce(gone_at, now())
      where not exists (
        select from jsonb_to_recordset(${this.sql.json(this.#now() as never)}) as now (tenant text, entity text)
        where now.tenant = simulated.tenant and now.entity = simulated.entity)
      returning tenant, entity, context, group_id as "group", device_id as device,
        gone_at < now() - ${this.options.settle / 1000} * interval '1 s' as "isSettled"`;
    this.left = rows.length;
    for (const left of rows) await this.#remove(left);
    const settled = rows.filter(({ isSettled }) => isSettled);
    this.left -= settled.length;
    if (settled.length > 0) this.log('demo data removed', { entities: settled.length });
  }

  /** The credential first, so that nothing new comes in. */
  async #remove({ tenant, entity, context, group, device, isSettled }: Left): Promise<void> {
    const { sql } = this;
    await sql`delete from device where group_id = ${group} and device_id = ${device}`;
    await sql`delete from journal where tenant = ${tenant} and entity ->> 'id' = ${entity}`;
    await this.broker.remove({ tenant: tenant === '' ? undefined : tenant, context }, entity);
    await sql`delete from latest where tenant = ${tenant} and entity = ${entity}`;
    if (isSettled) await sql`delete from simulated where tenant = ${tenant} and entity = ${entity}`;
  }

  #now(): readonly Omit<Left, 'isSettled'>[] {
    return this.groups
      .filter(({ simulated }) => simulated)
      .flatMap((group) =>
        Object.keys(group.devices).map((device) => ({
          tenant: group.tenant ?? '',
          entity: entityOf(group, device),
          context: group.context,
          group: group.id,
          device,
        })),
      );
  }
}
