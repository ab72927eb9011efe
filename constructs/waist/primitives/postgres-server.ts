import type { Construct } from 'constructs';
import { checkOptions, computeSize } from '../../problems/check-options';
import type { Backups } from '../backups';
import type { Description } from '../description';
import type { ComputeSize, Size } from '../units';
import { Endpoint } from './endpoint';
import type { Postgres } from './postgres';
import { PostgresSetup } from './postgres-setup';
import { type Login, Primitive } from './primitive';
import { Reference } from './reference';
import { Secret } from './secret';
import type { Workload } from './workload';

/** Size, storage and backups of a database server. */
export interface PostgresServerProps {
  /** One server, or one with standbys in other zones. */
  readonly replicas: number;
  /** Processor and memory of each server. */
  readonly size: ComputeSize;
  /** Disk of each server, the write-ahead log included. */
  readonly storage: Size;
  /** When backups are made and how long they are kept, or why there are none. */
  readonly backups: Backups;
  /** Connections that all clients together may open at once. @default as many as there is memory for, 100 to 500 */
  readonly connections?: number;
  /** The part of the storage that the write-ahead log may take. @default a tenth of it */
  readonly wal?: Size;
}

/** The PostgreSQL server (with PostGIS) that the platform's databases share. */
export class PostgresServer extends Primitive<'host' | 'adminUser' | 'adminPassword'> implements Postgres {
  /** The port on every target. */
  static readonly port = 5432;

  readonly kind = 'PostgresServer';
  readonly holdsData = true;
  readonly endpoint: Endpoint;
  /** Password of the administrator where the target does not make its own. */
  readonly admin: Secret;
  readonly setup: PostgresSetup;

  constructor(
    scope: Construct,
    id: string,
    /** What it was made with. */
    readonly props: PostgresServerProps,
  ) {
    checkOptions<PostgresServerProps>(
      'PostgresServer',
      props,
      {
        replicas: 'number',
        size: computeSize,
        storage: 'Size',
        backups: 'mapping',
        connections: 'number',
        wal: 'Size',
      },
      ['replicas', 'size', 'storage', 'backups'],
    );
    super(scope, id);
    this.endpoint = new Endpoint(this, PostgresServer.port, 'postgresql');
    this.admin = new Secret(this, 'Admin');
    this.setup = new PostgresSetup(this, 'Setup', {
      endpoint: this.endpoint,
      adminUser: new Reference(this, 'adminUser', false, this.endpoint.port),
      adminPassword: new Reference(this, 'adminPassword', true, this.endpoint.port),
      ownServer: true,
    });
  }

  get description(): Description {
    const { replicas, size, storage } = this.props;
    return {
      title: 'PostgreSQL',
      shape: 'database',
      detail: this.setup.databases.map(({ name }) => name).join(', '),
      takes: { runs: 'PostgreSQL with PostGIS', replicas: { min: replicas, max: replicas }, size, disk: storage },
    };
  }

  get readyAfter(): readonly Primitive[] {
    return [this.setup];
  }

  override loginsOf(workload: Workload): readonly Login[] {
    return this.setup.loginsOf(workload);
  }
}
