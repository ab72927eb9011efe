import { Duration as Time } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as servicediscovery from 'aws-cdk-lib/aws-servicediscovery';
import type { Service } from '../constructs/waist/primitives';
import type { AwsKind, AwsRendered } from './aws-kind';
import type { AwsTarget } from './aws-target';
import { metric } from './private/alarms';
import { healthCheckOf } from './private/health-check';
import { securityGroupOf } from './private/security-groups';
import { makeTask, waitForRights } from './private/task';

/** The longest that Fargate lets a container take to stop, in seconds. */
const longestStop = 120;

/**
 * An ECS service on Fargate in the private subnets, found under its name in the platform's private DNS zone.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_ecs.FargateService.html
 */
export const serviceKind: AwsKind<Service> = { group: securityGroupOf, render: renderService };

function renderService(service: Service, target: AwsTarget): AwsRendered<Service> {
  const { shared } = target;
  const { min, max } = service.replicas;
  const healthCheck = healthCheckOf(service);
  const task = makeTask(service, target, {
    ...(healthCheck && { healthCheck }),
    stopTimeout: Time.seconds(Math.min(service.stopsWithin.seconds, longestStop)),
    portMappings: Object.values(service.ports).map((containerPort) => ({ containerPort })),
  });
  const fargate = new ecs.FargateService(target.place(service), 'Fargate', {
    cluster: shared.cluster,
    taskDefinition: task.definition,
    securityGroups: [task.group],
    vpcSubnets: target.taskSubnets,
    assignPublicIp: false,
    // Where the load decides, a deployment must not set the number back.
    ...(max === min && { desiredCount: min }),
    minHealthyPercent: service.replacesBeforeStart ? 0 : 100,
    maxHealthyPercent: service.replacesBeforeStart ? 100 : 200,
    // ECS balances zones by itself unless told otherwise: by starting a second task first, for which there is no room.
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
    ...(service.replacesBeforeStart && { availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.DISABLED }),
    circuitBreaker: { enable: true, rollback: true },
    enableECSManagedTags: true,
    propagateTags: ecs.PropagatedTagSource.SERVICE,
    cloudMapOptions: {
      cloudMapNamespace: shared.namespace,
      name: target.serviceName(service),
      dnsRecordType: servicediscovery.DnsRecordType.A,
      dnsTtl: Time.seconds(10),
      container: task.container,
    },
  });
  if (max > min) {
    fargate
      .autoScaleTaskCount({ minCapacity: min, maxCapacity: max })
      .scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 70 });
  }
  const resource = fargate.node.defaultChild as ecs.CfnService;
  waitForRights(task, resource);
  shared.network.waitForRoutes(resource);
  target.waitForDependencies(service, resource);
  target.setService(service, fargate);
  service.node.defaultChild = resource;
  addAlarms(service, fargate, target);
  return { outputs: {}, ready: [resource], keeps: [] };
}

function addAlarms(service: Service, fargate: ecs.FargateService, target: AwsTarget): void {
  const { alarms } = target.shared;
  const place = target.place(service);
  const dimensions = { ClusterName: fargate.cluster.clusterName, ServiceName: fargate.serviceName };
  alarms.add(service, 'Missing', 'CityServiceMissing', {
    place,
    metric: new cloudwatch.MathExpression({
      expression: 'desired - running',
      label: 'missing tasks',
      period: Time.minutes(5),
      usingMetrics: {
        desired: metric('ECS/ContainerInsights', 'DesiredTaskCount', dimensions),
        running: metric('ECS/ContainerInsights', 'RunningTaskCount', dimensions),
      },
    }),
    threshold: 0,
    missingIsBad: true,
  });
  for (const [id, alarm, name] of [
    ['Cpu', 'CityServiceBusy', 'CPUUtilization'],
    ['Memory', 'CityServiceMemory', 'MemoryUtilization'],
  ] as const) {
    alarms.add(service, id, alarm, {
      place,
      metric: metric('AWS/ECS', name, dimensions),
      threshold: 90,
    });
  }
}
