import type { Endpoint } from './endpoint';
import type { PostgresSetup } from './postgres-setup';

/** A PostgreSQL server that databases are made on: one of the platform's own, or somebody else's. */
export interface Postgres {
  /** The port of the server. */
  readonly endpoint: Endpoint;
  /** Makes every database and role. */
  readonly setup: PostgresSetup;
}
