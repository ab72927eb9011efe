import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { keyOf, keyOfLine, Monitoring, quantitiesOf } from '../../constructs/components/monitoring/monitoring';
import { unreadKey } from '../../constructs/components/monitoring/watched';
import { Alarm } from '../../constructs/waist/alarm';
import { Dashboard } from '../../constructs/waist/dashboard';
import type { AwsTarget } from '../aws-target';
import { CityDashboard } from './city-dashboard';

/** CloudWatch looks at most at a day, in periods of a minute or of some. */
const period = Duration.minutes(5);

/**
 * The alarms of components, from the numbers that the monitoring program writes into its log: each becomes a metric by a
 * filter. They lie in the monitoring's own stack. A tree without that program has none.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringPolicyExamples.html
 */
export function renderComponentAlarms(target: AwsTarget, root: Construct): void {
  const monitoring = root.node.findAll().find((construct) => construct instanceof Monitoring);
  if (!monitoring) return;
  const { service } = monitoring;
  const place = target.place(service);
  const logGroup = service.node.findChild('Logs') as logs.LogGroup;
  // Of the stack that is deployed: its name is one of a kind in the account and region.
  const namespace = `citykit/${logGroup.stack.stackName}`;
  const metricOf = (key: string, statistic: string) =>
    new cloudwatch.Metric({ namespace, metricName: key, statistic, period });
  for (const key of [...quantitiesOf(root).keys(), unreadKey]) {
    new logs.MetricFilter(new Construct(place, key), 'Filter', {
      logGroup,
      filterPattern: logs.FilterPattern.stringValue('$.quantity', '=', key),
      metricNamespace: namespace,
      metricName: key,
      metricValue: '$.value',
    });
  }
  const { alarms } = target.shared;
  for (const alarm of Alarm.all(root)) {
    const { props, name } = alarm;
    const below = props.when === 'below';
    alarms.tell(
      alarm,
      'Alarm',
      { name, description: props.description, runbook: props.runbook },
      {
        place: place.node.findChild(keyOf(alarm)) as Construct,
        // It is so all the time when it is so at the best moment of each period.
        metric: metricOf(keyOf(alarm), below ? 'Maximum' : 'Minimum'),
        threshold: props.threshold,
        below,
        periods: Math.max(1, Math.ceil(props.for.seconds / period.toSeconds())),
      },
    );
  }
  alarms.add(monitoring, 'Alarm', 'CityMetricsUnread', {
    place: place.node.findChild(unreadKey) as Construct,
    metric: metricOf(unreadKey, 'Minimum'),
    threshold: 0,
    missingIsBad: true,
  });
  new CityDashboard(target.shared, 'Dashboard', {
    clusterName: target.shared.cluster.clusterName,
    alarms: Alarm.all(root).map((alarm) => ({
      title: `${alarm.name}: ${alarm.component?.title ?? ''}`,
      metric: metricOf(keyOf(alarm), 'Average'),
      threshold: alarm.props.threshold,
    })),
    dashboards: Dashboard.all(root).map((dashboard) => ({
      title: dashboard.props.title,
      panels: dashboard.props.panels.map(({ title, unit, series }, panel) => ({
        title: `${title} (${unit})`,
        metrics: Object.keys(series).map((label, line) =>
          metricOf(keyOfLine(dashboard, panel, line), 'Average').with({ label }),
        ),
      })),
    })),
  });
}
