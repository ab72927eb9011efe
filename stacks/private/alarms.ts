import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

/** What an alarm watches, and when it goes off. */
export interface CloudWatchAlarmProps {
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

/** The event that somebody is told of. */
export interface EventProps {
  /** What has happened and what to look at first. */
  readonly description: string;
  readonly pattern: events.EventPattern;
  /** What the rule is made below. */
  readonly place: Construct;
}

/**
 * Where all alarms of the platform go: one topic, and a mailbox if one is named.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_cloudwatch.Alarm.html
 */
export class Alarms extends Construct {
  readonly topic: sns.Topic;
  #reporter: iam.Role | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: { readonly key: kms.IKey; readonly email: string | undefined },
  ) {
    super(scope, id);
    this.topic = new sns.Topic(this, 'Topic', { masterKey: props.key, enforceSSL: true });
    // CloudWatch publishes as a service, whose rights come from the topic's own policy.
    this.topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'Alarms',
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': this.topic.stack.account } },
      }),
    );
    if (props.email) this.topic.addSubscription(new subscriptions.EmailSubscription(props.email));
  }

  /** Adds an alarm for `watched`. */
  add(watched: Construct, id: string, props: CloudWatchAlarmProps): void {
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
      targets: [{ bind: () => ({ arn: this.topic.topicArn, role: this.#reporterOf() }) }],
    });
  }

  /**
   * The role in which EventBridge publishes. Given to it as a service, the right would hold for rules of every account.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-iam-roles.html
   */
  #reporterOf(): iam.Role {
    const { stack } = this.topic;
    this.#reporter ??= new iam.Role(this, 'Reporter', {
      assumedBy: new iam.ServicePrincipal('events.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'events', resource: 'rule', resourceName: '*' }) },
        },
      }),
      inlinePolicies: {
        Publish: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({ actions: ['sns:Publish'], resources: [this.topic.topicArn] }),
            new iam.PolicyStatement({
              actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
              resources: [this.props.key.keyArn],
            }),
          ],
        }),
      },
    });
    return this.#reporter;
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
