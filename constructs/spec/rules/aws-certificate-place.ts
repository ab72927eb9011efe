import type { CityRule } from './city-rule';

export const awsCertificatePlace: CityRule = {
  code: 'aws-certificate-place',
  reads: ['targets.aws'],
  rule: 'A load balancer takes certificates of its own region and account only.',
  check: ({ targets: { aws } }) => {
    const [, , , region, account] = aws?.certificateArn?.split(':') ?? [];
    return region && account && (region !== aws?.region || (aws.account ?? account) !== account)
      ? [
          {
            path: 'targets.aws.certificateArn',
            value: aws?.certificateArn,
            fix: `Name a certificate of region ${aws?.region}${aws?.account ? ` and account ${aws.account}` : ''}.`,
          },
        ]
      : [];
  },
};
