/**
 * First lines of a script for the databases of the broker: `run` is psql, and `$own` what follows `select` to look at them.
 * The broker makes a database for each tenant when it is first used, so they are waited for.
 *
 * @param tenants how many databases to wait for, besides the broker's own.
 */
export function ownDatabases(tenants: number): string {
  return `#!/bin/sh
set -eu
run() { psql -X -q -t -A -v ON_ERROR_STOP=1 "$@"; }
own="from pg_database where pg_get_userbyid(datdba) = current_user"
until [ "$(run -c "select count(*) $own")" -gt ${tenants} ]; do echo "waiting for ${tenants} tenant databases"; sleep 3; done
`;
}
