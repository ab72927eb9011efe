import type { Construct } from 'constructs';
import { checkOptions } from '../../problems/check-options';
import type { Description } from '../description';
import { ExternalEndpoint } from './external-endpoint';
import type { Postgres } from './postgres';
import { PostgresServer } from './postgres-server';
import { PostgresSetup } from './postgres-setup';
import type { Login, Primitive } from './primitive';
import { type ExistingSecret, Secret } from './secret';
import type { Workload } from './workload';

/** Where the server is, and who administers it. */
export interface ExternalPostgresProps {
  /** Host name of the server. */
  readonly host: string;
  /** TCP port of the server. @default 5432 */
  readonly port?: number;
  /** Role that makes the platform's roles and databases. @default 'postgres' */
  readonly adminUser?: string;
  /** Where the password of that role is kept. */
  readonly adminPassword: ExistingSecret;
}

/** A PostgreSQL server that exists already. Its administrator must be able to create roles, databases and PostGIS. */
export class ExternalPostgres extends ExternalEndpoint implements Postgres {
  readonly setup: PostgresSetup;

  constructor(scope: Construct, id: string, props: ExternalPostgresProps) {
    const kinds = { host: 'text', port: 'number', adminUser: 'text', adminPassword: 'mapping' } as const;
    checkOptions<ExternalPostgresProps>('ExternalPostgres', props, kinds, ['host', 'adminPassword']);
    const { host, port = PostgresServer.port, adminUser = 'postgres', adminPassword } = props;
    super(scope, id, { host, port, scheme: 'postgresql', title: 'PostgreSQL' });
    this.setup = new PostgresSetup(this, 'Setup', {
      endpoint: this.endpoint,
      adminUser,
      adminPassword: Secret.fromExisting(this, 'Admin', adminPassword).value,
      ownServer: false,
    });
  }

  override get description(): Description {
    const detail = this.setup.databases.map(({ name }) => name).join(', ');
    return { ...super.description, shape: 'database', detail };
  }

  override get readyAfter(): readonly Primitive[] {
    return [this.setup];
  }

  override loginsOf(workload: Workload): readonly Login[] {
    return this.setup.loginsOf(workload);
  }
}
