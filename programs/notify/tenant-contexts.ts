import type { Sql } from 'postgres';
import { keptContextsTrigger } from '../../constructs/components/context-broker/kept-contexts';
import type { BrokerDatabases } from './broker-databases';

/** How long a database that was found prepared is not looked at again, in milliseconds: one can be lost and made anew. */
const believed = 60_000;

/**
 * Puts the `@context` of a tenant's subscriptions where Scorpio 5.0.3 looks for it when it starts, and when another replica
 * has made the subscription. It writes the row to its own database (`ContextDao.createContextImpl`) and reads it from the
 * tenant's (`SubscriptionInfoDAO.loadSubscriptions`); without the row it does not start, for good.
 */
export class TenantContexts {
  /** Until when a tenant is believed to be prepared. The default tenant is `''`. */
  readonly #prepared = new Map<string, number>();

  constructor(private readonly databases: BrokerDatabases) {}

  /**
   * Whether the database of a tenant, or the broker's own for the default one, is there with the triggers that keep it such
   * that the broker starts again. Jobs of the platform do both once the broker runs.
   */
  async isPrepared(tenant = ''): Promise<boolean> {
    if ((this.#prepared.get(tenant) ?? 0) > performance.now()) return true;
    const trigger = (sql: Sql) => sql`
      select from pg_trigger where tgname = ${keptContextsTrigger} and tgrelid = to_regclass('public.contexts')`;
    const [database] = tenant === '' ? [] : await this.databases.ofTenants(tenant);
    if (tenant !== '' && database === undefined) return false;
    const found = database ? this.databases.session(database.name, trigger) : this.databases.own(trigger);
    if ((await found).length === 0) return false;
    this.#prepared.set(tenant, performance.now() + believed);
    return true;
  }

  /**
   * Copies one context into the database of a tenant.
   *
   * @throws when the tenant has no database
   */
  async copy(context: string, tenant: string): Promise<void> {
    const [database] = await this.databases.ofTenants(tenant);
    if (database === undefined) throw new Error(`the tenant ${tenant} has no database`);
    await this.#copy(database.name, [context]);
  }

  /**
   * Copies what is missing in any tenant, from before or from a copy that was cut short.
   *
   * @returns how many contexts were missing
   */
  async copyMissing(): Promise<number> {
    let copied = 0;
    for (const { name } of await this.databases.ofTenants()) {
      const missing = await this.databases.session(
        name,
        (sql) => sql<{ context: string }[]>`
          select distinct context from subscriptions s
          where context is not null and not exists (select from contexts c where c.id = s.context)`,
      );
      await this.#copy(
        name,
        missing.map(({ context }) => context),
      );
      copied += missing.length;
    }
    return copied;
  }

  async #copy(database: string, contexts: readonly string[]): Promise<void> {
    if (contexts.length === 0) return;
    const rows = await this.databases.own(
      (sql) => sql<{ id: string; body: string; kind: string }[]>`
        select id, body::text as body, kind from contexts where id in ${sql([...contexts])}`,
    );
    await this.databases.session(database, async (sql) => {
      for (const { id, body, kind } of rows)
        await sql`insert into contexts (id, body, kind) values (${id}, ${body}::text::jsonb, ${kind}) on conflict do nothing`;
      return [];
    });
  }
}
