import { ownDatabases } from './own-databases';

/**
 * Script that closes the tenants' databases to every role but their owner. PostgreSQL lets all roles connect to a new
 * database, and the broker makes a database for each tenant when it is first used, so this runs after that.
 */
export const tenantIsolationScript = `${ownDatabases}run <<'SQL'
select format('revoke all on database %I from public', datname)
  from pg_database where pg_get_userbyid(datdba) = current_user \\gexec
SQL
echo "tenant databases are closed to other roles"
`;
