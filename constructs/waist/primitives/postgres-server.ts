import type { Construct } from 'constructs';
import { images } from '../images';
import { type ComputeSize, Cpu, type Duration, Size } from '../units';
import { Endpoint } from './endpoint';
import { Job } from './job';
import type { PostgresDatabase } from './postgres-database';
import { Primitive } from './primitive';
import { setupScript } from './private/postgres-setup';
import { Reference } from './reference';
import { type ExistingSecret, Secret } from './secret';

/** Backups of a data store, or a written reason for having none. */
export type Backups =
  | { readonly enabled: true; readonly retention: Duration; readonly schedule: string }
  | { readonly enabled: false; readonly reason: string };

export interface PostgresServerProps {
  /** One server, or one with standbys in other zones. */
  readonly replicas: number;
  readonly size: ComputeSize;
  readonly storage: Size;
  readonly backups: Backups;
}

/** A PostgreSQL server that exists already. Its administrator must be able to create roles, databases and PostGIS. */
export interface ExistingPostgres {
  readonly host: string;
  /** @default 5432 */
  readonly port?: number;
  /** @default 'postgres' */
  readonly adminUser?: string;
  readonly adminPassword: ExistingSecret;
}

/**
 * The PostgreSQL server (with PostGIS) that the platform's databases share. Its `Setup` job makes every database and
 * role, and is the one workload that may read the administrator's password.
 */
export class PostgresServer extends Primitive<'host' | 'adminUser' | 'adminPassword'> {
  static readonly defaultPort = 5432;

  /** Adopts a server: only its databases and roles are made. */
  static fromExisting(scope: Construct, id: string, existing: ExistingPostgres): PostgresServer {
    const none: PostgresServerProps = {
      replicas: 1,
      size: { cpu: Cpu.millis(0), memory: Size.mebibytes(0) },
      storage: Size.mebibytes(0),
      backups: { enabled: false, reason: 'kept by whoever runs the existing server' },
    };
    return new PostgresServer(scope, id, none, existing);
  }

  readonly kind = 'PostgresServer';
  readonly endpoint: Endpoint;
  /** Password of the administrator where the target does not make its own. */
  readonly admin: Secret;
  readonly setup: Job;
  readonly #databases: PostgresDatabase[] = [];

  constructor(
    scope: Construct,
    id: string,
    readonly props: PostgresServerProps,
    /** Set when adopted. */
    readonly existing?: ExistingPostgres,
  ) {
    super(scope, id);
    this.endpoint = new Endpoint(this, existing?.port ?? PostgresServer.defaultPort, 'postgresql');
    this.admin = existing ? Secret.fromExisting(this, 'Admin', existing.adminPassword) : new Secret(this, 'Admin');
    this.setup = new Job(this, 'Setup', {
      image: images.postgresClient,
      size: { cpu: Cpu.millis(50), memory: Size.mebibytes(64) },
      command: ['/bin/sh', '/setup/setup.sh'],
      scratch: [{ path: '/tmp' }],
      files: { '/setup/setup.sh': () => setupScript(this.#databases) },
      env: {
        PGHOST: this.endpoint.host,
        PGPORT: this.endpoint.port,
        PGUSER: new Reference(this, 'adminUser', false, this.endpoint.port),
        PGPASSWORD: new Reference(this, 'adminPassword', true, this.endpoint.port),
        PGDATABASE: 'postgres',
        PGCONNECT_TIMEOUT: 5,
      },
    });
  }

  get databases(): readonly PostgresDatabase[] {
    return [...this.#databases];
  }

  /** @throws when a database of that name is there already. */
  addDatabase(database: PostgresDatabase): void {
    if (this.#databases.some((other) => other.name === database.name)) {
      throw new Error(`${this.node.path}: the database ${database.name} is added twice`);
    }
    this.#databases.push(database);
    this.setup.addEnv(database.passwordVariable, database.password);
    if (database.readOnly) this.setup.addEnv(database.readOnly.passwordVariable, database.readOnly.password);
  }
}
