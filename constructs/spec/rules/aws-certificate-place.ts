import { regionOf } from '../aws-regions';
import type { CityRule } from './city-rule';

export const awsCertificatePlace: CityRule = {
  code: 'aws-certificate-place',
  reads: ['targets.aws.region', 'targets.aws.account', 'targets.aws.certificateArn'],
  rule: 'A load balancer takes certificates of its own region and account only.',
  check: ({ targets: { aws } }) => {
    if (!aws?.certificateArn) return [];
    const [, , , region, account] = aws.certificateArn.split(':');
    return region !== regionOf(aws) || (aws.account ?? account) !== account
      ? [
          {
            path: 'targets.aws.certificateArn',
            value: aws.certificateArn,
            fix: `Name a certificate of region ${regionOf(aws)}${aws.account ? ` and account ${aws.account}` : ''}.`,
          },
        ]
      : [];
  },
};
