import { images } from '../constructs/images';
import { nameOf } from '../constructs/names';
import { Cache, text } from '../constructs/primitives';
import type { Part } from '../constructs/target';
import { Duration } from '../constructs/units';
import type { KubernetesTarget } from './kubernetes-target';
import { renderDeployment } from './private/deployment';
import { selectorOf } from './private/metadata';
import { renderNetworkPolicy } from './private/network-policy';
import { bareProgram } from './private/program';
import type { SecretKey } from './private/secret-key';

/** A Valkey server that keeps nothing on disk. Only keys with a time to live make room when memory is full. */
export function renderCache(cache: Cache, target: KubernetesTarget): Record<'url', Part<SecretKey>[]> {
  const name = nameOf(cache);
  const program = bareProgram({
    scope: cache,
    name,
    image: images.valkey,
    size: cache.size,
    command: ['valkey-server'],
    args: [
      '--requirepass',
      cache.password.value,
      '--save',
      '',
      '--appendonly',
      'no',
      '--maxmemory',
      `${cache.size.memory.share(0.75).mebibytes}mb`,
      '--maxmemory-policy',
      'volatile-lru',
    ],
  });
  cache.node.defaultChild = renderDeployment(target, {
    ...program,
    ports: { redis: Cache.port },
    probes: { ready: { tcp: Cache.port }, live: { tcp: Cache.port }, startsWithin: Duration.minutes(1) },
    replicas: { min: 1, max: 1 },
    // Two servers behind one name would each hold half of the keys.
    replacesBeforeStart: true,
    stopsWithin: Duration.seconds(10),
  });
  renderNetworkPolicy(target, cache, name, selectorOf(name), { ingress: target.traffic.ingressTo(cache), egress: [] });
  return { url: target.resolve(text`redis://:${cache.password.value}@${name}:${Cache.port}`) };
}
