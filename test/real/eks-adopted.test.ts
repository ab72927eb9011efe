import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { toYaml } from '../../charts/synth';
import type { ClusterDescription } from '../../programs/apply-objects/cluster-world';
import type { ApplyObjectsEvent, ObjectsToApply } from '../../programs/apply-objects/handler';
import type { Json } from '../support/flat-template';
import { answered, asked, type Told } from './eks/answered';
import { kindOfController, kindOfMetrics, likeEks } from './eks/around';
import { type Artefacts, artefactsOf, smallTownOnAws } from './eks/artefacts';
import { environment } from './support/environment';
import { type Cluster, startKubernetes } from './support/kubernetes';
import { partsFolder } from './support/rendered/stand-ins/parts-folder';
import { describePart } from './support/skip';

const namespace = 'small-town';
const existing = {
  name: 'shared',
  securityGroupId: 'sg-0123456789abcdef0',
  storageClass: 'gp3',
  autoMode: false,
};
const vpc = {
  id: 'vpc-0123456789abcdef0',
  availabilityZones: ['eu-central-1a', 'eu-central-1b'],
  privateSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
  publicSubnetIds: ['subnet-0123456789abcdef2', 'subnet-0123456789abcdef3'],
};

/** Of a cluster that has what is asked. */
const good: ClusterDescription = {
  status: 'ACTIVE',
  version: '1.33',
  accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' },
  computeConfig: { enabled: false },
  resourcesVpcConfig: { vpcId: vpc.id, clusterSecurityGroupId: existing.securityGroupId },
  kubernetesNetworkConfig: { serviceIpv4Cidr: '10.100.0.0/16', ipFamily: 'ipv4' },
};

const tokens = { foundation: 'token-of-foundation', programs: 'token-of-programs' };
const done = { status: 'SUCCESS', reason: 'The cluster is as it should be' };

