import { javaHash } from '../../spec/java-hash';
import { ownDatabases } from './own-databases';

/** The database in which Scorpio 5.0.3 looks for a tenant (`ClientManager.findDataBaseNameByTenantId`). */
export function tenantDatabaseName(tenant: string): string {
  return `ngb${javaHash(tenant)}`;
}

/** The database that Scorpio prefers for a tenant, if there is one of that name. */
export function olderTenantDatabaseName(tenant: string): string {
  return `ngb${tenant}`;
}

/**
 * The script that lists the tenants in the broker's own database, where the broker looks for them when it starts. The
 * broker itself lists a tenant only when it has made the database, and these were made for it.
 */
export function tenantDatabasesScript(tenants: readonly string[]): string {
  const rows = tenants.map((tenant) => `('${tenant}', '${tenantDatabaseName(tenant)}')`);
  return `${ownDatabases}run <<'SQL'
insert into tenant (tenant_id, database_name)
  select id, name from (values ${rows.join(', ')}) as known (id, name) join pg_database on datname = name
  on conflict (tenant_id) do nothing;
SQL
echo "tenants are known to the broker"
`;
}
