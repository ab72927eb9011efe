import {
  type CheckClusterEvent,
  checkCluster,
  type DescriptionWanted,
} from '../../../programs/apply-objects/check-cluster';
import type { ClusterDescription } from '../../../programs/apply-objects/cluster-world';

const good: ClusterDescription = {
  status: 'ACTIVE',
  version: '1.30',
  accessConfig: { authenticationMode: 'API' },
  computeConfig: { enabled: true },
  resourcesVpcConfig: { vpcId: 'vpc-1', clusterSecurityGroupId: 'sg-1' },
  kubernetesNetworkConfig: { serviceIpv4Cidr: '172.20.0.0/16', ipFamily: 'ipv4' },
};
const wanted: DescriptionWanted = {
  Version: '1.30',
  Vpc: 'vpc-1',
  SecurityGroup: 'sg-1',
  AutoMode: 'true',
  Dns: ['172.20.0.10/32'],
};

/** The answer to a look at what EKS says of a cluster, as CloudFormation gets it. */
async function answer(
  description: ClusterDescription | undefined,
  {
    RequestType = 'Create',
    ...properties
  }: Partial<CheckClusterEvent['ResourceProperties']> & {
    readonly RequestType?: CheckClusterEvent['RequestType'];
  } = {},
) {
  const describe = jest.fn(async () => description);
  const answers: string[] = [];
  const event: CheckClusterEvent = {
    RequestType,
    ResponseURL: 'https://answers.example/',
    StackId: 'stack',
    RequestId: 'request',
    LogicalResourceId: 'Cluster',
    ResourceProperties: { Cluster: 'shared', Described: wanted, Last: 'false', LogGroup: 'logs', ...properties },
  };
  await checkCluster(event, {
    log: () => {},
    describe,
    token: () => '',
    respond: async (_, body) => void answers.push(body),
    settling: 0,
    pause: 1,
  });
  expect(answers).toHaveLength(1);
  const { Status, Reason, Data } = JSON.parse(answers[0]!);
  return { Status, Reason, found: Data && JSON.parse(Data.Found), describe };
}

test('a cluster that has what is asked passes, and hands on nothing', async () => {
  expect(await answer(good)).toMatchObject({ Status: 'SUCCESS', found: [] });
  expect(await answer({ ...good, status: 'UPDATING', version: '2.0' })).toMatchObject({ found: [] });
});

test.each<[string, Partial<ClusterDescription>, string]>([
  ['an older version', { version: '1.9' }, 'It runs Kubernetes 1.9: upgrade it to 1.30 or newer.'],
  [
    'another VPC',
    { resourcesVpcConfig: { vpcId: 'vpc-2', clusterSecurityGroupId: 'sg-1' } },
    'It lies in vpc-2: name that one in targets.aws.vpc, not vpc-1.',
  ],
  [
    'another security group',
    { resourcesVpcConfig: { vpcId: 'vpc-1', clusterSecurityGroupId: 'sg-2' } },
    'Its security group is sg-2: name that one in targets.aws.eks.existing.securityGroupId.',
  ],
  [
    'Auto Mode off',
    { computeConfig: { enabled: false } },
    'Auto Mode is off: enable it, or set targets.aws.eks.existing.autoMode to false.',
  ],
  [
    'names answered elsewhere',
    { kubernetesNetworkConfig: { serviceIpv4Cidr: '10.100.0.0/16' } },
    'Names are answered at 10.100.0.10: set targets.aws.eks.existing.dns to { kind: addresses, networks: [10.100.0.10/32] }.',
  ],
  [
    'pods of IPv6',
    { kubernetesNetworkConfig: { ipFamily: 'ipv6' } },
    'Its pods have addresses of IPv6 alone, which the load balancers do not send to: name a cluster of IPv4.',
  ],
])('%s is found and handed on, and ends the deployment where nobody looks after it', async (_, change, fault) => {
  const description = { ...good, ...change };
  expect(await answer(description)).toMatchObject({ Status: 'SUCCESS', found: [fault] });
  const last = await answer(description, { Found: '["An earlier one."]', Last: 'true' });
  expect(last).toMatchObject({
    Status: 'FAILED',
    Reason: `The cluster shared lacks 2 things, so nothing was made in it: (1) An earlier one. (2) ${fault}`,
  });
});

test.each<[string, ClusterDescription | undefined, string]>([
  ['none of the name', undefined, 'There is no cluster shared in this account and region'],
  ['one that is no more', { ...good, status: 'DELETING' }, 'It is DELETING: deploy again when it is ACTIVE.'],
  [
    'one that knows no access entries',
    { ...good, accessConfig: { authenticationMode: 'CONFIG_MAP' } },
    'Its authentication mode CONFIG_MAP knows no access entries: aws eks update-cluster-config --name shared',
  ],
])('%s ends the deployment at once: nobody can be let in to see more', async (_, description, fault) => {
  const { Status, Reason } = await answer(description);
  expect(Status).toBe('FAILED');
  expect(Reason).toContain(`lacks something, so nothing was made in it: (1) ${fault}`);
});

test('networks are asked for only where the spec names addresses on nodes of Auto Mode', async () => {
  const { Dns: _, ...without } = wanted;
  const elsewhere = { ...good, kubernetesNetworkConfig: { serviceIpv4Cidr: '10.100.0.0/16' } };
  expect(await answer(elsewhere, { Described: without })).toMatchObject({ found: [] });
  expect(await answer(elsewhere, { Described: { ...wanted, Dns: ['fd00::/64', '10.0.0.0/8'] } })).toMatchObject({
    found: [],
  });
});

test('a deletion looks at nothing', async () => {
  const { Status, describe } = await answer(undefined, { RequestType: 'Delete' });
  expect(Status).toBe('SUCCESS');
  expect(describe).not.toHaveBeenCalled();
});
