import type { Construct } from 'constructs';
import type { KubernetesOptions } from './kubernetes-options';
import { KubernetesTarget } from './kubernetes-target';

/**
 * Renders what lies at or below `scope`, such as one component in somebody else's Chart. Call it once for a scope, after
 * the last construct was added.
 *
 * ```ts
 * const chart = new Chart(app, 'izmir');
 * new ContextBroker(chart, 'Broker', { … });
 * renderToKubernetes(chart);
 * ```
 */
export function renderToKubernetes(scope: Construct, options: KubernetesOptions = {}): KubernetesTarget {
  const target = new KubernetesTarget(scope, options);
  target.render(scope);
  return target;
}
