import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assumptionsFor } from '../../../cli/cost/assumptions';
import { awsCost, byPart, type CostLine, dollarsOf, shownRegion, sumOf } from '../../../cli/cost/aws-cost';
import { awsPrices, type PriceId, type PriceRow, pricedRegions, priceList } from '../../../cli/cost/aws-prices';
import { awsUsage, withoutCost } from '../../../cli/cost/aws-usage';
import { loadSpec } from '../../../constructs/files/load-spec';
import type { City } from '../../../constructs/spec/city';
import { type AwsResource, synthAws } from '../../../stacks/synth';

process.env.CDK_VALIDATION = 'false';

let izmir: City;
let istanbul: City;
const resources = new Map<string, readonly AwsResource[]>();

beforeAll(async () => {
  for (const name of ['izmir', 'istanbul']) {
    const spec = await loadSpec(`examples/${name}/city.yaml`);
    if (spec.kind !== 'city') throw new Error(`${name} is no city`);
    const folder = mkdtempSync(join(tmpdir(), 'citykit-cost-'));
    resources.set(name, synthAws(spec.city, folder).resources);
    rmSync(folder, { recursive: true, force: true });
    if (name === 'izmir') izmir = spec.city;
    else istanbul = spec.city;
  }
});

const resource = (type: string, properties: Record<string, unknown>, more: Partial<AwsResource> = {}): AwsResource => ({
  template: 'one.json',
  id: type.replaceAll(':', ''),
  type,
  properties,
  ...more,
});

function costOf(...made: AwsResource[]): Partial<Record<PriceId, number>> {
  return Object.fromEntries(awsCost(izmir, made).lines.map(({ price, quantity }) => [price, quantity]));
}

