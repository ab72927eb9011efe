import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { keyOf } from '../../constructs/components/monitoring/monitoring';
import { Alarm } from '../../constructs/waist/alarm';
import { optOuts } from '../../constructs/waist/opt-out';
import { CityPlatformStack } from '../../stacks';

/** Properties of a resource, as the template has them. */
// biome-ignore lint/suspicious/noExplicitAny: what a template holds has no type
type Resource = Record<string, any>;

process.env.CDK_VALIDATION = 'false';

describe('alarms of components on AWS', () => {
  const stack = new CityPlatformStack(new App({ analyticsReporting: false }), 'izmir', {
    city: {
      name: 'izmir',
      country: 'TR',
      population: 4_500_000,
      domain: 'izmir.example',
      contact: { email: 'it@izmir.example' },
      profile: 'pilot',
      openData: [{ type: 'OffStreetParking', tenant: 'parking', licence: 'CC-BY-4.0' }],
      tenants: [{ id: 'parking' }],
      dataModels: ['OffStreetParking'],
      targets: {
        aws: {
          region: 'eu-central-1',
          hostedZone: { id: 'Z0123456789ABC', name: 'izmir.example' },
          alarmTopicArn: 'arn:aws:sns:eu-central-1:111122223333:operations',
          runbooks: 'https://wiki.example/runbooks',
        },
      },
    } as never,
  });
  const { monitoring } = stack.platform;
  const place = monitoring!.node.findChild('Programs') as Stack;
  const template = Template.fromStack(place);
  const alarms = Alarm.all(stack.platform);
  const resources = (type: string) =>
    Object.values(template.findResources(type)).map(({ Properties }) => Properties as Resource);

  test('each has a metric, made of the log of the program that measures', () => {
    const filters = resources('AWS::Logs::MetricFilter');
    expect(filters.map(({ MetricTransformations: [made] }) => made.MetricName).sort()).toEqual(
      [...alarms.map(keyOf), 'unread'].sort(),
    );
    for (const { FilterPattern, MetricTransformations } of filters) {
      const [{ MetricName, MetricNamespace, MetricValue }] = MetricTransformations;
      expect([FilterPattern, MetricNamespace, MetricValue]).toEqual([
        `{ $.quantity = "${MetricName}" }`,
        'citykit/izmir',
        '$.value',
      ]);
    }
  });

  test('each goes off when the number is over its threshold all the time, and leads to its page', () => {
    const found = resources('AWS::CloudWatch::Alarm').filter(({ Namespace }) => Namespace === 'citykit/izmir');
    expect(found).toHaveLength(alarms.length + 1);
    const errors = found.find(({ AlarmDescription }) => AlarmDescription.startsWith('CityGatewaySlow:'));
    expect(errors).toMatchObject({
      AlarmDescription:
        'CityGatewaySlow: izmir/Platform/Gateway/CityGatewaySlow. One request in a hundred takes longer than five seconds. https://wiki.example/runbooks/CityGatewaySlow.md',
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 5000,
      Statistic: 'Minimum',
      Period: 300,
      EvaluationPeriods: 3,
      TreatMissingData: 'notBreaching',
    });
  });

  test('go to the platform’s topic and to that of the city', () => {
    for (const { AlarmActions } of resources('AWS::CloudWatch::Alarm')) {
      expect(AlarmActions).toHaveLength(2);
      expect(AlarmActions).toContain('arn:aws:sns:eu-central-1:111122223333:operations');
    }
  });

  test('are silent when nobody measures, which is an alarm itself', () => {
    const [unread] = resources('AWS::CloudWatch::Alarm').filter(({ MetricName }) => MetricName === 'unread');
    expect(unread).toMatchObject({ TreatMissingData: 'breaching', Threshold: 0 });
    expect(unread!.AlarmDescription).toMatch(/^CityMetricsUnread: /);
  });

  test('the program may reach the metrics of what it reads, and nothing else', () => {
    const reached = monitoring!.service.talksTo.map(({ source, port }) => `${source.node.path}:${port}`);
    expect(reached.sort()).toEqual([
      'izmir/Platform/Broker/Notifications:8082',
      'izmir/Platform/Gateway/Service:8081',
      'izmir/Platform/Identity/Service:9000',
      'izmir/Platform/Publisher/Service:8082',
      'izmir/Platform/Verification/Service:8082',
    ]);
    expect(optOuts(stack.platform).filter(({ construct }) => construct === monitoring!.service)).toHaveLength(1);
  });

  test('one dashboard shows each number with its threshold', () => {
    const [dashboard, ...more] = Object.values(
      Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'),
    ) as Resource[];
    expect(more).toEqual([]);
    const body = JSON.stringify(dashboard);
    for (const alarm of alarms) expect(body).toContain(keyOf(alarm));
    expect(body).toContain('SEARCH(');
  });
});
