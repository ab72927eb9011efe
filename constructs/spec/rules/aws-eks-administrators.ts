import type { CityRule } from './city-rule';

export const awsEksAdministrators: CityRule = {
  code: 'aws-eks-administrators',
  reads: ['targets.aws.eks.administrators', 'targets.aws.eks.existing'],
  rule: 'Who administers a cluster that exists is for its owner to say: the stack makes administrators of its own cluster alone.',
  check: ({ targets: { aws } }) =>
    aws?.eks.existing && aws.eks.administrators.length > 0
      ? [
          {
            path: 'targets.aws.eks.administrators',
            value: aws.eks.administrators,
            fix: 'Remove administrators, or existing.',
          },
        ]
      : [],
};