describePart(['kubernetes'], 'a platform in a cluster that exists', () => {
  let cluster: Cluster;
  let artefacts: Artefacts;
  let objects: Json[];
  let reached: Pick<ClusterDescription, 'endpoint' | 'certificateAuthority'>;

  const surroundings = (by: keyof typeof tokens, description: ClusterDescription | undefined) => ({
    readObjects: async (place: { readonly Key: string }) => artefacts.readAsset(place),
    readSecret: async (arn: string) => JSON.stringify({ username: 'postgres', password: `secret-value-of-${arn}` }),
    token: () => tokens[by],
    describe: async () => description && { ...reached, ...description },
  });

  /** Every check, each with what the one before it found, as CloudFormation does; until one fails. */
  async function check(description: ClusterDescription | undefined = good): Promise<Told> {
    let last: Told | undefined;
    for (const { by, wanted } of artefacts.checks) {
      const ResourceProperties = { ...wanted, ...(last && { Found: last.data.Found! }) };
      const event = { ...asked, RequestType: 'Create' as const, ResourceProperties };
      last = await answered(event, surroundings(by, description));
      if (last.status !== 'SUCCESS') break;
    }
    return last!;
  }

  async function apply(
    by: keyof typeof tokens,
    RequestType: ApplyObjectsEvent['RequestType'],
    changes: Partial<ObjectsToApply> = {},
    more: Partial<ApplyObjectsEvent> = {},
    description: ClusterDescription | undefined = good,
  ): Promise<Told> {
    const event = { ...asked, RequestType, ResourceProperties: { ...artefacts[by], ...changes }, ...more };
    return answered(event, surroundings(by, description));
  }

  const names = (list: readonly Json[]) => list.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

  /** Everything that is not in the namespace of the platform, and what of the namespace its owner made. */
  async function ofOthers(): Promise<string> {
    const kinds = 'storageclasses,csidrivers,clusterroles,clusterrolebindings,namespaces';
    const wide = await cluster.kubectl('get', kinds, '-o', 'json');
    const inside = await cluster.kubectl('get', 'roles,rolebindings,configmaps', '-n', namespace, '-o', 'json');
    const elsewhere = await cluster.kubectl('get', 'configmaps,services,secrets', '-A', '-o', 'json');
    const all: Json[] = [wide, inside, elsewhere].flatMap((text) => JSON.parse(text).items);
    const theirs = all.filter(
      ({ metadata }) =>
        !metadata.labels?.['applyset.kubernetes.io/part-of'] && !metadata.labels?.['applyset.kubernetes.io/id'],
    );
    return JSON.stringify(
      theirs.map(({ kind, metadata }) => [
        kind,
        metadata.namespace,
        metadata.name,
        metadata.uid,
        metadata.resourceVersion,
      ]),
      undefined,
      1,
    );
  }

  const owner = async (...list: readonly object[]) => {
    const { code, stderr } = await cluster.apply(toYaml(list).join(''));
    if (code !== 0) throw new Error(stderr);
  };

  beforeAll(async () => {
    artefacts = artefactsOf({
      ...smallTownOnAws(),
      targets: { aws: { ...smallTownOnAws().targets.aws, vpc, eks: { existing } } },
    });
    objects = JSON.parse(artefacts.readAsset(artefacts.programs.Objects as { Bucket: string; Key: string }));
    cluster = await startKubernetes({
      kwok: true,
      groups: {
        [tokens.foundation]: 'citykit:small-town:foundation',
        [tokens.programs]: 'citykit:small-town:deployers',
      },
    });
    const [{ cluster: server }] = parse(readFileSync(cluster.kubeconfig, 'utf8')).clusters;
    const data =
      server['certificate-authority-data'] ?? readFileSync(server['certificate-authority']).toString('base64');
    reached = { endpoint: server.server, certificateAuthority: { data } };
  });
  afterAll(() => cluster?.stop());

  test('one that lets nobody in by access entries is refused with all that EKS says of it', async () => {
    const told = await check({
      ...good,
      version: '1.29',
      accessConfig: { authenticationMode: 'CONFIG_MAP' },
      resourcesVpcConfig: { vpcId: 'vpc-1', clusterSecurityGroupId: 'sg-1' },
    });
    expect(told).toMatchObject({ status: 'FAILED' });
    expect(told.reason).toBe(
      'The cluster shared lacks 4 things, so nothing was made in it: ' +
        '(1) Its authentication mode CONFIG_MAP knows no access entries: aws eks update-cluster-config --name shared --access-config authenticationMode=API_AND_CONFIG_MAP ' +
        '(2) It runs Kubernetes 1.29: upgrade it to 1.30 or newer. ' +
        '(3) It lies in vpc-1: name that one in targets.aws.vpc, not vpc-0123456789abcdef0. ' +
        '(4) Its security group is sg-1: name that one in targets.aws.eks.existing.securityGroupId.',
    );
    expect(await check({ ...good, status: 'DELETING' })).toMatchObject({ status: 'FAILED' });
  });

  test('one to which its owner has done nothing is refused with everything that is missing, at once', async () => {
    const told = await check({ ...good, version: '1.29' });
    expect(told).toMatchObject({ status: 'FAILED' });
    const fix =
      'have its owner run kubectl apply --server-side -f cluster-access.yaml, which synth wrote beside the template. ';
    const kinds = [...new Set(objects.map(({ kind }) => kind))].join(', ');
    expect(told.reason).toBe(
      'The cluster shared lacks 5 things, so nothing was made in it: ' +
        '(1) It runs Kubernetes 1.29: upgrade it to 1.30 or newer. ' +
        `(2) Its group citykit:small-town:deployers may not list/get/create/patch/delete ${kinds}: ${fix}` +
        '(3) Its group citykit:small-town:foundation may not get/create/patch/delete ConfigMap; ' +
        'list/get/create/patch/delete Service; get/list StorageClass; create/patch/delete StorageClass small-town-files; ' +
        `get CSIDriver efs.csi.aws.com: ${fix}` +
        '(4) It has no TargetGroupBinding of elbv2.k8s.aws/v1beta1: install the AWS Load Balancer Controller. ' +
        '(5) It has no PodMetrics of metrics.k8s.io/v1beta1: install the add-on metrics-server.',
    );
    expect(await cluster.tryKubectl(['get', 'namespace', namespace])).toMatchObject({ code: 1 });
  });

  test('one that does not answer is told with where, and where to look', async () => {
    const told = await check({ ...good, endpoint: 'https://127.0.0.1:9', version: '1.29' });
    expect(told).toMatchObject({ status: 'FAILED' });
    expect(told.reason).toMatch(
      /\(1\) It runs Kubernetes 1\.29.*\(2\) Its API at https:\/\/127\.0\.0\.1:9 does not let us in \(.*ECONNREFUSED/,
    );
  });

  test('once its owner has applied the file, what is still missing are the owner’s class and drivers', async () => {
    await owner(...artefacts.clusterAccess);
    const told = await check();
    expect(told).toMatchObject({ status: 'FAILED' });
    expect(told.reason).toBe(
      'The cluster shared lacks 4 things, so nothing was made in it: ' +
        '(1) It has no TargetGroupBinding of elbv2.k8s.aws/v1beta1: install the AWS Load Balancer Controller. ' +
        '(2) It has no PodMetrics of metrics.k8s.io/v1beta1: install the add-on metrics-server. ' +
        '(3) It has no StorageClass gp3: name one that it has in targets.aws.eks.existing.storageClass. ' +
        '(4) It has no CSIDriver efs.csi.aws.com: install the add-on aws-efs-csi-driver.',
    );
  });

  test('with these it is taken', async () => {
    await likeEks(cluster, { gp3: 'ReadWriteOnce', 'small-town-files': 'ReadWriteMany' }, [
      kindOfController,
      kindOfMetrics,
    ]);
    await owner(
      {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { name: 'gp3' },
        provisioner: 'ebs.csi.aws.com',
      },
      {
        apiVersion: 'storage.k8s.io/v1',
        kind: 'StorageClass',
        metadata: { name: 'theirs' },
        provisioner: 'efs.csi.aws.com',
      },
      { apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', metadata: { name: 'efs.csi.aws.com' } },
    );
    const told = await check();
    expect(told).toMatchObject({ status: 'SUCCESS', data: { Found: '[]' }, log: [] });
  });

  test.each(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'])(
    'without a %s of the file it is refused again: each is needed',
    async (kind) => {
      for (const object of artefacts.clusterAccess.filter((one) => one.kind === kind)) {
        const where = object.metadata.namespace ? ['-n', namespace] : [];
        await cluster.kubectl('delete', kind.toLowerCase(), object.metadata.name, ...where);
        expect(await check()).toMatchObject({ status: 'FAILED', reason: expect.stringContaining('may not') });
        await owner(object);
      }
      expect(await check()).toMatchObject({ status: 'SUCCESS' });
    },
  );

  test('the file gives the function for what is around the platform no more than that', async () => {
    const can = async (...what: string[]) =>
      (
        await cluster.tryKubectl(['auth', 'can-i', ...what, '--as', 'x', '--as-group', 'citykit:small-town:foundation'])
      ).stdout.trim();
    expect(await can('patch', 'storageclasses/small-town-files')).toBe('yes');
    for (const what of [
      ['get', 'secrets', '-n', namespace],
      ['create', 'pods', '-n', namespace],
      ['create', 'rolebindings', '-n', namespace],
      ['create', 'services', '-n', 'default'],
      ['list', 'services', '-A'],
      ['patch', 'storageclasses/theirs'],
      ['delete', 'storageclasses/theirs'],
      ['create', 'storageclasses'],
      ['get', 'nodes'],
      ['patch', 'namespaces/small-town'],
    ])
      expect([what, await can(...what)]).toEqual([what, 'no']);
  });

  test('with exactly the rights of the file both functions make everything, and it comes up', async () => {
    await cluster.kubectl('create', 'configmap', 'of-somebody', '-n', namespace, '--from-literal=a=b');
    const before = await ofOthers();
    const foundation = await apply('foundation', 'Create');
    expect(foundation).toMatchObject(done);
    const listed: Json[] = JSON.parse(artefacts.foundation.Objects as string);
    expect(foundation.log).toEqual(names(listed).map((name) => `${name}: made`));
    const programs = await apply('programs', 'Create');
    expect(programs).toMatchObject(done);
    const secrets = artefacts.programs.Secrets!.map(({ Name }) => `Secret ${Name}`);
    expect(programs.log).toEqual([...secrets, ...names(objects)].map((name) => `${name}: made`));
    expect(programs.all + foundation.all).not.toContain('secret-value-of');
    expect(await ofOthers()).toBe(before);
  });

  test('a second deployment changes nothing', async () => {
    expect(await check()).toMatchObject({ status: 'SUCCESS' });
    for (const by of ['foundation', 'programs'] as const)
      expect(await apply(by, 'Update')).toMatchObject({ ...done, log: [] });
  });

  test('an update takes away what is gone around the platform, and leaves the owner’s', async () => {
    const before = await ofOthers();
    const list: Json[] = JSON.parse(artefacts.foundation.Objects as string);
    const binding = list.findLast(({ kind }) => kind === 'TargetGroupBinding')!;
    const Objects = JSON.stringify(list.filter((one) => one !== binding));
    const told = await apply('foundation', 'Update', { Objects });
    expect(told).toMatchObject({ ...done, log: [`${names([binding])[0]}: deleted`] });
    expect(await apply('foundation', 'Update')).toMatchObject(done);
    expect(await ofOthers()).toBe(before);
  });

  test('a class of storage that has our name and is somebody else’s is refused before anything is changed', async () => {
    const list: Json[] = JSON.parse(artefacts.foundation.Objects as string);
    const [ours] = list.filter(({ kind }) => kind === 'StorageClass');
    const Objects = JSON.stringify([{ ...ours, metadata: { ...ours.metadata, name: 'theirs' } }, ...list]);
    const told = await apply('foundation', 'Update', { Objects });
    expect(told).toMatchObject({ status: 'FAILED' });
    expect(told.reason).toContain('not of this platform, so nothing was changed: StorageClass theirs.');
  });

  test('a platform is not moved to another cluster; back to the one that it is in it is', async () => {
    const moved = { OldResourceProperties: { Cluster: 'another' } };
    const told = await apply('programs', 'Update', { Set: 'not-there' }, moved);
    expect(told).toMatchObject({ status: 'FAILED' });
    expect(told.reason).toContain('is in the cluster another, with its volumes, and is not moved to shared');
    expect(await apply('programs', 'Update', {}, moved)).toMatchObject({ ...done, log: [] });
  });

  test('a deletion under protection leaves what must be kept, and what its owner made', async () => {
    const before = await ofOthers();
    expect(await apply('programs', 'Delete')).toMatchObject(done);
    expect(await apply('foundation', 'Delete')).toMatchObject(done);
    expect(await ofOthers()).toBe(before);
    const left = await cluster.kubectl(
      'get',
      'services,targetgroupbindings,persistentvolumeclaims',
      '-n',
      namespace,
      '-o',
      'name',
    );
    expect(
      left
        .trim()
        .split('\n')
        .filter((name) => !name.startsWith('persistentvolumeclaim')),
    ).toEqual([]);
    expect(left).toContain('persistentvolumeclaim');
    await cluster.kubectl('get', 'storageclass', 'small-town-files');
  });

  test('without protection nothing of ours stays, and everything of its owner’s does', async () => {
    const before = await ofOthers();
    for (const request of ['Create', 'Delete'] as const) {
      const order =
        request === 'Create' ? (['foundation', 'programs'] as const) : (['programs', 'foundation'] as const);
      for (const by of order) expect(await apply(by, request, { Keeps: 'false' })).toMatchObject(done);
    }
    expect(await ofOthers()).toBe(before);
    const ours = await cluster.kubectl('get', 'storageclasses', '-l', 'applyset.kubernetes.io/part-of', '-o', 'name');
    expect(ours).toBe('');
    await cluster.kubectl('get', 'namespace', namespace);
    const kinds = 'configmaps,secrets,services,deployments.apps,jobs.batch,networkpolicies,persistentvolumeclaims';
    const left = (await cluster.kubectl('get', kinds, '-n', namespace, '-o', 'name')).trim().split('\n');
    expect(left.sort()).toEqual(['configmap/kube-root-ca.crt', 'configmap/of-somebody']);
  });

  test('where the cluster has gone there is nothing to delete, and nothing is made', async () => {
    const gone = { ...artefacts.programs };
    const event = { ...asked, ResourceProperties: gone };
    const told = (RequestType: 'Create' | 'Delete') =>
      answered({ ...event, RequestType }, { ...surroundings('programs', undefined) });
    expect(await told('Delete')).toMatchObject(done);
    expect(await told('Create')).toMatchObject({
      status: 'FAILED',
      reason: expect.stringContaining('There is no cluster shared in this account and region'),
    });
    const check = await answered(
      { ...asked, RequestType: 'Create', ResourceProperties: artefacts.checks[0]!.wanted },
      surroundings('foundation', undefined),
    );
    expect(check.reason).toContain(
      'There is no cluster shared in this account and region: mend targets.aws.eks.existing.name.',
    );
  });
});

describePart(['moto'], 'what is read of a description of a cluster', () => {
  test('is what DescribeCluster tells, by the model of the SDK for Python', async () => {
    const script = `
import json, botocore.session
shape = botocore.session.get_session().get_service_model('eks').operation_model('DescribeCluster').output_shape
def members(shape):
    return {name: members(inner) for name, inner in getattr(shape, 'members', {}).items()}
print(json.dumps(members(shape)['cluster']))`;
    const python = join(partsFolder('moto'), 'bin', 'python');
    const { stdout } = await promisify(execFile)(python, ['-c', script], { env: environment() });
    const read: Json = { ...good, endpoint: 'x', certificateAuthority: { data: 'x' } };
    const wanted = (value: Json): Json =>
      typeof value === 'object'
        ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, wanted(inner)]))
        : {};
    expect(JSON.parse(stdout)).toMatchObject(wanted(read));
  });
});
