import type { Construct } from 'constructs';
import { type AwsOptions, AwsTarget } from './aws-target';

/**
 * Renders one component, or anything else made of primitives, alone in somebody else's stack.
 *
 * @example
 * const server = new PostgresServer(stack, 'Database', { … });
 * renderToAws(stack, { hostedZone });
 */
export function renderToAws(scope: Construct, options: AwsOptions = {}): AwsTarget {
  const target = new AwsTarget(scope, options);
  target.render(scope);
  return target;
}
