import { connectionsOf } from './graph';
import { PostgresServer, type Primitive, type Reference, type Workload } from './primitives';

/** A peer that has to take connections on a port before the workload starts. */
interface TcpWait {
  readonly peer: Primitive;
  readonly port: number;
}

/** A role that has to be able to log in to its database before the workload starts. */
export interface LoginWait {
  readonly server: PostgresServer;
  readonly database: string;
  readonly user: string;
  readonly password: Reference;
}

export interface Waits {
  readonly tcp: readonly TcpWait[];
  readonly logins: readonly LoginWait[];
}

/**
 * What a workload waits for before each start. A server's setup lets a role log in last, so a login tells that the
 * database is complete; of a server whose databases the workload has no password of, an open port is all there is to see.
 */
export function waitsOf(workload: Workload): Waits {
  if (!workload.waits) return { tcp: [], logins: [] };
  const paths = connectionsOf(workload);
  const servers = new Set(paths.map(({ to }) => to).filter((to): to is PostgresServer => to instanceof PostgresServer));
  const logins = [...servers]
    .filter((server) => server.setup !== workload)
    .flatMap((server) => loginsOf(workload, server));
  const tcp = paths
    .filter(
      ({ to }) =>
        !(to instanceof PostgresServer) || (to.setup !== workload && !logins.some((login) => login.server === to)),
    )
    .map(({ to, port }) => ({ peer: to, port }));
  return { tcp, logins };
}

function loginsOf(workload: Workload, server: PostgresServer): LoginWait[] {
  const secrets = new Set(workload.references.filter(({ secret }) => secret).map(({ source }) => source));
  return server.databases.flatMap((database) =>
    [database, ...(database.readOnly ? [database.readOnly] : [])]
      .filter((role) => secrets.has(role.password.source))
      .map((role) => ({ server, database: database.name, user: role.user, password: role.password })),
  );
}
