import type { Construct } from 'constructs';
import { Alarm } from '../../waist/alarm';
import type { Service } from '../../waist/primitives/service';
import type { Metric } from '../../waist/quantity';
import { Duration, type Size } from '../../waist/units';
import { exporter } from './collector-config';

/**
 * Alarms of numbers that do not get out. Names of numbers: the collector's of its exporters.
 *
 * @param queue the most that can wait
 * @see https://opentelemetry.io/docs/collector/internal-telemetry/
 */
export function telemetryAlarms(telemetry: Construct, service: Service, queue: Size): void {
  const metric = (name: string): Metric => ({ of: service, name: `otelcol_exporter_${name}`, labels: { exporter } });
  new Alarm(telemetry, 'CityTelemetryRefused', {
    description: 'The receiver of telemetry has refused numbers for a quarter of an hour; they are lost.',
    severity: 'soon',
    quantity: { kind: 'rate', metric: metric('send_failed_metric_points') },
    when: 'above',
    threshold: 0,
    for: Duration.minutes(15),
  });
  new Alarm(telemetry, 'CityTelemetryWaits', {
    description: 'Half of the numbers that can wait for the receiver of telemetry do; what does not fit is lost.',
    severity: 'soon',
    // In bytes.
    quantity: { kind: 'largest', metric: metric('queue_size') },
    when: 'above',
    threshold: (queue.mebibytes / 2) * 1024 * 1024,
    for: Duration.minutes(5),
  });
}