describe('what is used', () => {
  test('a service: the processor and the memory of as many tasks as its scaling keeps at least', () => {
    const task = (architecture: string) =>
      resource('AWS::ECS::TaskDefinition', {
        Cpu: '512',
        Memory: '2048',
        RuntimePlatform: { CpuArchitecture: architecture },
      });
    const service = resource('AWS::ECS::Service', {
      DesiredCount: 2,
      TaskDefinition: { Ref: 'AWSECSTaskDefinition' },
    });
    const scaling = resource('AWS::ApplicationAutoScaling::ScalableTarget', {
      MinCapacity: 3,
      ResourceId: { 'Fn::Join': ['', ['service/', { 'Fn::GetAtt': ['AWSECSService', 'Name'] }]] },
    });
    expect(costOf(task('ARM64'), service)).toEqual({ 'fargate-arm-cpu': 730, 'fargate-arm-memory': 2920 });
    expect(costOf(task('X86_64'), service, scaling)).toEqual({
      'fargate-x86-cpu': 1095,
      'fargate-x86-memory': 4380,
    });
  });

  test('a task definition of the same name in another template is another', () => {
    const service = resource('AWS::ECS::Service', { DesiredCount: 1, TaskDefinition: { Ref: 'Task' } });
    const task = (template: string, Cpu: string) =>
      resource('AWS::ECS::TaskDefinition', { Cpu, Memory: '1024' }, { id: 'Task', template });
    expect(costOf(task('other.json', '4096'), task('one.json', '1024'), service)['fargate-x86-cpu']).toBe(730);
  });

  test('a database: the writer and the first reader at twice the rest, no more than the most, others at rest', () => {
    const cluster = (MaxCapacity: number) =>
      resource(
        'AWS::RDS::DBCluster',
        { ServerlessV2ScalingConfiguration: { MinCapacity: 2, MaxCapacity }, ManageMasterUserPassword: true },
        { disk: 100 },
      );
    const instance = (PromotionTier: number) =>
      resource('AWS::RDS::DBInstance', { DBClusterIdentifier: { Ref: 'AWSRDSDBCluster' }, PromotionTier });
    const { messages } = assumptionsFor(izmir);
    expect(costOf(cluster(12), instance(0), instance(1), instance(2))).toEqual({
      'aurora-capacity': (4 + 4 + 2) * 730,
      'aurora-storage': 100,
      'aurora-io': (messages * 3) / 1e6,
      secret: 1,
    });
    expect(costOf(cluster(3), instance(0))['aurora-capacity']).toBe(3 * 730);
  });

  test('a load balancer: hours, its load, an address for each zone, and the logs of what comes in', () => {
    const found = costOf(
      resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'application', Subnets: [1, 2, 3] }),
    );
    const perSecond = izmir.load.messagesPerSecond;
    expect(found['balancer-http']).toBe(730);
    expect(found['public-address']).toBe(3 * 730);
    expect(found['balancer-http-load']).toBeCloseTo((perSecond / 25) * 730, 6);
    expect(found['logs-written']).toBeCloseTo((perSecond * 730 * 3600 * 1000) / 1e9, 6);
    const tcp = costOf(resource('AWS::ElasticLoadBalancingV2::LoadBalancer', { Type: 'network', Subnets: [1] }));
    expect(tcp).toEqual({ 'balancer-tcp': 730, 'public-address': 730 });
  });

  test('an endpoint costs by its zones where it is an interface, and nothing where it is a gateway', () => {
    const endpoint = (VpcEndpointType: string) =>
      costOf(resource('AWS::EC2::VPCEndpoint', { VpcEndpointType, SubnetIds: [1, 2] }));
    expect(endpoint('Interface')).toEqual({ 'private-endpoint': 2 * 730 });
    expect(endpoint('Gateway')).toEqual({});
  });

  test('every type of resource of the examples has a cost or is known to have none', () => {
    for (const [name, made] of resources) {
      expect(made.length).toBeGreaterThan(300);
      const city = name === 'izmir' ? izmir : istanbul;
      expect(awsCost(city, made).unknownTypes).toEqual([]);
    }
    expect(awsCost(izmir, [resource('AWS::Neptune::DBCluster', {})]).unknownTypes).toEqual(['AWS::Neptune::DBCluster']);
    expect(Object.keys(awsUsage).filter((type) => withoutCost.has(type))).toEqual([]);
  });

  test('what is used has an item in the table, and belongs to a part of the platform', () => {
    for (const [name, made] of resources) {
      const { lines } = awsCost(izmir, made);
      expect(lines.filter(({ price }) => !(price in awsPrices))).toEqual([]);
      expect(new Set(lines.map(({ part }) => part))).toEqual(
        new Set([
          ...[
            'Monitoring',
            'PostgreSQL',
            'Kafka',
            'Gateway',
            'Identity',
            'Data model registry',
            'Context broker',
            'Open data portal',
            'Features and history',
            'Publisher',
            'Verification',
            'Device gateway',
          ],
          ...(name === 'istanbul' ? ['Telemetry'] : []),
          undefined,
        ]),
      );
    }
  });

  test('a network of the city’s own has no gateways to pay for', () => {
    const prices = (name: string) => new Set(awsCost(izmir, resources.get(name)!).lines.map(({ price }) => price));
    expect(prices('izmir')).toContain('nat');
    expect(prices('istanbul')).not.toContain('nat');
  });
});

test('nodes of a cluster are paid for with Auto Mode where it buys them, and without where its owner does', () => {
  const nodes = { cpuMillis: 7000, memoryMi: 9000 };
  const inCluster = (existing: object | undefined) => ({
    ...istanbul,
    targets: { ...istanbul.targets, aws: { ...istanbul.targets.aws, eks: { ...istanbul.targets.aws.eks, existing } } },
  });
  const priced = (existing?: object) => awsCost(inCluster(existing) as City, [], nodes).lines;
  expect(priced()).toEqual([{ price: 'eks-auto-node', quantity: 4 * 730 }]);
  expect(priced({ name: 'shared', autoMode: true })).toEqual([{ price: 'eks-auto-node', quantity: 4 * 730 }]);
  expect(priced({ name: 'shared', autoMode: false })).toEqual([{ price: 'eks-node', quantity: 4 * 730 }]);
});

