import type { CodeEntry } from './code-entry';

/** What the sections of targets have to satisfy together with the rest. */
export const targetRuleCodes = {
  'kubernetes-backup-store': {
    title: 'Profile city on Kubernetes has nowhere to keep its backups.',
    why: 'Backups in the cluster go with the cluster.',
    mend: 'Add targets.kubernetes.objectStore, or set backups to enabled: false with a reason.',
    example: {
      of: 'spec',
      wrong: 'profile: city\ntargets:\n  kubernetes: {}',
      right:
        'profile: city\ntargets:\n  kubernetes:\n    objectStore: { endpoint: https://s3.example, bucket: izmir-backups, secretName: object-store }',
    },
  },
  'kubernetes-database-operator': {
    title: 'A database without an operator is to be backed up, or to outlive a zone.',
    why: 'A single StatefulSet can do neither; CloudNativePG does.',
    mend: "Set targets.kubernetes.postgres.operator to 'cloudnative-pg', or describe an existing server.",
    example: {
      of: 'spec',
      wrong: 'targets:\n  kubernetes:\n    postgres: { operator: none }',
      right: 'targets:\n  kubernetes:\n    postgres: { operator: cloudnative-pg }',
    },
  },
  'kubernetes-namespace': {
    title: 'The namespace belongs to somebody else.',
    why: 'Namespaces of Kubernetes, of OpenShift and of operators have rules of their own, and the platform would put its own on them.',
    mend: 'Name another namespace.',
    example: {
      of: 'spec',
      wrong: 'targets:\n  kubernetes: { namespace: kube-system }',
      right: 'targets:\n  kubernetes: { namespace: city-platform }',
    },
  },
  'kubernetes-restore': {
    title: 'There is nothing that a database could be restored from.',
    why: 'A restore reads the archive that CloudNativePG keeps in the object store.',
    mend: 'Remove restore, or add objectStore with backups enabled and CloudNativePG as the operator.',
    example: {
      of: 'spec',
      wrong: 'targets:\n  kubernetes:\n    restore: { number: 1 }',
      right:
        'targets:\n  kubernetes:\n    restore: { number: 1 }\n    objectStore: { endpoint: https://s3.example, bucket: izmir-backups, secretName: object-store }',
    },
  },
  'aws-profile': {
    title: 'A laptop is to be deployed to AWS.',
    why: 'Profile laptop is one machine without a public domain, and a load balancer of AWS needs one, with a certificate.',
    mend: "Make it for Kubernetes alone: --target kubernetes, without targets.aws. Or set profile to 'pilot' and add a domain.",
    example: {
      of: 'spec',
      wrong: 'profile: laptop\ntargets:\n  aws: {}',
      right: 'profile: laptop\ntargets:\n  kubernetes: {}',
    },
  },
  'aws-certificate': {
    title: 'Nothing says where the certificate on AWS comes from.',
    why: 'The platform is reached over TLS only.',
    mend: 'Add targets.aws.hostedZone, by which a certificate is requested and proved, or targets.aws.certificateArn.',
    example: {
      of: 'spec',
      wrong: 'targets:\n  aws: { region: eu-central-1 }',
      right: 'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }',
    },
  },
  'aws-certificate-place': {
    title: 'The certificate lies in another region or account.',
    why: 'A load balancer takes certificates of its own region and account only.',
    mend: 'Name a certificate of the region and account of the platform.',
    example: {
      of: 'spec',
      wrong:
        'targets:\n  aws:\n    region: eu-central-1\n    certificateArn: arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012',
      right:
        'targets:\n  aws:\n    region: eu-central-1\n    certificateArn: arn:aws:acm:eu-central-1:111122223333:certificate/12345678-1234-1234-1234-123456789012',
    },
  },
  'aws-hosted-zone': {
    title: 'The hosted zone does not hold the domain.',
    why: 'The records of the platform would lead nowhere.',
    mend: 'Name the zone of the domain, or of a domain above it.',
    example: {
      of: 'spec',
      wrong: 'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: ankara.example }',
      right: 'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }',
    },
  },
  'aws-vpc-zones': {
    title: 'The VPC offers too few zones, or zones of another region.',
    why: 'The load balancer and Aurora ask for two zones, and profile city for three.',
    mend: 'Name different zones of the region, and their subnets.',
    example: {
      of: 'spec',
      wrong:
        'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }\n    vpc:\n      id: vpc-0123456789abcdef0\n      availabilityZones: [eu-central-1a]\n      privateSubnetIds: [subnet-0123456789abcdef0]\n      publicSubnetIds: [subnet-0123456789abcdef1]',
      right:
        'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }\n    vpc:\n      id: vpc-0123456789abcdef0\n      availabilityZones: [eu-central-1a, eu-central-1b]\n      privateSubnetIds: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]\n      publicSubnetIds: [subnet-0123456789abcdef2, subnet-0123456789abcdef3]',
    },
  },
  'aws-vpc-subnets': {
    title: 'The subnets do not match the zones.',
    why: 'Each list has equally many subnets for every zone, in the order of the zones; a subnet is in one zone and one list.',
    mend: 'Name one subnet for each zone in each list, or a multiple, and each subnet once.',
    example: {
      of: 'spec',
      wrong:
        'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }\n    vpc:\n      id: vpc-0123456789abcdef0\n      availabilityZones: [eu-central-1a, eu-central-1b]\n      privateSubnetIds: [subnet-0123456789abcdef0]\n      publicSubnetIds: [subnet-0123456789abcdef2, subnet-0123456789abcdef3]',
      right:
        'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }\n    vpc:\n      id: vpc-0123456789abcdef0\n      availabilityZones: [eu-central-1a, eu-central-1b]\n      privateSubnetIds: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]\n      publicSubnetIds: [subnet-0123456789abcdef2, subnet-0123456789abcdef3]',
    },
  },
  'aws-eks-vpc': {
    title: 'The cluster of EKS exists, and its VPC is not named.',
    why: 'The database and the load balancers have to lie in the VPC of the cluster; one that is made for the city would be another.',
    mend: 'Add targets.aws.vpc with the VPC of the cluster and its subnets.',
    example: {
      of: 'spec',
      wrong:
        'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }\n    eks:\n      existing: { name: city, securityGroupId: sg-0123456789abcdef0, storageClass: gp3, autoMode: true }',
      right:
        'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }\n    vpc:\n      id: vpc-0123456789abcdef0\n      availabilityZones: [eu-central-1a, eu-central-1b]\n      privateSubnetIds: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]\n      publicSubnetIds: [subnet-0123456789abcdef2, subnet-0123456789abcdef3]\n    eks:\n      existing: { name: city, securityGroupId: sg-0123456789abcdef0, storageClass: gp3, autoMode: true }',
    },
  },
  'aws-eks-administrators': {
    title: 'The stack is to make administrators of a cluster that is not its own.',
    why: 'An adopted cluster is left as it is, but for what the platform has in its namespace.',
    mend: 'Remove targets.aws.eks.administrators; who may do what in the cluster is said where it was made.',
    example: {
      of: 'spec',
      wrong:
        "targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }\n    vpc:\n      id: vpc-0123456789abcdef0\n      availabilityZones: [eu-central-1a, eu-central-1b]\n      privateSubnetIds: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]\n      publicSubnetIds: [subnet-0123456789abcdef2, subnet-0123456789abcdef3]\n    eks:\n      existing: { name: city, securityGroupId: sg-0123456789abcdef0, storageClass: gp3, autoMode: true }\n      administrators: ['arn:aws:iam::111122223333:role/operations']",
      right:
        'targets:\n  aws:\n    hostedZone: { id: Z0123456789EXAMPLE, name: izmir.example }\n    vpc:\n      id: vpc-0123456789abcdef0\n      availabilityZones: [eu-central-1a, eu-central-1b]\n      privateSubnetIds: [subnet-0123456789abcdef0, subnet-0123456789abcdef1]\n      publicSubnetIds: [subnet-0123456789abcdef2, subnet-0123456789abcdef3]\n    eks:\n      existing: { name: city, securityGroupId: sg-0123456789abcdef0, storageClass: gp3, autoMode: true }',
    },
  },
  'compose-single': {
    title: 'A platform on one machine is to have several replicas.',
    why: 'They would be lost together, and share one processor and one disk.',
    mend: "Set profile to 'laptop' or 'pilot', broker.bus to 'memory' and replicas to 1, or render the city for Kubernetes or AWS.",
    example: {
      of: 'spec',
      wrong: 'profile: city\ntargets:\n  compose: {}',
      right: 'profile: pilot\ntargets:\n  compose: {}',
    },
  },
  'compose-ports': {
    title: 'One port is to answer for HTTP and for HTTPS.',
    why: 'Who comes over HTTP is sent to HTTPS, which answers on a port of its own.',
    mend: 'Remove httpPort, or choose another.',
    example: {
      of: 'spec',
      wrong: 'targets:\n  compose: { httpsPort: 8443, httpPort: 8443 }',
      right: 'targets:\n  compose: { httpsPort: 8443, httpPort: 8080 }',
    },
  },
} as const satisfies Record<string, CodeEntry>;
