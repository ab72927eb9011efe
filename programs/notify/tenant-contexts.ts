import postgres from 'postgres';
import { keptContextsTrigger } from '../../constructs/components/context-broker/kept-contexts';
import type { DatabaseConfig } from './notify-config';

/** PostgreSQL's code for a table that is not there: the broker has not made its own yet. */
const undefinedTable = '42P01';

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

  constructor(private readonly config: DatabaseConfig) {}

  /**
   * Whether the database of a tenant, or the broker's own for the default one, is there with the triggers that keep it such
   * that the broker starts again. Jobs of the platform do both once the broker runs.
   */
  async isPrepared(tenant = ''): Promise<boolean> {
    if ((this.#prepared.get(tenant) ?? 0) > Date.now()) return true;
    const databases = tenant === '' ? [this.config.name] : await this.#own((sql) => this.#databases(sql, tenant));
    for (const database of databases) {
      const found = await this.#session(
        database,
        (sql) => sql`
          select from pg_trigger where tgname = ${keptContextsTrigger} and tgrelid = to_regclass('public.contexts')`,
      );
      if (found.length === 0) return false;
    }
    if (databases.length === 0) return false;
    this.#prepared.set(tenant, Date.now() + believed);
    return true;
  }

  /**
   * Copies one context into the database of a tenant.
   *
   * @throws when the tenant has no database
   */
  async copy(context: string, tenant: string): Promise<void> {
    const [database] = await this.#own((sql) => this.#databases(sql, tenant));
    if (database === undefined) throw new Error(`the tenant ${tenant} has no database`);
    await this.#copy(database, [context]);
  }

  /**
   * Copies what is missing in any tenant, from before or from a copy that was cut short.
   *
   * @returns how many contexts were missing
   */
  async copyMissing(): Promise<number> {
    let copied = 0;
    for (const database of await this.#own((sql) => this.#databases(sql))) {
      const missing = await this.#session(
        database,
        (sql) => sql<{ context: string }[]>`
          select distinct context from subscriptions s
          where context is not null and not exists (select from contexts c where c.id = s.context)`,
      );
      await this.#copy(
        database,
        missing.map(({ context }) => context),
      );
      copied += missing.length;
    }
    return copied;
  }

  /** Databases of all tenants that exist, or of one. */
  async #databases(sql: postgres.Sql, tenant?: string): Promise<string[]> {
    const rows = await sql<{ name: string }[]>`
      select database_name as name from tenant join pg_database on datname = database_name
      where ${tenant === undefined} or tenant_id = ${tenant ?? ''} order by 1`;
    return rows.map(({ name }) => name);
  }

  async #copy(database: string, contexts: readonly string[]): Promise<void> {
    if (contexts.length === 0) return;
    const rows = await this.#own(
      (sql) => sql<{ id: string; body: string; kind: string }[]>`
        select id, body::text as body, kind from contexts where id in ${sql([...contexts])}`,
    );
    await this.#session(database, async (sql) => {
      for (const { id, body, kind } of rows)
        await sql`insert into contexts (id, body, kind) values (${id}, ${body}::text::jsonb, ${kind}) on conflict do nothing`;
    });
  }

  /** Asks the broker's own database; while it has no tables yet there is nothing. */
  async #own<T>(ask: (sql: postgres.Sql) => Promise<T[]>): Promise<T[]> {
    try {
      return await this.#session(this.config.name, ask);
    } catch (error) {
      if (error instanceof postgres.PostgresError && error.code === undefinedTable) return [];
      throw error;
    }
  }

  async #session<T>(database: string, ask: (sql: postgres.Sql) => Promise<T>): Promise<T> {
    const { host, port, user, password } = this.config;
    const sql = postgres({
      ...{ host, port, user, password, database },
      max: 1,
      connect_timeout: 5,
      onnotice: () => undefined,
    });
    try {
      return await ask(sql);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}
