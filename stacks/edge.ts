import { type CfnResource, Duration as Time } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as route53targets from 'aws-cdk-lib/aws-route53-targets';
import { CityError } from '../constructs/problems/city-error';
import type { Edge, Port } from '../constructs/waist/primitives';
import type { AwsKind, AwsRendered } from './aws-kind';
import type { AwsOptions, AwsTarget } from './aws-target';
import { AccessLogBucket } from './private/access-log-bucket';
import { acknowledge } from './private/acknowledge';
import { metric } from './private/alarms';
import { Firewall } from './private/firewall';
import { securityGroupOf } from './private/security-groups';

/**
 * An internet-facing load balancer with a certificate, alias records and a web application firewall. It ends TLS and
 * hands everything to the edge's target.
 *
 * @throws CityError when there is neither a certificate nor a hosted zone to prove one in.
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_elasticloadbalancingv2.ApplicationLoadBalancer.html
 */
export const edgeKind: AwsKind<Edge> = { group: securityGroupOf, render: renderEdge };

const tlsLoadBalancerId = 'TlsLoadBalancer';

/** The load balancer of a rendered edge for connections that are not HTTP. Undefined where it has no such listener. */
export function tlsLoadBalancerOf(edge: Edge): elb.NetworkLoadBalancer | undefined {
  return edge.node.tryFindChild(tlsLoadBalancerId) as elb.NetworkLoadBalancer | undefined;
}

function renderEdge(edge: Edge, target: AwsTarget): AwsRendered<Edge> {
  const { network } = target.shared;
  const { https } = edge;
  const service = https.target.source;
  const group = openDoor(edge, target);
  const bucket = new AccessLogBucket(edge, 'AccessLogs', { removalPolicy: target.removalPolicy });
  const balancer = new elb.ApplicationLoadBalancer(edge, 'LoadBalancer', {
    vpc: network.vpc,
    vpcSubnets: network.publicSubnets,
    internetFacing: true,
    securityGroup: group,
    deletionProtection: target.protects,
    dropInvalidHeaderFields: true,
  });
  balancer.setAttribute('access_logs.s3.enabled', 'true');
  balancer.setAttribute('access_logs.s3.bucket', bucket.bucketName);
  balancer.node.addDependency(bucket);
  network.waitForInternet(balancer.node.defaultChild as CfnResource);
  balancer.addListener('Http', {
    port: 80,
    open: false,
    defaultAction: elb.ListenerAction.redirect({ protocol: 'HTTPS', port: '443', permanent: true }),
  });
  const certificate = certificateOf(edge, target);
  const listener = balancer.addListener('Https', {
    port: 443,
    open: false,
    certificates: [certificate],
    sslPolicy: elb.SslPolicy.TLS13_RES,
  });
  const targets = listener.addTargets('Target', {
    protocol: elb.ApplicationProtocol.HTTP,
    port: https.target.port,
    targets: [target.loadBalancerTarget(https.target)],
    deregistrationDelay: Time.seconds(Math.min(service.stopsWithin.seconds, 120)),
    healthCheck: {
      path: https.health.path,
      port: String(https.health.port),
      healthyHttpCodes: '200-399',
      interval: Time.seconds(15),
      timeout: Time.seconds(5),
      healthyThresholdCount: 2,
      unhealthyThresholdCount: 3,
    },
  });
  new Firewall(edge, 'Firewall', { balancer, logs: (scope, name) => target.shared.logs(scope, name) });
  addRecords(edge, edge.https.hosts, balancer, target);
  if (edge.tls.length > 0) renderTls(edge, bucket, certificate, target);
  edge.node.defaultChild = balancer.node.defaultChild!;
  const dimensions = { LoadBalancer: balancer.loadBalancerFullName, TargetGroup: targets.targetGroupFullName };
  target.shared.alarms.add(edge, 'Unhealthy', 'CityEdgeTargetUnhealthy', {
    metric: metric('AWS/ApplicationELB', 'UnHealthyHostCount', dimensions, 'Maximum'),
    threshold: 0,
  });
  target.shared.alarms.add(edge, 'ServerErrors', 'CityEdgeErrors', {
    metric: metric('AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', dimensions, 'Sum'),
    threshold: 50,
  });
  target.shared.alarms.add(edge, 'CertificateExpires', 'CityCertificateExpires', {
    // ACM tells it once or twice a day: https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html.
    metric: metric(
      'AWS/CertificateManager',
      'DaysToExpiry',
      { CertificateArn: certificate.certificateArn },
      'Minimum',
      Time.days(1),
    ),
    below: true,
    threshold: 14,
    periods: 1,
  });
  return { outputs: {}, ready: [balancer.node.defaultChild as CfnResource], keeps: [] };
}

