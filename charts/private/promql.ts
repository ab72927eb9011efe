import { growthSeconds, type Metric, type Quantity } from '../../constructs/waist/quantity';
import type { KubernetesTarget } from '../kubernetes-target';
import { replicasName } from './long-running';

const aggregations = { largest: 'max', smallest: 'min', sum: 'sum' } as const;

/**
 * A quantity in the language of Prometheus.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/basics/
 */
export function promql(target: KubernetesTarget, quantity: Quantity): string {
  const grows = (metric: Metric, name = metric.name) => `rate(${series(target, metric, name)}[${growthSeconds}s])`;
  switch (quantity.kind) {
    case 'rate':
      return `sum(${grows(quantity.metric)})`;
    case 'share':
      return `sum(${grows(quantity.metric)}) / (sum(${grows(quantity.within)}) > 0)`;
    case 'quantile': {
      const { metric } = quantity;
      return `histogram_quantile(${quantity.quantile}, sum by (le) (${grows(metric, `${metric.name}_bucket`)}))`;
    }
    default:
      return `${aggregations[quantity.kind]}(${series(target, quantity.metric)})`;
  }
}

/** Every series of a metric: the Prometheus operator labels each with the Service that led it to the replica. */
function series(target: KubernetesTarget, { of, name, labels = {} }: Metric, as: string = name): string {
  return selector(target, as, { service: replicasName(target.nameOf(of)), ...labels });
}

/** Series of objects in the platform's namespace. A list of values stands for any of them. */
export function selector(
  { namespace }: KubernetesTarget,
  name: string,
  labels: Readonly<Record<string, string | readonly string[]>>,
): string {
  const all = { ...(namespace && { namespace }), ...labels };
  const matchers = Object.entries<string | readonly string[]>(all).map(([label, value]) =>
    typeof value === 'string' ? `${label}="${quoted(value)}"` : `${label}=~"${quoted(value.map(literal).join('|'))}"`,
  );
  return `${name}{${matchers.join(',')}}`;
}

/** A text as a pattern of RE2 that matches it alone. */
export function literal(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}

function quoted(text: string): string {
  return text.replace(/[\\"]/g, '\\$&');
}
