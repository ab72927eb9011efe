import type { Construct } from 'constructs';
import type { ComposeOptions } from './compose-options';
import { ComposeTarget } from './compose-target';

/**
 * Renders what lies at or below `scope`, such as one component. Call it once for a scope, after the last construct was
 * added.
 *
 * ```ts
 * const root = new RootConstruct('izmir');
 * new ContextBroker(root, 'Broker', { … });
 * const { file, files } = renderToCompose(root);
 * ```
 */
export function renderToCompose(scope: Construct, options: ComposeOptions = {}): ComposeTarget {
  const target = new ComposeTarget(scope, options);
  target.render(scope);
  return target;
}
