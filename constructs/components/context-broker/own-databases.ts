/**
 * First lines of a script for the databases of the broker, its own and one for each tenant: `run` is psql, and `$own` what
 * follows `select` to look at them.
 */
export const ownDatabases = `#!/bin/sh
set -eu
run() { psql -X -q -t -A -v ON_ERROR_STOP=1 "$@"; }
own="from pg_database where pg_get_userbyid(datdba) = current_user"
`;
