import { javaHash } from '../../spec/java-hash';
import { ownDatabases } from './own-databases';

/**
 * Script for the tenants' databases, after the broker has made them.
 *
 * It closes them to every role but their owner: PostgreSQL lets all roles connect to a new database. And it names each tenant
 * in the broker's own database, where the broker looks for them when it starts. The broker does that itself after it has made
 * a database, but never again when it is killed in between (`ClientManager.findDataBaseNameByTenantId` of Scorpio 5.0.3), and
 * forgets the subscriptions of that tenant at each restart.
 *
 * @param tenants ids of the tenants that there are.
 */
export function tenantDatabasesScript(tenants: readonly string[]): string {
  const rows = tenants.map((tenant) => `('${tenant}', 'ngb${javaHash(tenant)}')`);
  return `${ownDatabases}run <<'SQL'
select format('revoke all on database %I from public', datname)
  from pg_database where pg_get_userbyid(datdba) = current_user \\gexec
insert into tenant (tenant_id, database_name)
  select id, name from (values ${rows.join(', ')}) as known (id, name) join pg_database on datname = name
  on conflict (tenant_id) do nothing;
SQL
echo "tenant databases are closed to other roles, and known to the broker"
`;
}
