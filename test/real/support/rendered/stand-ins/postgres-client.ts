import { type StandIn, systemPath } from '../stand-in';

/** The system's psql. */
export function postgresClient(): StandIn {
  return { env: { PATH: systemPath } };
}
