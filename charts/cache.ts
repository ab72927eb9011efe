import { valkey } from '../constructs/servers/valkey';
import { nameOf } from '../constructs/waist/names';
import { Cache, text } from '../constructs/waist/primitives';
import type { Part } from '../constructs/waist/target';
import type { KubernetesTarget } from './kubernetes-target';
import { selectorOf } from './metadata';
import { renderDeployment } from './private/deployment';
import { renderNetworkPolicy } from './private/network-policy';
import { bareProgram } from './private/program';
import type { SecretKey } from './secret-key';

/** A Valkey server in a Deployment. */
export function renderCache(cache: Cache, target: KubernetesTarget): Record<'url', Part<SecretKey>[]> {
  const name = nameOf(cache);
  const { ports, probes, stopsWithin, ...program } = valkey(cache);
  cache.node.defaultChild = renderDeployment(target, {
    ...bareProgram({ scope: cache, name, ...program }),
    ports,
    probes,
    stopsWithin,
    replicas: { min: 1, max: 1 },
    // Two servers behind one name would each hold half of the keys.
    replacesBeforeStart: true,
  });
  renderNetworkPolicy(target, cache, name, selectorOf(name), { ingress: target.traffic.ingressTo(cache), egress: [] });
  return { url: target.resolve(text`redis://:${cache.password.value}@${name}:${Cache.port}`) };
}
