import { Construct } from 'constructs';
import type { Postgres } from './postgres';
import type { Reference } from './reference';
import { Secret } from './secret';

export interface PostgresDatabaseProps {
  readonly server: Postgres;
  /** Name of the database and of the role that owns it: lower-case letters, digits and underscores. */
  readonly name: string;
  /** Extensions made by the administrator, for the owner to use. @default none */
  readonly extensions?: readonly string[];
  /**
   * The owner makes further databases itself, which start with the same extensions.
   * @default false
   */
  readonly createsDatabases?: boolean;
  /** Makes a second role that may only read. @default false */
  readonly withReader?: boolean;
}

/** A role of a database. */
export interface DatabaseRole {
  readonly user: string;
  readonly password: Reference;
  /** Variable of the setup job that carries the password. */
  readonly passwordVariable: string;
}

/** A database with a role of its own, which reaches this database and no other. Not a primitive: a target sees the server. */
export class PostgresDatabase extends Construct implements DatabaseRole {
  readonly server: Postgres;
  readonly name: string;
  readonly user: string;
  readonly extensions: readonly string[];
  readonly createsDatabases: boolean;
  readonly readOnly: DatabaseRole | undefined;
  readonly #password: Secret;

  constructor(scope: Construct, id: string, props: PostgresDatabaseProps) {
    super(scope, id);
    if (!/^[a-z][a-z0-9_]{0,48}$/.test(props.name))
      throw new Error(`${this.node.path}: '${props.name}' is no database name`);
    this.server = props.server;
    this.name = props.name;
    this.user = props.name;
    this.extensions = props.extensions ?? [];
    this.createsDatabases = props.createsDatabases ?? false;
    this.#password = new Secret(this, 'Password');
    this.readOnly = props.withReader
      ? {
          user: `${props.name}_reader`,
          password: new Secret(this, 'ReaderPassword').value,
          passwordVariable: `${props.name.toUpperCase()}_READER_PASSWORD`,
        }
      : undefined;
    props.server.setup.addDatabase(this);
  }

  get host(): Reference {
    return this.server.endpoint.host;
  }

  get port(): number {
    return this.server.endpoint.port;
  }

  get password(): Reference {
    return this.#password.value;
  }

  get passwordVariable(): string {
    return `${this.name.toUpperCase()}_PASSWORD`;
  }
}
