import { images } from '../waist/images';
import { Cache } from '../waist/primitives';
import { Duration } from '../waist/units';
import type { ServerContainer } from './server-container';

/** A Valkey server that keeps nothing on disk. Only keys with a time to live make room when memory is full. */
export function valkey({ size, password }: Cache): ServerContainer {
  return {
    image: images.valkey,
    size,
    command: ['valkey-server'],
    args: [
      '--requirepass',
      password.value,
      '--save',
      '',
      '--appendonly',
      'no',
      '--maxmemory',
      `${size.memory.share(0.75).mebibytes}mb`,
      '--maxmemory-policy',
      'volatile-lru',
    ],
    env: {},
    scratch: [],
    ports: { redis: Cache.port },
    probes: { ready: { tcp: Cache.port }, live: { tcp: Cache.port }, startsWithin: Duration.minutes(1) },
    stopsWithin: Duration.seconds(10),
  };
}
