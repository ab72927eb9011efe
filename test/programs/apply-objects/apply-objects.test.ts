import type { ClusterApi } from '../../../programs/apply-objects/cluster-api';
import { accessTo } from '../../../programs/apply-objects/cluster-world';
import { eksToken } from '../../../programs/apply-objects/eks-token';
import { secretObjects } from '../../../programs/apply-objects/secret-objects';
import { unready } from '../../../programs/apply-objects/unready';

/** A cluster that holds these objects, by their kinds. */
const holding = (objects: Readonly<Record<string, readonly object[]>>) =>
  ({ read: async (kind: string) => objects[kind] ?? [] }) as unknown as ClusterApi;

const deployment = (status: object, replicas = 2) => ({
  metadata: { name: 'broker', generation: 3 },
  spec: { replicas },
  status: { observedGeneration: 3, ...status },
});
const up = { replicas: 2, updatedReplicas: 2, availableReplicas: 2 };
const job = (...conditions: string[]) => ({
  metadata: { name: 'setup' },
  status: { conditions: conditions.map((type) => ({ type, status: 'True' })) },
});

describe('what is not up', () => {
  const of = (objects: Parameters<typeof holding>[0]) => unready(holding(objects), 'label', 'izmir');

  test.each([
    ['all new and available', up, []],
    ['the old ones available, the new one not yet', { ...up, replicas: 3, updatedReplicas: 1 }, ['broker (0 of 2)']],
    ['one old one still there', { replicas: 3, updatedReplicas: 2, availableReplicas: 3 }, []],
    ['a change that the controller has not seen', { ...up, observedGeneration: 2 }, ['broker (0 of 2)']],
    ['no status at all', { observedGeneration: 3 }, ['broker (0 of 2)']],
  ])('a Deployment with %s', async (_, status, expected) => {
    expect(await of({ 'Deployment.apps': [deployment(status)] })).toEqual(expected);
  });

  test('a Job until it has ended well; one that has failed ends the waiting', async () => {
    expect(await of({ 'Job.batch': [job()] })).toEqual(['Job setup']);
    expect(await of({ 'Job.batch': [job('Complete')] })).toEqual([]);
    await expect(of({ 'Job.batch': [job('Failed')] })).rejects.toThrow('Failed for good: Job setup.');
  });
});

describe('a Secret that is filled from Secrets Manager', () => {
  const secret = (entry: object) => [{ Name: 'izmir-x', Labels: { a: 'b' }, Entries: { password: entry } }];
  const value = (text: string) => Buffer.from(text).toString('base64');

  test.each([
    ['the whole value', { Arn: 'arn' }, '{"password":"p"}', '{"password":"p"}'],
    ['one field of its JSON', { Arn: 'arn', Field: 'password' }, '{"password":"p"}', 'p'],
    ['text that is none', { Text: 'host:9094' }, '', 'host:9094'],
  ])('has %s, is read once, and is to be kept', async (_, entry, stored, expected) => {
    const read = jest.fn(async () => stored);
    const made = await secretObjects([...secret(entry), ...secret(entry)] as never, 'izmir', read);
    expect(read).toHaveBeenCalledTimes('Arn' in entry ? 1 : 0);
    expect(made[0]).toMatchObject({
      metadata: { name: 'izmir-x', namespace: 'izmir', labels: { a: 'b', 'citykit/keep': 'true' } },
      data: { password: value(expected) },
    });
  });

  test.each(['not JSON: p4ssword', '{"user":"p4ssword"}'])(
    'whose field is missing is named, and not told: %s',
    async (stored) => {
      const made = secretObjects(secret({ Arn: 'arn:x', Field: 'password' }) as never, 'izmir', async () => stored);
      await expect(made).rejects.toThrow(/^arn:x: the secret is no JSON with a text under 'password'$/);
    },
  );
});

test('a token names the cluster in what is signed, and is of the partition of its region', () => {
  const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' };
  const url = (region: string, domain?: string) =>
    new URL(Buffer.from(eksToken('izmir', region, keys, domain).slice('k8s-aws-v1.'.length), 'base64url').toString());
  expect(url('eu-central-1').host).toBe('sts.eu-central-1.amazonaws.com');
  expect(url('cn-north-1', 'amazonaws.com.cn').host).toBe('sts.cn-north-1.amazonaws.com.cn');
  expect(url('eusc-de-east-1', 'amazonaws.eu').host).toBe('sts.eusc-de-east-1.amazonaws.eu');
  expect(url('eu-central-1').searchParams.get('X-Amz-SignedHeaders')).toBe('host;x-k8s-aws-id');
  expect(url('eu-central-1').searchParams.get('X-Amz-Expires')).toBe('60');
});

test('a token is asked for with the domain that the deployment says', async () => {
  const place = {
    Cluster: 'izmir',
    UrlSuffix: 'amazonaws.eu',
    Endpoint: 'https://cluster.example',
    CertificateAuthority: '',
  };
  const access = await accessTo(place, {
    log: () => {},
    describe: async () => undefined,
    token: (cluster, domain) => `${cluster} ${domain}`,
    respond: async () => {},
  });
  expect(access!.token()).toBe('izmir amazonaws.eu');
});
