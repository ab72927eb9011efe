/** A region that the table has prices for. */
export const pricedRegions = ['eu-central-1', 'eu-west-1', 'eu-north-1'] as const;

/** A region whose prices are known. */
export type PricedRegion = (typeof pricedRegions)[number];

/** US dollars for one unit, and the day of the price list that says so. */
export interface Price {
  readonly dollars: number;
  /** Day on which AWS's list said it: `2026-10-08`. */
  readonly asOf: string;
}

/** What one unit of something costs where. */
export interface PriceRow {
  readonly unit: 'hour' | 'GB-hour' | 'vCPU-hour' | 'ACU-hour' | 'LCU-hour' | 'GB-month' | 'GB' | 'month' | 'million';
  /** Code of the service in AWS's price list: see {@link priceList}. */
  readonly service: string;
  /** A region that is left out has no known price. */
  readonly prices: Readonly<Partial<Record<PricedRegion, Price>>>;
}

const row = (
  unit: PriceRow['unit'],
  service: string,
  prices: Partial<Record<PricedRegion, readonly [dollars: number, asOf: string]>>,
): PriceRow => ({
  unit,
  service,
  prices: Object.fromEntries(Object.entries(prices).map(([region, [dollars, asOf]]) => [region, { dollars, asOf }])),
});

/** The same in every region, as the service's pricing page says. */
const everywhere = (dollars: number, asOf: string) => ({
  'eu-central-1': [dollars, asOf] as const,
  'eu-west-1': [dollars, asOf] as const,
  'eu-north-1': [dollars, asOf] as const,
});

/**
 * What AWS asks for what a platform is made of: on demand, in US dollars, without taxes, the first tier where there are
 * several, no free tier. From AWS's public price lists as they were on the days given, taken over by hand through documents
 * that quote them; each can be read again where {@link priceList} says. Where none was found there is none: an estimate names
 * it as unknown.
 */