/** A load balancer for connections: it ends TLS, and knows nothing of what is inside. */
function renderTls(edge: Edge, bucket: AccessLogBucket, certificate: acm.ICertificate, target: AwsTarget): void {
  const { network, alarms } = target.shared;
  const group = new ec2.SecurityGroup(edge, 'TlsSecurityGroup', {
    vpc: network.vpc,
    description: `${edge.node.path}, TLS`,
    allowAllOutbound: false,
  });
  letIn(
    edge,
    group,
    edge.tls.map(({ port }) => port),
    edge.tls.map((listener) => listener.target),
    target,
  );
  const balancer = new elb.NetworkLoadBalancer(edge, tlsLoadBalancerId, {
    vpc: network.vpc,
    vpcSubnets: network.publicSubnets,
    internetFacing: true,
    securityGroups: [group],
    deletionProtection: target.protects,
    crossZoneEnabled: true,
  });
  bucket.letNetworkLoadBalancersWrite();
  balancer.setAttribute('access_logs.s3.enabled', 'true');
  balancer.setAttribute('access_logs.s3.bucket', bucket.bucketName);
  balancer.node.addDependency(bucket);
  network.waitForInternet(balancer.node.defaultChild as CfnResource);
  for (const { name, port, target: to } of edge.tls) {
    const listener = balancer.addListener(name, {
      port,
      protocol: elb.Protocol.TLS,
      certificates: [certificate],
      sslPolicy: elb.SslPolicy.TLS13_RES,
    });
    const targets = listener.addTargets('Target', {
      protocol: elb.Protocol.TCP,
      port: to.port,
      targets: [target.loadBalancerTarget(to)],
      deregistrationDelay: Time.seconds(Math.min(to.source.stopsWithin.seconds, 120)),
      healthCheck: { protocol: elb.Protocol.TCP, interval: Time.seconds(15) },
    });
    const dimensions = { LoadBalancer: balancer.loadBalancerFullName, TargetGroup: targets.targetGroupFullName };
    alarms.add(edge, `Unhealthy-${name}`, 'CityEdgeTargetUnhealthy', {
      metric: metric('AWS/NetworkELB', 'UnHealthyHostCount', dimensions, 'Maximum'),
      threshold: 0,
    });
  }
  addRecords(edge, [...new Set(edge.tls.map(({ host }) => host))], balancer, target);
}

/** The group of the load balancer for HTTP. */
function openDoor(edge: Edge, target: AwsTarget): ec2.SecurityGroup {
  const group = securityGroupOf(edge, target);
  const { https } = edge;
  letIn(edge, group, [80, 443], [https.target, { ...https.target, port: https.health.port }], target);
  return group;
}

/** Lets the internet reach a load balancer at its own ports, and that alone what it sends to. */
function letIn(
  edge: Edge,
  group: ec2.SecurityGroup,
  ports: readonly number[],
  inside: readonly Port[],
  target: AwsTarget,
): void {
  for (const port of ports) group.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(port), 'The internet');
  const paths = new Map(inside.map(({ source, port }) => [`${source.node.path}:${port}`, { source, port }]));
  for (const { source, port } of paths.values()) {
    const inner = target.groupOf(source);
    if (!inner) throw new Error(`${source.node.path} is in no security group that a load balancer could send to`);
    group.addEgressRule(inner, ec2.Port.tcp(port), `To ${source.node.path}`);
    inner.addIngressRule(group, ec2.Port.tcp(port), `From ${edge.node.path}`);
  }
  acknowledge(group, {
    'AwsSolutions-EC23':
      'The load balancer takes connections from the internet: TLS on the ports of its listeners, and HTTP only to redirect it to HTTPS.',
  });
}

function certificateOf(edge: Edge, target: AwsTarget): acm.ICertificate {
  const { certificate, hostedZone } = target.options;
  if (typeof certificate === 'string') return acm.Certificate.fromCertificateArn(edge, 'Certificate', certificate);
  if (certificate) return certificate;
  if (!hostedZone) {
    throw new CityError([
      {
        code: 'certificate-required',
        path: 'aws',
        value: undefined,
        rule: `The addresses below ${edge.domain} are answered over HTTPS, which takes a certificate.`,
        fix: 'Name the Route 53 zone as hostedZone, so that one is requested, or an ACM certificate.',
      },
    ]);
  }
  // A wildcard for the first level keeps the certificate the same when a host is added.
  const hosts = [...edge.https.hosts, ...edge.tls.map(({ host }) => host)];
  const deeper = hosts.filter((host) => host !== edge.domain && !isChild(host, edge.domain));
  return new acm.Certificate(edge, 'Certificate', {
    domainName: edge.domain,
    subjectAlternativeNames: [`*.${edge.domain}`, ...deeper],
    validation: acm.CertificateValidation.fromDns(zoneOf(edge, hostedZone)),
  });
}

function isChild(host: string, domain: string): boolean {
  return host.endsWith(`.${domain}`) && !host.slice(0, -domain.length - 1).includes('.');
}

function addRecords(edge: Edge, hosts: readonly string[], balancer: elb.ILoadBalancerV2, target: AwsTarget): void {
  const { hostedZone } = target.options;
  if (!hostedZone) return;
  for (const host of hosts) {
    new route53.ARecord(edge, `Record-${host}`, {
      zone: zoneOf(edge, hostedZone),
      recordName: `${host}.`,
      target: route53.RecordTarget.fromAlias(new route53targets.LoadBalancerTarget(balancer)),
    });
  }
}

function zoneOf(edge: Edge, zone: NonNullable<AwsOptions['hostedZone']>): route53.IHostedZone {
  if ('hostedZoneId' in zone) return zone;
  const known = edge.node.tryFindChild('Zone') as route53.IHostedZone | undefined;
  const { id: hostedZoneId, name: zoneName } = zone;
  return known ?? route53.HostedZone.fromHostedZoneAttributes(edge, 'Zone', { hostedZoneId, zoneName });
}
