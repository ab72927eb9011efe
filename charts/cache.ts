import { valkey } from '../constructs/servers/valkey';
import { Cache, text } from '../constructs/waist/primitives';
import type { KubernetesKind } from './kubernetes-kind';
import { selectorOf } from './metadata';
import { renderDeployment } from './private/deployment';
import { bareContainer } from './private/main-container';
import { ownPods, renderNetworkPolicy } from './private/network-policy';

/** A Valkey server in a Deployment. */
export const cacheKind: KubernetesKind<Cache> = {
  nameLength: () => 63,
  peers: ownPods,
  host: (cache, target) => target.nameOf(cache),
  kept: () => false,
  render(cache, target) {
    const name = target.nameOf(cache);
    const { ports, probes, stopsWithin, ...program } = valkey(cache);
    cache.node.defaultChild = renderDeployment(target, {
      ...bareContainer({ scope: cache, name, ...program }),
      ports,
      probes,
      stopsWithin,
      replicas: { min: 1, max: 1 },
      // Two servers behind one name would each hold half of the keys.
      replacesBeforeStart: true,
    });
    renderNetworkPolicy(target, cache, name, selectorOf(name), {
      ingress: target.traffic.ingressTo(cache),
      egress: [],
    });
    const url = text`redis://:${cache.password.value}@${name}:${Cache.port}`;
    return { outputs: { url: target.resolve(url) } };
  },
};
