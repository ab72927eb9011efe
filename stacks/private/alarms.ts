import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as subscriptions from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { type DerivedAlarmName, derivedAlarms } from '../../constructs/waist/derived-alarms';
import { runbookOf } from '../../constructs/waist/runbook';

/** What an alarm watches, and when it goes off. */
export interface CloudWatchAlarmProps {
  readonly metric: cloudwatch.IMetric;
  /** The alarm goes off above it. */
  readonly threshold: number;
  /** On the other side of the threshold. @default above it */
  readonly below?: boolean;
  /** Periods of the metric, one after another. @default 3 */
  readonly periods?: number;
  /** Whether silence is an alarm too. @default false */
  readonly missingIsBad?: boolean;
  /** What the alarm is made below. @default what it watches */
  readonly place?: Construct;
}

/** The event that somebody is told of. */
export interface EventProps {
  readonly pattern: events.EventPattern;
  /** What the rule is made below. */
  readonly place: Construct;
}

/** Where alarms go, and where their pages lie. */
export interface AlarmsProps {
  readonly key: kms.IKey;
  readonly email: string | undefined;
  /** ARN of a topic besides the platform's own. */
  readonly topicArn: string | undefined;
  /** Address below which the pages of alarms lie. */
  readonly runbooks: string | undefined;
}

/** An alarm in words. */
export interface Told {
  readonly name: string;
  readonly description: string;
  readonly runbook?: string | undefined;
}

/**
 * Where all alarms of the platform go: one topic, and a mailbox if one is named.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_cloudwatch.Alarm.html
 */
export class Alarms extends Construct {
  readonly topic: sns.Topic;
  readonly #further: sns.ITopic | undefined;
  #reporter: iam.Role | undefined;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AlarmsProps,
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
    this.#further = props.topicArn ? sns.Topic.fromTopicArn(this, 'Further', props.topicArn) : undefined;
    if (props.email) this.topic.addSubscription(new subscriptions.EmailSubscription(props.email));
  }

  /** Adds an alarm for `watched`. */
  add(watched: Construct, id: string, name: DerivedAlarmName, props: CloudWatchAlarmProps): void {
    this.tell(watched, id, { name, ...derivedAlarms[name] }, props);
  }

  /** Adds an alarm for `watched`, in words of its own. */
  tell(watched: Construct, id: string, told: Told, props: CloudWatchAlarmProps): void {
    const alarm = new cloudwatch.Alarm(props.place ?? watched, id, {
      alarmDescription: this.#text(watched, told),
      metric: props.metric,
      threshold: props.threshold,
      comparisonOperator: props.below
        ? cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
        : cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: props.periods ?? 3,
      treatMissingData: props.missingIsBad
        ? cloudwatch.TreatMissingData.BREACHING
        : cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    for (const topic of this.#topics) {
      alarm.addAlarmAction(new actions.SnsAction(topic));
      alarm.addOkAction(new actions.SnsAction(topic));
    }
  }

  /** Reports events of this pattern. */
  addEvent(watched: Construct, id: string, name: DerivedAlarmName, props: EventProps): void {
    new events.Rule(props.place, id, {
      description: this.#text(watched, { name, ...derivedAlarms[name] }),
      eventPattern: props.pattern,
      targets: this.#topics.map(({ topicArn }) => ({ bind: () => ({ arn: topicArn, role: this.#reporterOf() }) })),
    });
  }

  get #topics(): sns.ITopic[] {
    return this.#further ? [this.topic, this.#further] : [this.topic];
  }

  #text(watched: Construct, { name, description, runbook }: Told): string {
    return `${name}: ${watched.node.path}. ${description} ${runbook ?? runbookOf(name, this.props.runbooks)}`;
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
            new iam.PolicyStatement({
              actions: ['sns:Publish'],
              resources: this.#topics.map(({ topicArn }) => topicArn),
            }),
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

/** A metric of CloudWatch. @param period @default five minutes */
export function metric(
  namespace: string,
  metricName: string,
  dimensionsMap: Readonly<Record<string, string>>,
  statistic = 'Average',
  period = Duration.minutes(5),
): cloudwatch.Metric {
  return new cloudwatch.Metric({ namespace, metricName, dimensionsMap, statistic, period });
}
