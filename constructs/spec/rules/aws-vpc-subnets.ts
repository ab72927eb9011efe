import type { CityRule } from './city-rule';

export const awsVpcSubnets: CityRule = {
  code: 'aws-vpc-subnets',
  reads: ['targets.aws.vpc'],
  rule: 'Each list of subnets of an adopted VPC has the same number of subnets for every zone, and each subnet once.',
  check: ({ targets: { aws } }) => {
    if (!aws?.vpc) return [];
    const { availabilityZones, privateSubnetIds, publicSubnetIds, databaseSubnetIds = [] } = aws.vpc;
    const seen = new Set<string>();
    return Object.entries({ privateSubnetIds, publicSubnetIds, databaseSubnetIds }).flatMap(([list, ids]) => {
      const path = `targets.aws.vpc.${list}`;
      const twice = ids.flatMap((id, at) =>
        seen.has(id) || !seen.add(id) ? [{ path: `${path}[${at}]`, value: id, fix: 'Name each subnet once.' }] : [],
      );
      const count = availabilityZones.length;
      const fix = `Name ${count} subnets, one for each zone in order, or a multiple.`;
      return ids.length % count === 0 ? twice : [...twice, { path, value: ids, fix }];
    });
  },
};
