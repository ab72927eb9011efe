import { ownDatabases } from './own-databases';

/**
 * The script that gives its triggers to each database of the broker: the broker's own, and those of its tenants. The
 * broker makes tables when a tenant is first used, so the script runs after that. A second run changes nothing.
 *
 * @param files SQL that each of them gets.
 */
export function databaseTriggersScript(files: readonly string[]): string {
  return `${ownDatabases}names=$(run -c "select datname $own order by 1")
for name in $names; do
  run -d "$name"${files.map((file) => ` -f ${file}`).join('')}
  echo "$name has its triggers"
done
`;
}
