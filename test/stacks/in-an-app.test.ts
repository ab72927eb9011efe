import { App, CfnParameter, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { CityPlatformStack } from '../../stacks/city-platform-stack';
import { problemsOf, smallest, withField } from '../spec/city-helpers';
import { specOf } from './synthesis';

const env = { account: '111122223333', region: 'eu-north-1' };
const zone = { id: 'Z0123456789EXAMPLE', name: 'izmir.example' };

test('takes the VPC, the zone and the certificate of another stack as they are', () => {
  const app = new App();
  const shared = new Stack(app, 'shared', { env });
  const vpc = new ec2.Vpc(shared, 'Vpc', {
    availabilityZones: ['eu-north-1a', 'eu-north-1b'],
    subnetConfiguration: [
      { name: 'in', subnetType: ec2.SubnetType.PUBLIC },
      { name: 'out', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      { name: 'data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    ],
  });
  const hostedZone = new route53.PublicHostedZone(shared, 'Zone', { zoneName: 'izmir.example' });
  const certificate = new acm.Certificate(shared, 'Certificate', { domainName: '*.izmir.example' });
  const stack = new CityPlatformStack(app, 'izmir', {
    city: smallest,
    env,
    vpc: vpc as ec2.IVpc,
    hostedZone,
    certificate,
  });
  const template = Template.fromStack(stack);
  for (const type of [
    'AWS::EC2::VPC',
    'AWS::EC2::Subnet',
    'AWS::CertificateManager::Certificate',
    'AWS::Route53::HostedZone',
  ])
    template.resourceCountIs(type, 0);
  const imported = (resource: object) => JSON.stringify(resource).match(/shared:ExportsOutputRef(\w+?)[0-9A-F]{8}/g);
  const [balancer] = Object.values(template.findResources('AWS::ElasticLoadBalancingV2::LoadBalancer'));
  expect(imported(balancer?.Properties.Subnets)?.map((name) => name.replace(/.*Ref/, ''))).toEqual([
    expect.stringMatching(/^VpcinSubnet1/),
    expect.stringMatching(/^VpcinSubnet2/),
  ]);
  const [subnets] = Object.values(template.findResources('AWS::RDS::DBSubnetGroup'));
  expect(imported(subnets?.Properties.SubnetIds)?.every((name) => name.includes('VpcdataSubnet'))).toBe(true);
  const listeners = Object.values(template.findResources('AWS::ElasticLoadBalancingV2::Listener'));
  const secure = listeners.find(({ Properties }) => Properties.Port === 443);
  expect(imported(secure?.Properties.Certificates)).toEqual([expect.stringContaining('Certificate')]);
});

test('takes tokens for all that a deployment decides', () => {
  const stack = new Stack(new App(), 'parameters', { env });
  const certificate = acm.Certificate.fromCertificateArn(
    stack,
    'Certificate',
    new CfnParameter(stack, 'Arn').valueAsString,
  );
  const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
    hostedZoneId: new CfnParameter(stack, 'ZoneId').valueAsString,
    zoneName: 'izmir.example',
  });
  const city = new CityPlatformStack(stack, 'izmir', { city: smallest, env, certificate, hostedZone });
  const records = Object.values(Template.fromStack(city).findResources('AWS::Route53::RecordSet'));
  expect(records.length).toBeGreaterThan(0);
  for (const { Properties } of records) expect(JSON.stringify(Properties.HostedZoneId)).toContain('ZoneId');
});

describe('account and region', () => {
  const where = ({ account, region }: Stack) => ({ account, region });
  const other = { account: '444455556666', region: 'eu-west-1' };
  const stage = new Stage(new App(), 'Production', { env: other });
  const city = withField(smallest, 'targets.aws', { hostedZone: zone });

  test('are those of the Stage, unless the stack is given others; else those of the spec', () => {
    expect(where(new CityPlatformStack(stage, 'izmir', { city }))).toEqual(other);
    expect(where(new CityPlatformStack(stage, 'other', { city, env }))).toEqual(env);
    expect(new CityPlatformStack(new App(), 'izmir', { city }).region).toBe('eu-central-1');
    const named = withField(city, 'targets.aws.region', 'eu-south-1');
    expect(new CityPlatformStack(new App(), 'izmir', { city: named }).region).toBe('eu-south-1');
  });

  test('are refused when the spec names others than the app, all at once', () => {
    const named = withField(
      withField(city, 'targets.aws.region', 'eu-central-1'),
      'targets.aws.account',
      '111122223333',
    );
    const refused = (scope: Stage, more: object = {}) =>
      problemsOf(() => new CityPlatformStack(scope, 'izmir', { city: named, ...more })).map(
        ({ code, path, value, fix }) => [code, path, value, fix.split(':')[0]],
      );
    const fix = (is: string) => `Remove it, or set it to ${is}, as the app does with the stack or the Stage around it.`;
    const both = [
      ['aws-place', 'targets.aws.account', '111122223333', fix('444455556666')],
      ['aws-place', 'targets.aws.region', 'eu-central-1', fix('eu-west-1')],
    ];
    expect(refused(stage)).toEqual(both);
    expect(refused(new App(), { env: other })).toEqual(both);
    expect(refused(new App())).toEqual([]);
  });
});

test('is refused without a way to a certificate, in the spec or in the app', () => {
  const problems = problemsOf(() => new CityPlatformStack(new App(), 'izmir', { city: smallest }));
  expect(problems.map(({ code }) => code)).toEqual(['aws-certificate']);
});

test('says where the name of devices leads, too: without a zone of ours somebody writes that record by hand', () => {
  const template = Template.fromStack(new CityPlatformStack(new App(), 'istanbul', { city: specOf('istanbul') }));
  expect(template.findOutputs('TlsLoadBalancerName').TlsLoadBalancerName).toEqual({
    Description: 'Where mqtt.istanbul.example leads',
    Value: { 'Fn::GetAtt': [expect.stringMatching(/^PlatformGatewayEdgeTlsLoadBalancer/), 'DNSName'] },
  });
});

test('says at the end of a deployment where it is reached', () => {
  const stack = new CityPlatformStack(new App(), 'izmir', {
    city: withField(smallest, 'targets.aws', { hostedZone: zone }),
  });
  const outputs = Template.fromStack(stack).findOutputs('*');
  const values = Object.fromEntries(Object.entries(outputs).map(([id, { Value }]) => [id, Value]));
  expect(values).toEqual({
    PortalUrl: stack.platform.portalUrl,
    ApiUrl: `https://${stack.platform.gateway.hostName('api')}/ngsi-ld/v1`,
    Issuer: stack.platform.identity.issuer,
    LoadBalancerName: { 'Fn::GetAtt': [expect.stringMatching(/^PlatformGatewayEdgeLoadBalancer/), 'DNSName'] },
  });
});