describe('what it costs', () => {
  const lines: CostLine[] = [
    { part: 'Identity', price: 'nat', quantity: 730 },
    { part: 'Gateway', price: 'secret', quantity: 3 },
    { price: 'kafka.t3.small', quantity: 730 },
  ];

  test('quantity times price, in each region', () => {
    expect(dollarsOf(lines[0]!, 'eu-central-1')).toBeCloseTo(37.96, 6);
    expect(dollarsOf(lines[0]!, 'eu-west-1')).toBeCloseTo(35.04, 6);
    expect(dollarsOf(lines[1]!, 'eu-north-1')).toBeCloseTo(1.2, 6);
  });

  test('what has no known price is not guessed: it is named, and the sum is without it', () => {
    expect(dollarsOf(lines[2]!, 'eu-central-1')).toBeUndefined();
    const { dollars, unknown } = sumOf(lines, 'eu-central-1');
    expect(dollars).toBeCloseTo(39.16, 6);
    expect(unknown).toEqual(['kafka.t3.small']);
    expect(sumOf(lines, 'ap-south-1')).toEqual({ dollars: 0, unknown: ['nat', 'secret', 'kafka.t3.small'] });
  });

  test('parts are in the order of what they cost', () => {
    expect(byPart(lines, 'eu-central-1').map(([part]) => part)).toEqual(['Identity', 'Gateway', undefined]);
  });

  test('a region that the table has not is shown by the first that it has', () => {
    const estimate = awsCost(izmir, []);
    expect(shownRegion(estimate)).toBe('eu-central-1');
    expect(shownRegion({ ...estimate, region: 'eu-north-1' })).toBe('eu-north-1');
    expect(shownRegion({ ...estimate, region: 'ap-south-1' })).toBe('eu-central-1');
  });
});

describe('the table of prices', () => {
  const rows = Object.entries<PriceRow>(awsPrices);

  test('each price is a positive number of dollars of a day, of a service that has a list', () => {
    for (const [id, { prices, service }] of rows) {
      for (const [region, { dollars, asOf }] of Object.entries(prices)) {
        expect([id, region, dollars > 0 && dollars < 10]).toEqual([id, region, true]);
        expect(asOf).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
        expect((pricedRegions as readonly string[]).includes(region)).toBe(true);
      }
      expect(priceList(service, 'eu-west-1')).toBe(
        `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${service}/current/eu-west-1/index.json`,
      );
    }
  });

  test('what the examples use has a price in every region, but for what no dated list was found', () => {
    const lacking: Readonly<Record<string, readonly string[]>> = {
      'eu-west-1': ['aurora-storage'],
      'eu-north-1': ['files-storage'],
    };
    for (const region of pricedRegions) {
      const { lines } = awsCost(izmir, resources.get('izmir')!);
      const { unknown } = sumOf(lines, region);
      const without = ['balancer-tcp', 'kafka-storage', 'kafka.t3.small', 'metric', ...(lacking[region] ?? [])];
      expect([region, [...unknown].sort()]).toEqual([region, without.sort()]);
    }
  });

  test('ARM costs less than x86, and prices of a kind are of one order in all regions', () => {
    for (const region of pricedRegions) {
      expect(awsPrices['fargate-arm-cpu'].prices[region]!.dollars).toBeLessThan(
        awsPrices['fargate-x86-cpu'].prices[region]!.dollars,
      );
    }
    for (const [id, { prices }] of rows) {
      const dollars = Object.values(prices).map((price) => price.dollars);
      if (dollars.length > 1) expect([id, Math.max(...dollars) / Math.min(...dollars) < 1.3]).toEqual([id, true]);
    }
  });
});
