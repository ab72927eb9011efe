import { regionOf } from '../aws-regions';
import type { CityRule, RuleProblem } from './city-rule';

export const awsVpcZones: CityRule = {
  code: 'aws-vpc-zones',
  reads: ['profile', 'targets.aws.region', 'targets.aws.vpc.availabilityZones'],
  rule: 'An adopted VPC has subnets in different zones of the region, for the load balancer and Aurora: three zones for profile city, else two.',
  check: ({ profile, targets: { aws } }) => {
    if (!aws?.vpc) return [];
    const { availabilityZones: zones } = aws.vpc;
    const region = regionOf(aws);
    const path = 'targets.aws.vpc.availabilityZones';
    const findings: RuleProblem[] = zones.flatMap((zone, at) => {
      const fix = `Name a zone of region ${region}.`;
      if (zone.slice(0, -1) !== region) return [{ path: `${path}[${at}]`, value: zone, fix }];
      return zones.indexOf(zone) < at ? [{ path: `${path}[${at}]`, value: zone, fix: 'Name each zone once.' }] : [];
    });
    const least = profile === 'city' ? 3 : 2;
    const fix = `Name at least ${least} zones, and their subnets.`;
    return zones.length < least ? [...findings, { path, value: zones, fix }] : findings;
  },
};