export const awsPrices = {
  'fargate-arm-cpu': row('vCPU-hour', 'AmazonECS', {
    'eu-central-1': [0.03725, '2026-10-08'],
    'eu-west-1': [0.03238, '2026-05-01'],
    'eu-north-1': [0.0356, '2026-04-12'],
  }),
  'fargate-arm-memory': row('GB-hour', 'AmazonECS', {
    'eu-central-1': [0.00409, '2026-10-08'],
    'eu-west-1': [0.00356, '2026-05-01'],
    'eu-north-1': [0.00392, '2026-04-12'],
  }),
  'fargate-x86-cpu': row('vCPU-hour', 'AmazonECS', {
    'eu-central-1': [0.04656, '2026-10-08'],
    'eu-west-1': [0.04048, '2026-05-01'],
    'eu-north-1': [0.0445, '2026-04-12'],
  }),
  'fargate-x86-memory': row('GB-hour', 'AmazonECS', {
    'eu-central-1': [0.00511, '2026-10-08'],
    'eu-west-1': [0.004445, '2026-05-01'],
    'eu-north-1': [0.0049, '2026-04-12'],
  }),
  'aurora-capacity': row('ACU-hour', 'AmazonRDS', {
    'eu-central-1': [0.14, '2026-10-08'],
    'eu-west-1': [0.14, '2026-08-12'],
    'eu-north-1': [0.14, '2026-04-12'],
  }),
  'aurora-storage': row('GB-month', 'AmazonRDS', {
    'eu-central-1': [0.119, '2026-10-08'],
    'eu-north-1': [0.11, '2026-04-12'],
  }),
  'aurora-io': row('million', 'AmazonRDS', {
    'eu-central-1': [0.22, '2026-10-08'],
    'eu-west-1': [0.22, '2026-08-12'],
    'eu-north-1': [0.21, '2026-04-12'],
  }),
  'kafka.t3.small': row('hour', 'AmazonMSK', {}),
  'kafka.m7g.large': row('hour', 'AmazonMSK', { 'eu-west-1': [0.2275, '2026-05-01'] }),
  'kafka.m7g.xlarge': row('hour', 'AmazonMSK', { 'eu-west-1': [0.4548, '2026-05-01'] }),
  'kafka.m7g.2xlarge': row('hour', 'AmazonMSK', {}),
  'kafka-storage': row('GB-month', 'AmazonMSK', {}),
  'cache.t4g.micro': row('hour', 'AmazonElastiCache', {
    'eu-central-1': [0.0144, '2026-10-08'],
    'eu-west-1': [0.0136, '2026-03-23'],
    'eu-north-1': [0.016, '2026-06-21'],
  }),
  'cache.t4g.small': row('hour', 'AmazonElastiCache', { 'eu-west-1': [0.0272, '2026-03-23'] }),
  'cache.t4g.medium': row('hour', 'AmazonElastiCache', { 'eu-west-1': [0.0544, '2026-03-23'] }),
  'cache.m7g.large': row('hour', 'AmazonElastiCache', {}),
  'cache.m7g.xlarge': row('hour', 'AmazonElastiCache', {}),
  'cache.m7g.2xlarge': row('hour', 'AmazonElastiCache', {}),
  'eks-cluster': row('hour', 'AmazonEKS', everywhere(0.1, '2026-06-13')),
  // An m7i.large, in Auto Mode with what that adds to it.
  'eks-node': row('hour', 'AmazonEC2', {}),
  'eks-auto-node': row('hour', 'AmazonEC2', {}),
  'files-storage': row('GB-month', 'AmazonEFS', {
    'eu-central-1': [0.36, '2026-09-11'],
    'eu-west-1': [0.33, '2026-05-01'],
  }),
  'balancer-http': row('hour', 'AWSELB', {
    'eu-central-1': [0.027, '2026-09-20'],
    'eu-west-1': [0.0252, '2026-09-18'],
    'eu-north-1': [0.02394, '2026-04-12'],
  }),
  'balancer-http-load': row('LCU-hour', 'AWSELB', {
    'eu-central-1': [0.008, '2026-10-08'],
    'eu-west-1': [0.008, '2026-09-11'],
    'eu-north-1': [0.0076, '2026-04-12'],
  }),
  'balancer-tcp': row('hour', 'AWSELB', {}),
  'public-address': row('hour', 'AmazonVPC', everywhere(0.005, '2026-09-17')),
  'private-endpoint': row('hour', 'AmazonVPC', {
    'eu-central-1': [0.012, '2026-08-31'],
    'eu-west-1': [0.011, '2026-05-01'],
  }),
  nat: row('hour', 'AmazonEC2', {
    'eu-central-1': [0.052, '2026-10-08'],
    'eu-west-1': [0.048, '2026-09-18'],
    'eu-north-1': [0.046, '2026-04-12'],
  }),
  'nat-traffic': row('GB', 'AmazonEC2', {
    'eu-central-1': [0.052, '2026-10-08'],
    'eu-west-1': [0.048, '2026-05-01'],
    'eu-north-1': [0.046, '2026-04-12'],
  }),
  firewall: row('month', 'awswaf', everywhere(5, '2026-04-12')),
  'firewall-rule': row('month', 'awswaf', everywhere(1, '2026-04-12')),
  'firewall-requests': row('million', 'awswaf', everywhere(0.6, '2026-04-12')),
  'logs-written': row('GB', 'AmazonCloudWatch', {
    'eu-central-1': [0.63, '2026-10-08'],
    'eu-west-1': [0.57, '2026-09-18'],
    'eu-north-1': [0.54, '2026-10-10'],
  }),
  'logs-kept': row('GB-month', 'AmazonCloudWatch', {
    'eu-central-1': [0.0324, '2026-10-08'],
    'eu-west-1': [0.03, '2026-05-01'],
    'eu-north-1': [0.028, '2026-10-10'],
  }),
  alarm: row('month', 'AmazonCloudWatch', everywhere(0.1, '2026-10-08')),
  metric: row('month', 'AmazonCloudWatch', {}),
  'object-storage': row('GB-month', 'AmazonS3', {
    'eu-central-1': [0.0245, '2026-09-28'],
    'eu-west-1': [0.023, '2026-03-23'],
    'eu-north-1': [0.023, '2026-04-12'],
  }),
  secret: row('month', 'AWSSecretsManager', everywhere(0.4, '2026-09-11')),
  key: row('month', 'awskms', everywhere(1, '2026-09-11')),
  'private-zone': row('month', 'AmazonRoute53', everywhere(0.5, '2026-09-11')),
} as const satisfies Readonly<Record<string, PriceRow>>;

/** Name of a price. */
export type PriceId = keyof typeof awsPrices;

/** Whether the table has a region. */
export function isPricedRegion(region: string): region is PricedRegion {
  return (pricedRegions as readonly string[]).includes(region);
}

/** Where AWS publishes the prices of a service, for machines. Of what is the same everywhere, without a region. */
export function priceList(service: string, region: PricedRegion): string {
  return `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${service}/current/${region}/index.json`;
}

/** The first and the last day of the prices in the table. */
export function priceDays(): { readonly first: string; readonly last: string } {
  const days = Object.values<PriceRow>(awsPrices)
    .flatMap(({ prices }) => Object.values(prices).map(({ asOf }) => asOf))
    .sort();
  return { first: days[0] ?? '', last: days.at(-1) ?? '' };
}
