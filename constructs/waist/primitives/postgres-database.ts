import { Construct } from 'constructs';
import { checkOptions } from '../../problems/check-options';
import { Duration } from '../units';
import type { Postgres } from './postgres';
import type { Reference } from './reference';
import { Secret } from './secret';

/** Name, server and extensions of a database. */
export interface PostgresDatabaseProps {
  /** The server that the database is made on. */
  readonly server: Postgres;
  /**
   * What the database and the role that owns it are called on the server, after the name of the platform: lower-case
   * letters, digits and underscores.
   */
  readonly name: string;
  /** Extensions made by the administrator, for the owner to use. @default none */
  readonly extensions?: readonly string[];
  /**
   * Databases of the same owner with the same extensions, for a program that gives them names of its own. These do not
   * carry the name of the platform, so a server holds each for one platform only.
   * @default none
   */
  readonly furtherDatabases?: readonly string[];
  /** Databases that the program would take for its own: there may be none of that name. @default none */
  readonly excludedDatabases?: readonly string[];
  /** Makes a second role that may only read, all tables of the owner. @default false */
  readonly withReader?: boolean;
  /**
   * Makes a second role that may only read what the owner grants it, for at most {@link longestReading} a statement.
   * @default false
   */
  readonly withGrantedReader?: boolean;
}

/** How long a statement of a reader takes that is granted what it reads. */
export const longestReading = Duration.seconds(20);

/** A role of a database. */
export interface DatabaseRole {
  /** Name of the role on the server. */
  readonly user: string;
  /** Its password: whoever refers to it may log in. */
  readonly password: Reference;
  /** Variable of the setup job that carries the password. */
  readonly passwordVariable: string;
}

/** A database with a role of its own, which reaches this database and no other. Not a primitive: a target sees the server. */
export class PostgresDatabase extends Construct implements DatabaseRole {
  readonly server: Postgres;
  /** `izmir_keycloak`: nobody else's on a server that several platforms share. */
  readonly name: string;
  readonly user: string;
  readonly extensions: readonly string[];
  readonly furtherDatabases: readonly string[];
  readonly excludedDatabases: readonly string[];
  /** The role that may only read; undefined unless `withReader` asked for it. */
  readonly readOnly: DatabaseRole | undefined;
  /** Whether that role reads only what the owner grants it. */
  readonly readsGranted: boolean;
  readonly passwordVariable: string;
  readonly #password: Secret;

  constructor(scope: Construct, id: string, props: PostgresDatabaseProps) {
    checkOptions<PostgresDatabaseProps>(
      'PostgresDatabase',
      props,
      {
        server: 'mapping',
        name: 'text',
        extensions: 'list',
        furtherDatabases: 'list',
        excludedDatabases: 'list',
        withReader: 'boolean',
        withGrantedReader: 'boolean',
      },
      ['server', 'name'],
    );
    super(scope, id);
    if (!/^[a-z][a-z0-9_]{0,19}$/.test(props.name))
      throw new Error(
        `${this.node.path}: '${props.name}' is no database name: 1 to 20 lower-case letters, digits and underscores, a letter first`,
      );
    this.server = props.server;
    this.name = props.server.setup.nameOnServer(props.name);
    this.user = this.name;
    this.extensions = props.extensions ?? [];
    this.furtherDatabases = props.furtherDatabases ?? [];
    this.excludedDatabases = props.excludedDatabases ?? [];
    this.passwordVariable = `${props.name.toUpperCase()}_PASSWORD`;
    this.#password = new Secret(this, 'Password');
    this.readsGranted = props.withGrantedReader ?? false;
    if (this.readsGranted && props.withReader)
      throw new Error(`${this.node.path}: its reader reads all tables, or what it is granted`);
    this.readOnly =
      props.withReader || this.readsGranted
        ? {
            user: `${this.name}_reader`,
            password: new Secret(this, 'ReaderPassword').value,
            passwordVariable: `${props.name.toUpperCase()}_READER_PASSWORD`,
          }
        : undefined;
    props.server.setup.addDatabase(this);
  }

  /** Host name of the server. */
  get host(): Reference {
    return this.server.endpoint.host;
  }

  /** TCP port of the server. */
  get port(): number {
    return this.server.endpoint.port;
  }

  get password(): Reference {
    return this.#password.value;
  }
}
