import type { PostgresDatabase } from '../postgres-database';

/** The oldest that every program of the platform runs on. */
const oldestVersion = 14;

/** Comment of each role that a platform has made, on a server where others have roles too. */
export function markOf(platform: string): string {
  return `citykit: ${platform}`;
}

/**
 * Part of a setup script that changes nothing: it looks at what the server is, what the administrator may do, and whose
 * roles and databases there are under the names of the platform. It ends the script with every problem at once.
 *
 * A role is the platform's when it carries its mark, and a database when it belongs to such a role.
 */
export function serverChecks(databases: readonly PostgresDatabase[], platform: string): string[] {
  const mark = markOf(platform);
  const roles = databases.flatMap(({ user, readOnly }) => [user, ...(readOnly ? [readOnly.user] : [])]);
  const owned = databases.flatMap(({ name, user, furtherDatabases }) =>
    [name, ...furtherDatabases].map((database) => [database, user] as const),
  );
  const extensions = [...new Set(databases.flatMap((database) => database.extensions))];
  const extended = databases
    .filter((database) => database.extensions.length > 0)
    .flatMap(({ name, furtherDatabases }) => [name, ...furtherDatabases]);
  return [
    `problems=$(run -t -A <<'SQL'`,
    `select 'it is PostgreSQL ' || current_setting('server_version') || ', and ${oldestVersion} or newer is needed'`,
    `  where current_setting('server_version_num')::int < ${oldestVersion}0000;`,
    `select 'its databases are made in ' || pg_encoding_to_char(encoding) || ', and UTF8 is needed: give it a template0 in UTF8'`,
    `  from pg_database where datname = 'template0' and pg_encoding_to_char(encoding) <> 'UTF8';`,
    `select 'it has no extension ' || name || ' to create: install it on the server'`,
    `  from unnest(${list(extensions)}) name where name not in (select name from pg_available_extensions);`,
    `select 'its administrator ' || current_user || ' may not create ' || what || ': alter role ' || quote_ident(current_user) || ' ' || attribute`,
    `  from pg_roles, lateral (values ('roles', 'createrole', rolcreaterole), ('databases', 'createdb', rolcreatedb)) needed (what, attribute, granted)`,
    `  where rolname = current_user and not rolsuper and not granted;`,
    `select 'the role ' || rolname || ' is not of ${mark}: rename it, or hand it over with: comment on role ' || quote_ident(rolname) || ' is ''${mark}'''`,
    `  from pg_roles where rolname = any (${list(roles)}) and shobj_description(oid, 'pg_authid') is distinct from '${mark}';`,
    `select 'the database ' || datname || ' belongs to ' || pg_get_userbyid(datdba) || ' and not to ' || owner || ': rename it, or use another server'`,
    `  from pg_database join (values ${owned.map(([name, user]) => `('${name}', '${user}')`).join(', ') || "('', '')"}) owned (name, owner) on datname = name`,
    `  where pg_get_userbyid(datdba) <> owner;`,
    `select 'the database ' || datname || ' is there, which a program of the platform would take for its own: rename it, or use another server'`,
    `  from pg_database where datname = any (${list(databases.flatMap(({ excludedDatabases }) => excludedDatabases))});`,
    'SQL',
    ')',
    ...(extensions.length > 0 ? extensionCheck(extensions, extended) : []),
    'if [ -n "$problems" ]; then',
    '  echo "nothing was changed on $PGHOST:$PGPORT:"',
    '  echo "$problems"',
    '  exit 1',
    'fi',
  ];
}

/**
 * Services let an administrator who is no superuser create extensions by rules of their own, so it is tried and taken back;
 * unless every database is there, perhaps made by somebody who may.
 */
function extensionCheck(extensions: readonly string[], extended: readonly string[]): string[] {
  const create = extensions.map((name) => `-c 'create extension if not exists "${name}"'`).join(' ');
  return [
    `to_try=$(run -t -A <<'SQL'`,
    `select 'yes' from pg_roles where rolname = current_user and not rolsuper`,
    `  and (select count(*) from pg_database where datname = any (${list(extended)})) < ${extended.length};`,
    'SQL',
    ')',
    'if [ -n "$to_try" ]; then',
    `  tried=$(run -c begin ${create} -c rollback 2>&1) || problems="$problems`,
    'its administrator $PGUSER may not create extensions: $tried"',
    'fi',
  ];
}

function list(names: readonly string[]): string {
  return `array[${names.map((name) => `'${name}'`).join(', ')}]::name[]`;
}
