import { type StandIn, systemPath } from '../stand-in';

/** Redis, which takes the same options and speaks the same protocol. */
export function valkey(): StandIn {
  return { env: { PATH: systemPath }, layers: { '/usr/local/bin/valkey-server': '/usr/bin/redis-server' } };
}
