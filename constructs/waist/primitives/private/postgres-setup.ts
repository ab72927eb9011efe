import type { PostgresDatabase } from '../postgres-database';

export interface SetupOptions {
  /** Whether the server is the platform's own, with nobody else's databases in it. */
  readonly ownServer: boolean;
}

/**
 * The shell script of a server's setup job. It can run over its own work, whole or half done: every statement asks first
 * whether its work is there. A role may log in only once all of its work is done, so a login is the sign that waiting
 * programs look for.
 */
export function setupScript(databases: readonly PostgresDatabase[], { ownServer }: SetupOptions): string {
  return `${[
    '#!/bin/sh',
    'set -eu',
    'until pg_isready -q; do echo "waiting for the server"; sleep 2; done',
    'run() { psql -X -q -v ON_ERROR_STOP=1 "$@"; }',
    ...(ownServer ? maintenanceDatabases : []),
    ...templateExtensions(databases),
    ...databases.map(databaseSteps),
    'echo "databases and roles are ready"',
  ].join('\n')}\n`;
}

/** Every server has these, and lets everybody in unless told otherwise. A managed service may keep one for itself. */
const maintenanceDatabases = [
  `run <<'SQL'`,
  `select format('revoke connect, temporary on database %I from public', datname) from pg_database`,
  `  where datname in ('postgres', 'template1') and pg_has_role(current_user, datdba, 'usage') \\gexec`,
  'SQL',
];

/** Databases that a role makes by itself are copies of template1, and only the administrator may create extensions there. */
function templateExtensions(databases: readonly PostgresDatabase[]): string[] {
  const extensions = new Set(databases.filter((db) => db.createsDatabases).flatMap((db) => db.extensions));
  return [...extensions].map((name) => `run -d template1 -c 'create extension if not exists "${name}"'`);
}

function databaseSteps(db: PostgresDatabase): string {
  const owner = db.user;
  const reader = db.readOnly;
  return [
    `echo "database ${db.name}"`,
    `run <<'SQL'`,
    ...role(owner, db.createsDatabases ? 'createdb' : 'nocreatedb'),
    ...(reader ? role(reader.user, 'nocreatedb') : []),
    // Managed services have administrators that are no superusers: they must be members of a role to give it things.
    // Whoever makes a role is a member of it since PostgreSQL 16, but not one that may act for it.
    `select format('grant %I to current_user', '${owner}') from pg_roles where rolname = current_user and not rolsuper \\gexec`,
    // Not a copy of template1, whose extensions bring tables that belong to the administrator.
    `select format('create database %I owner %I template template0', '${db.name}', '${owner}')`,
    `  where not exists (select from pg_database where datname = '${db.name}') \\gexec`,
    `revoke all on database "${db.name}" from public;`,
    `grant connect on database "${db.name}" to "${owner}"${reader ? `, "${reader.user}"` : ''};`,
    'SQL',
    `run -d ${db.name} <<'SQL'`,
    `alter schema public owner to "${owner}";`,
    ...db.extensions.map((name) => `create extension if not exists "${name}";`),
    ...(reader
      ? [
          `grant usage on schema public to "${reader.user}";`,
          `grant select on all tables in schema public to "${reader.user}";`,
          `alter default privileges for role "${owner}" in schema public grant select on tables to "${reader.user}";`,
        ]
      : []),
    'SQL',
    ...[db, ...(reader ? [reader] : [])].map(login),
  ].join('\n');
}

function role(name: string, right: string): string[] {
  return [
    `select 'create role "${name}" nologin' where not exists (select from pg_roles where rolname = '${name}') \\gexec`,
    `alter role "${name}" ${right};`,
  ];
}

/** The password goes in through the environment, so that it stands in no argument list and no log. */
function login(role: { user: string; passwordVariable: string }): string {
  return [
    `run <<'SQL'`,
    `\\getenv password ${role.passwordVariable}`,
    `set password_encryption = 'scram-sha-256';`,
    `select format('alter role %I login password %L', '${role.user}', :'password') \\gexec`,
    'SQL',
  ].join('\n');
}
