import { Construct } from 'constructs';
import type { Job } from './primitives/job';
import type { Service } from './primitives/service';
import type { Duration } from './units';

/** One number that each replica of a service shows among its metrics, as Prometheus names it. */
export interface Metric {
  /** The service whose replicas show it. */
  readonly of: Service;
  /** Its name in the text that the service serves: `http_requests_total`. */
  readonly name: string;
  /** Labels that the series must have. @default any */
  readonly labels?: Readonly<Record<string, string>>;
  /** How it is read: as it is, or how fast a counter grows, in units a second. */
  readonly as: 'value' | 'rate';
}

/** What has to be so, and for how long, before somebody is told. */
export type Condition =
  | { readonly kind: 'above'; readonly metric: Metric; readonly threshold: number; readonly for: Duration }
  | { readonly kind: 'below'; readonly metric: Metric; readonly threshold: number; readonly for: Duration }
  /** Fewer replicas are ready than the fewest that should run. */
  | { readonly kind: 'missing'; readonly of: Service; readonly for: Duration }
  /** The last run ended badly. */
  | { readonly kind: 'failed'; readonly of: Job };

/** What an alarm says and when it goes off. */
export interface AlarmProps {
  /** What is wrong, in a sentence. */
  readonly description: string;
  /** `urgent`: people notice now. `soon`: they will unless somebody acts within days. */
  readonly severity: 'urgent' | 'soon';
  /** What to do first, in a sentence or as the URL of a page. */
  readonly runbook: string;
  /** What sets it off. */
  readonly condition: Condition;
}

/** Something that somebody has to be told of. Targets find it by {@link Alarm.all}; one that renders none lacks `alarms`. */
export class Alarm extends Construct {
  /** All alarms at or below `root`, in the order of creation. */
  static all(root: Construct): Alarm[] {
    return root.node.findAll().filter((construct): construct is Alarm => construct instanceof Alarm);
  }

  /** @throws when the condition reads a metric of a service that shows none. */
  constructor(
    scope: Construct,
    id: string,
    /** What it was made with. */
    readonly props: AlarmProps,
  ) {
    super(scope, id);
    if ('metric' in props.condition) checkMetric(this, props.condition.metric);
  }
}

/**
 * Checks that there is a metric to read.
 *
 * @throws when the service shows no metrics.
 */
export function checkMetric(reader: Construct, { of, name }: Metric): void {
  if (!of.metrics) throw new Error(`${reader.node.path} reads ${name} of ${of.node.path}, which shows no metrics`);
}
