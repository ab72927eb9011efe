import type { Construct } from 'constructs';
import type { Service } from './primitives/service';

/** Numbers that each replica of a service shows under one name, as Prometheus names it. */
export interface Metric {
  /** The service whose replicas show it. */
  readonly of: Service;
  /** Its name in the text that the service serves: `http_requests_total`. Of a histogram, without `_bucket`. */
  readonly name: string;
  /** Labels that a series has; one of several values where a list is given. @default any */
  readonly labels?: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * One number at any moment, made of what the replicas of a service show. Neutral: a target writes it in its own language,
 * and `programs/watch` works it out for one that has none.
 *
 * - `largest`, `smallest`, `sum`: of gauges, over replicas and labels.
 * - `rate`: how fast counters grow, together, a second.
 * - `share`: of the growth of counters, which part grew in some of them. There is none while nothing grows.
 * - `quantile`: of a histogram, the value that this share of what came lately does not exceed.
 */
export type Quantity =
  | { readonly kind: 'largest' | 'smallest' | 'sum' | 'rate'; readonly metric: Metric }
  | { readonly kind: 'share'; readonly metric: Metric; readonly within: Metric }
  | { readonly kind: 'quantile'; readonly metric: Metric; readonly quantile: number };

/** Over how long growth is looked at, in seconds: a value every half a minute, and some of them missing. */
export const growthSeconds = 300;

/** The metrics that a quantity is made of. */
export function metricsOf(quantity: Quantity): readonly Metric[] {
  return quantity.kind === 'share' ? [quantity.metric, quantity.within] : [quantity.metric];
}

/** The names under which a service serves what a metric of the quantity is made of. */
export function seriesOf({ kind, metric: { name } }: Quantity): string {
  return kind === 'quantile' ? `${name}_bucket` : name;
}

/**
 * Checks that there is something to read.
 *
 * @throws when a service shows no metrics, or the parts of a share are of two services
 */
export function checkMetric(reader: Construct, quantity: Quantity): void {
  const metrics = metricsOf(quantity);
  for (const { of, name } of metrics)
    if (!of.metrics) throw new Error(`${reader.node.path} reads ${name} of ${of.node.path}, which shows no metrics`);
  if (new Set(metrics.map(({ of }) => of)).size > 1)
    throw new Error(`${reader.node.path}: the parts of a share are of one service`);
}
