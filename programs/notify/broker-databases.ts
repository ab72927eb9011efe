import postgres from 'postgres';
import type { DatabaseConfig } from './notify-config';

/** PostgreSQL's code for a table that is not there: the broker has not made its own yet. */
const undefinedTable = '42P01';

/** A tenant's database. */
export interface TenantDatabase {
  readonly tenant: string;
  readonly name: string;
}

/** The databases of Scorpio 5.0.3: its own, in which it notes tenants, and one for each of these. */
export class BrokerDatabases {
  constructor(private readonly config: DatabaseConfig) {}

  /** Those of all tenants that exist, or of one. */
  ofTenants(tenant?: string): Promise<TenantDatabase[]> {
    return this.own(
      (sql) => sql<TenantDatabase[]>`
        select tenant_id as tenant, database_name as name from tenant join pg_database on datname = database_name
        where ${tenant === undefined} or tenant_id = ${tenant ?? ''} order by 2`,
    );
  }

  /** Asks the broker's own database; while it has no tables yet there is nothing. */
  own<T>(ask: (sql: postgres.Sql) => Promise<T[]>): Promise<T[]> {
    return this.session(this.config.name, ask);
  }

  /** Asks a database over one connection; while it has no tables yet there is nothing. */
  async session<T>(database: string, ask: (sql: postgres.Sql) => Promise<T[]>): Promise<T[]> {
    const { host, port, user, password } = this.config;
    const sql = postgres({
      ...{ host, port, user, password, database },
      max: 1,
      connect_timeout: 5,
      onnotice: () => undefined,
    });
    try {
      return await ask(sql);
    } catch (error) {
      if (error instanceof postgres.PostgresError && error.code === undefinedTable) return [];
      throw error;
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}
