import type { CityRule } from './city-rule';

export const awsCertificate: CityRule = {
  code: 'aws-certificate',
  reads: ['profile', 'targets.aws'],
  rule: 'On AWS the platform is reached over TLS only: by a certificate that exists, or one proved in a hosted zone.',
  check: ({ profile, targets: { aws } }) =>
    aws && profile !== 'laptop' && !aws.certificateArn && !aws.hostedZone
      ? [{ path: 'targets.aws', value: undefined, fix: 'Add targets.aws.hostedZone, or targets.aws.certificateArn.' }]
      : [],
};
