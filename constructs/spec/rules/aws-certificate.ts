import type { CityRule } from './city-rule';

export const awsCertificate: CityRule = {
  code: 'aws-certificate',
  reads: ['profile', 'targets.aws.certificateArn', 'targets.aws.hostedZone'],
  rule: 'On AWS the load balancer serves TLS only: it needs a certificate that exists, or a hosted zone to prove a new one in.',
  check: ({ profile, targets: { aws } }) =>
    aws && profile !== 'laptop' && !aws.certificateArn && !aws.hostedZone
      ? [{ path: 'targets.aws', value: undefined, fix: 'Add targets.aws.hostedZone, or targets.aws.certificateArn.' }]
      : [],
};
