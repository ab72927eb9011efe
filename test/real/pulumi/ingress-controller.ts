import { setTimeout as sleep } from 'node:timers/promises';
import { read } from '../cluster/read';
import type { Cluster } from '../support/kubernetes';

/** Gives each Ingress an address, as an ingress controller would, until it is stopped. */
export function runIngressController(cluster: Cluster): { stop(): Promise<void> } {
  let stopped = false;
  const address = JSON.stringify({ status: { loadBalancer: { ingress: [{ ip: '192.0.2.10' }] } } });
  const running = (async () => {
    while (!stopped) {
      for (const { metadata, status } of await read(cluster, 'ingresses', '-A')) {
        if (status?.loadBalancer?.ingress !== undefined) continue;
        await cluster.tryKubectl([
          ...['patch', 'ingress', metadata.name, '-n', metadata.namespace ?? 'default'],
          ...['--subresource=status', '--type=merge', '-p', address],
        ]);
      }
      await sleep(1000);
    }
  })();
  return {
    stop: () => {
      stopped = true;
      return running;
    },
  };
}
