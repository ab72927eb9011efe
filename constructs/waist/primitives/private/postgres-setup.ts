import { longestReading, type PostgresDatabase } from '../postgres-database';
import { markOf, serverChecks } from './postgres-checks';

/** Whose server a setup job runs on, and for which platform. */
export interface SetupOptions {
  /** Name of the platform, which its roles are marked with. */
  readonly platform: string;
  /** Whether the server is the platform's own, with nobody else's databases in it. */
  readonly ownServer: boolean;
}

/**
 * The shell script of a server's setup job. It changes nothing that the platform did not make, and can run over its own
 * work, whole or half done: every statement asks first whether its work is there. A role may log in only once all of its
 * work is done, so a login is the sign that waiting programs look for.
 */
export function setupScript(databases: readonly PostgresDatabase[], { platform, ownServer }: SetupOptions): string {
  return `${[
    '#!/bin/sh',
    'set -eu',
    'until pg_isready -q; do echo "waiting for the server"; sleep 2; done',
    'run() { psql -X -q -v ON_ERROR_STOP=1 "$@"; }',
    ...serverChecks(databases, platform),
    ...(ownServer ? maintenanceDatabases : []),
    ...databases.map((database) => databaseSteps(database, markOf(platform))),
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

function databaseSteps(db: PostgresDatabase, mark: string): string {
  const owner = db.user;
  const reader = db.readOnly;
  const names = [db.name, ...db.furtherDatabases];
  return [
    `echo "database ${db.name}"`,
    `run <<'SQL'`,
    ...role(owner, mark),
    ...(reader ? role(reader.user, mark) : []),
    // Managed services have administrators that are no superusers: they must be members of a role to give it things.
    // Whoever makes a role is a member of it since PostgreSQL 16, but not one that may act for it.
    `select format('grant %I to current_user', '${owner}') from pg_roles where rolname = current_user and not rolsuper \\gexec`,
    ...names.flatMap((name) => [
      // Not a copy of template1, which is somebody else's, and whose extensions bring tables of the administrator.
      `select format('create database %I owner %I template template0', '${name}', '${owner}')`,
      `  where not exists (select from pg_database where datname = '${name}') \\gexec`,
      `revoke all on database "${name}" from public;`,
    ]),
    `grant connect on database "${db.name}" to "${owner}"${reader ? `, "${reader.user}"` : ''};`,
    'SQL',
    ...names.map((name) =>
      [
        `run -d ${name} <<'SQL'`,
        `alter schema public owner to "${owner}";`,
        ...db.extensions.map((extension) => `create extension if not exists "${extension}";`),
        'SQL',
      ].join('\n'),
    ),
    ...(reader && db.readsGranted
      ? [
          `run <<'SQL'`,
          `alter role "${reader.user}" set default_transaction_read_only = on;`,
          `alter role "${reader.user}" set statement_timeout = '${longestReading.seconds}s';`,
          'SQL',
        ]
      : []),
    ...(reader && !db.readsGranted
      ? [
          `run -d ${db.name} <<'SQL'`,
          `grant usage on schema public to "${reader.user}";`,
          `grant select on all tables in schema public to "${reader.user}";`,
          `alter default privileges for role "${owner}" in schema public grant select on tables to "${reader.user}";`,
          'SQL',
        ]
      : []),
    ...[db, ...(reader ? [reader] : [])].map(login),
  ].join('\n');
}

/** A role that is made is marked at once: one without a mark is somebody else's. */
function role(name: string, mark: string): string[] {
  return [
    'begin;',
    `select 'create role "${name}" nologin' where not exists (select from pg_roles where rolname = '${name}') \\gexec`,
    `comment on role "${name}" is '${mark}';`,
    'commit;',
    `alter role "${name}" nocreatedb;`,
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
