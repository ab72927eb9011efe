import type { CityRule } from './city-rule';

export const awsProfile: CityRule = {
  code: 'aws-profile',
  reads: ['profile'],
  rule: 'Profile laptop runs on one machine and not on AWS, where the load balancer needs a public domain and a certificate.',
  check: ({ profile, targets: { aws } }) =>
    aws && profile === 'laptop'
      ? [
          {
            path: 'targets.aws',
            value: undefined,
            fix: "Make it for Kubernetes alone (--target kubernetes, no targets.aws), or set profile to 'pilot' and add a domain.",
          },
        ]
      : [],
};
