import type { Construct } from 'constructs';
import { checkOptions } from '../../problems/check-options';
import { images } from '../images';
import { nameOf } from '../names';
import { Cpu, Size } from '../units';
import type { Endpoint } from './endpoint';
import { Job } from './job';
import type { PostgresDatabase } from './postgres-database';
import type { Login } from './primitive';
import { type SetupOptions, setupScript } from './private/postgres-setup';
import type { Value } from './reference';
import type { Workload } from './workload';

/** Which server the job sets up, and as whom. */
export interface PostgresSetupProps extends Pick<SetupOptions, 'ownServer'> {
  /** The port of the server. */
  readonly endpoint: Endpoint;
  /** Role that may create roles and databases. */
  readonly adminUser: Value;
  /** Password of that role. */
  readonly adminPassword: Value;
}

/** With the longest name of a database and the suffix of its reader, still a label of DNS: waiting containers are called so. */
const longestPlatform = 26;

/** The job that makes every database and role of a server: the one workload that may read the administrator's password. */
export class PostgresSetup extends Job {
  /** Name of the platform on the server: where the server lies among the constructs. */
  readonly platform: string;
  readonly #endpoint: Endpoint;
  readonly #databases: PostgresDatabase[];

  constructor(scope: Construct, id: string, props: PostgresSetupProps) {
    const value = 'text or mapping';
    const kinds = { endpoint: 'mapping', adminUser: value, adminPassword: value, ownServer: 'boolean' } as const;
    checkOptions<PostgresSetupProps>('PostgresSetup', props, kinds, ['endpoint', 'adminUser', 'adminPassword']);
    const databases: PostgresDatabase[] = [];
    const platform = nameOf(scope.node.scope ?? scope, longestPlatform);
    super(scope, id, {
      image: images.postgresClient,
      size: { cpu: Cpu.millis(50), memory: Size.mebibytes(64) },
      command: ['/bin/sh', '/setup/setup.sh'],
      scratch: [{ path: '/tmp' }],
      files: { '/setup/setup.sh': () => setupScript(databases, { platform, ownServer: props.ownServer }) },
      env: {
        PGHOST: props.endpoint.host,
        PGPORT: props.endpoint.port,
        PGUSER: props.adminUser,
        PGPASSWORD: props.adminPassword,
        PGDATABASE: 'postgres',
        PGCONNECT_TIMEOUT: 5,
      },
    });
    this.platform = platform;
    this.#endpoint = props.endpoint;
    this.#databases = databases;
  }

  /** The databases that it makes, in the order in which they were added. */
  get databases(): readonly PostgresDatabase[] {
    return [...this.#databases];
  }

  /** `izmir_keycloak` for `keycloak`: several platforms can share a server. */
  nameOnServer(name: string): string {
    return [this.platform.replaceAll('-', '_'), name].filter(Boolean).join('_');
  }

  /**
   * Lets the job make a database with its roles.
   *
   * @throws when a database of that name is there already.
   */
  addDatabase(database: PostgresDatabase): void {
    if (this.#databases.some((other) => other.name === database.name)) {
      throw new Error(`${this.node.scope?.node.path}: the database ${database.name} is added twice`);
    }
    this.#databases.push(database);
    this.addEnv(database.passwordVariable, database.password);
    if (database.readOnly) this.addEnv(database.readOnly.passwordVariable, database.readOnly.password);
  }

  /** Logins of the roles whose passwords the workload reads. A role may log in last, so that shows its database complete. */
  override loginsOf(workload: Workload): readonly Login[] {
    if (workload === this) return [];
    const secrets = new Set(workload.references.filter(({ secret }) => secret).map(({ source }) => source));
    const { host, port } = this.#endpoint;
    return this.#databases.flatMap((database) =>
      [database, ...(database.readOnly ? [database.readOnly] : [])]
        .filter((role) => secrets.has(role.password.source))
        .map(({ user, password }) => ({ host, port, database: database.name, user, password })),
    );
  }
}
