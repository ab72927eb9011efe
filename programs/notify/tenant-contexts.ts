import type { BrokerDatabases } from './broker-databases';

/**
 * Puts the `@context` of a tenant's subscriptions where Scorpio 5.0.3 looks for it when it starts, and when another replica
 * has made the subscription. It writes the row to its own database (`ContextDao.createContextImpl`) and reads it from the
 * tenant's (`SubscriptionInfoDAO.loadSubscriptions`); without the row it does not start, for good.
 */
export class TenantContexts {
  constructor(private readonly databases: BrokerDatabases) {}

  /**
   * Copies one context into the database of a tenant.
   *
   * @returns false when the tenant has no database yet
   */
  async copy(context: string, tenant: string): Promise<boolean> {
    const [database] = await this.databases.ofTenants(tenant);
    if (database === undefined) return false;
    await this.#copy(database.name, [context]);
    return true;
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
