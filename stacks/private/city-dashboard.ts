import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';

/** What the dashboard shows. */
export interface CityDashboardProps {
  /** Name of the ECS cluster, all of whose services are shown. */
  readonly clusterName: string;
  /** Numbers that alarms watch. */
  readonly alarms: readonly {
    readonly title: string;
    readonly metric: cloudwatch.IMetric;
    readonly threshold: number;
  }[];
  /** What components show besides. */
  readonly dashboards: readonly {
    readonly title: string;
    readonly panels: readonly { readonly title: string; readonly metrics: cloudwatch.IMetric[] }[];
  }[];
}

const width = 8;

/**
 * The one dashboard of the platform: what the programs take, each number that an alarm watches with its threshold, and what
 * components show besides.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_cloudwatch.Dashboard.html
 */
export class CityDashboard extends Construct {
  constructor(scope: Construct, id: string, { clusterName, alarms, dashboards }: CityDashboardProps) {
    super(scope, id);
    const title = (text: string) => [new cloudwatch.TextWidget({ markdown: `## ${text}`, width: 24, height: 1 })];
    const chart = (props: cloudwatch.GraphWidgetProps) => new cloudwatch.GraphWidget({ width, ...props });
    const usage = ['CPUUtilization', 'MemoryUtilization'].map((name) =>
      chart({
        title: `${name} of each program, in %`,
        left: [
          new cloudwatch.SearchExpression({
            expression: `SEARCH('{AWS/ECS,ClusterName,ServiceName} ClusterName="${clusterName}" MetricName="${name}"', 'Average')`,
            period: Duration.minutes(5),
          }),
        ],
      }),
    );
    new cloudwatch.Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(1),
      widgets: [
        usage,
        title('What alarms watch'),
        alarms.map(({ metric, threshold, title: name }) =>
          chart({ title: name, left: [metric], leftAnnotations: [{ value: threshold, label: 'alarm' }] }),
        ),
        ...dashboards.flatMap((dashboard) => [
          title(dashboard.title),
          dashboard.panels.map(({ title: name, metrics }) => chart({ title: name, left: metrics })),
        ]),
      ],
    });
  }
}
