import type { CityRule } from './city-rule';

export const awsHostedZone: CityRule = {
  code: 'aws-hosted-zone',
  reads: ['profile', 'domain', 'targets.aws.hostedZone.name'],
  rule: "The hosted zone is the city's domain or a parent of it; else its records would lead nowhere.",
  check: ({ domain, profile, targets: { aws } }) => {
    const zone = aws?.hostedZone?.name;
    if (zone === undefined || profile === 'laptop' || domain.endsWith('.localhost')) return [];
    return `.${domain}`.endsWith(`.${zone}`)
      ? []
      : [{ path: 'targets.aws.hostedZone.name', value: zone, fix: `Name the zone that holds ${domain}.` }];
  },
};
