import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

export interface AlarmProps {
  /** What is wrong and what to look at first. */
  readonly description: string;
  readonly metric: cloudwatch.IMetric;
  /** The alarm goes off above it. */
  readonly threshold: number;
  /** Periods of the metric, one after another. @default 3 */
  readonly periods?: number;
  /** Whether silence is an alarm too. @default false */
  readonly missingIsBad?: boolean;
  /** What the alarm is made below. @default what it watches */
  readonly place?: Construct;
}

export interface EventProps {
  /** What has happened and what to look at first. */
  readonly description: string;
  readonly pattern: events.EventPattern;
  /** What the rule is made below. */
  readonly place: Construct;
}

/** Where all alarms of the platform go: one topic, and a mailbox if one is named. */
export class Alarms extends Construct {
  readonly topic: sns.Topic;

  constructor(scope: Construct, id: string, props: { readonly key: kms.IKey; readonly email: string | undefined }) {
    super(scope, id);
    this.topic = new sns.Topic(this, 'Topic', { masterKey: props.key, enforceSSL: true });
    // CloudWatch and EventBridge publish as services, whose rights come from the topic's own policy.
    this.topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'Alarms',
        principals: ['cloudwatch', 'events'].map((name) => new iam.ServicePrincipal(`${name}.amazonaws.com`)),
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.topic.stack.account } },
      }),
    );
    if (props.email) this.topic.addSubscription(new subscriptions.EmailSubscription(props.email));
  }

  /** Adds an alarm for `watched`. */
  add(watched: Construct, id: string, props: AlarmProps): void {
    const alarm = new cloudwatch.Alarm(props.place ?? watched, id, {
      alarmDescription: `${watched.node.path}: ${props.description}`,
      metric: props.metric,
      threshold: props.threshold,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: props.periods ?? 3,
      treatMissingData: props.missingIsBad
        ? cloudwatch.TreatMissingData.BREACHING
        : cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new actions.SnsAction(this.topic));
    alarm.addOkAction(new actions.SnsAction(this.topic));
  }

  /** Reports events of this pattern. */
  addEvent(watched: Construct, id: string, props: EventProps): void {
    new events.Rule(props.place, id, {
      description: `${watched.node.path}: ${props.description}`,
      eventPattern: props.pattern,
      targets: [new targets.SnsTopic(this.topic)],
    });
  }
}

/** A metric of CloudWatch over five minutes. */
export function metric(
  namespace: string,
  metricName: string,
  dimensionsMap: Readonly<Record<string, string>>,
  statistic = 'Average',
): cloudwatch.Metric {
  return new cloudwatch.Metric({ namespace, metricName, dimensionsMap, statistic, period: Duration.minutes(5) });
}
