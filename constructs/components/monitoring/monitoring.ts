import type { Construct } from 'constructs';
import { Alarm } from '../../waist/alarm';
import { Component } from '../../waist/component';
import { Dashboard } from '../../waist/dashboard';
import { images } from '../../waist/images';
import { nameOf } from '../../waist/names';
import { addOptOut } from '../../waist/opt-out';
import type { Reference } from '../../waist/primitives/reference';
import { textFrom } from '../../waist/primitives/reference';
import { Service } from '../../waist/primitives/service';
import { programOf } from '../../waist/program';
import { type Metric, type Quantity, seriesOf } from '../../waist/quantity';
import { Duration } from '../../waist/units';
import type { WorkloadSize } from '../../waist/workload-size';
import type { Watched, WatchedQuantity, WatchedSeries } from './watched';

/** What is watched. */
export interface MonitoringProps extends WorkloadSize {
  /** All alarms and dashboards at or below it, as they are when the platform is rendered. */
  readonly root: Construct;
}

const port = 8080;
const onlyOnce = 'It keeps what it has read in memory; two would measure everything twice.';

/** How often everything is measured. */
const measured = Duration.minutes(1);

/** The key under which the number of an alarm is measured. */
export function keyOf(alarm: Alarm): string {
  return nameOf(alarm, 100);
}

/** The key of a line of a dashboard, by its place and that of its panel. */
export function keyOfLine(dashboard: Dashboard, panel: number, line: number): string {
  return `${nameOf(dashboard, 90)}-${panel}-${line}`;
}

/**
 * For a target that reads no metrics of services itself: a program (`programs/watch`) that reads those of every replica once a
 * minute and writes the number of each alarm into its log, from where the target takes it.
 */
export class Monitoring extends Component {
  readonly title = 'Monitoring';
  /** The program is the kit's own. */
  readonly upstream = { title: 'Node.js', image: images.node };
  readonly claims = [] as const;

  readonly service: Service;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    this.service = new Service(this, 'Service', {
      size: props.size,
      replicas: props.replicas,
      singleton: onlyOnce,
      ...programOf('watch'),
      env: {
        WATCHED: () => textFrom((read) => JSON.stringify(watched(props.root, read))),
        PAUSE_SECONDS: measured.seconds,
        PORT: port,
      },
      scratch: [{ path: '/tmp' }],
      // It says of whom it cannot read.
      waits: false,
      ports: { http: port },
      probes: { ready: { http: '/health', port }, live: { http: '/health', port } },
    });
    addOptOut(this.service, { measure: 'more than one replica', reason: onlyOnce });
  }
}

/** What is measured under which key: of each alarm, and of each line of a dashboard. */
export function quantitiesOf(root: Construct): ReadonlyMap<string, Quantity> {
  return new Map([
    ...Alarm.all(root).map((alarm) => [keyOf(alarm), alarm.props.quantity] as const),
    ...Dashboard.all(root).flatMap((dashboard) =>
      dashboard.props.panels.flatMap(({ series }, panel) =>
        Object.values(series).map((quantity, line) => [keyOfLine(dashboard, panel, line), quantity] as const),
      ),
    ),
  ]);
}

function watched(root: Construct, read: (reference: Reference) => string): Watched {
  const quantities = quantitiesOf(root);
  const services = [...new Set([...quantities.values()].map(({ metric }) => metric.of))];
  return {
    sources: services.map((service) => ({ host: read(service.everyReplica), ...service.metrics! })),
    quantities: [...quantities].map(([key, quantity]): WatchedQuantity => {
      const { kind, metric } = quantity;
      return {
        key,
        kind,
        source: services.indexOf(metric.of),
        series: { ...seriesFrom(metric), name: seriesOf(quantity) },
        ...(kind === 'share' && { within: seriesFrom(quantity.within) }),
        ...(kind === 'quantile' && { quantile: quantity.quantile }),
      };
    }),
  };
}

function seriesFrom({ name, labels = {} }: Metric): WatchedSeries {
  return { name, labels };
}
