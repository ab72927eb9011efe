import type { CityRule } from './city-rule';

export const awsEksVpc: CityRule = {
  code: 'aws-eks-vpc',
  reads: ['targets.aws.vpc', 'targets.aws.eks.existing'],
  rule: 'A cluster of EKS that exists lies in a VPC that exists, and database and load balancers of the platform in the same.',
  check: ({ targets: { aws } }) =>
    aws?.eks.existing && !aws.vpc
      ? [
          {
            path: 'targets.aws.eks.existing',
            value: aws.eks.existing.name,
            fix: 'Add targets.aws.vpc with the VPC of the cluster, or remove existing.',
          },
        ]
      : [],
};
