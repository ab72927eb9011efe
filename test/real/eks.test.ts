import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { eksToken } from '../../programs/apply-objects/eks-token';
import type { ApplyObjectsEvent, ObjectsToApply } from '../../programs/apply-objects/handler';
import type { Json } from '../support/flat-template';
import { answered, asked, type Told } from './eks/answered';
import { likeEks } from './eks/around';
import { type Artefacts, artefactsOf, smallTownOnAws } from './eks/artefacts';
import { environment } from './support/environment';
import { type Cluster, startKubernetes } from './support/kubernetes';
import { partsFolder } from './support/rendered/stand-ins/parts-folder';
import { describePart } from './support/skip';

const namespace = 'small-town';
const masterPassword = 'aurora-master-password-of-today';
const passwordOf = (arn: string) => `secret-value-of-${arn.toLowerCase()}`;

const done = { status: 'SUCCESS', reason: 'The cluster is as it should be' };

describePart(['kubernetes'], 'the function that keeps a cluster like a list of objects', () => {
  let cluster: Cluster;
  let artefacts: Artefacts;
  let access: Pick<ObjectsToApply, 'Endpoint' | 'CertificateAuthority'>;
  const tokens = { administrator: '', deployer: '' };
  let objects: Json[];

  /** Lets the function applyObjects one event, as Lambda would, as often as it calls itself. */
  async function deploy(
    as: keyof typeof tokens,
    request: ApplyObjectsEvent['RequestType'],
    wanted: ObjectsToApply,
    list?: readonly Json[],
  ): Promise<Told> {
    const event: ApplyObjectsEvent = { ...asked, RequestType: request, ResourceProperties: { ...wanted, ...access } };
    return answered(event, {
      readObjects: async (place) => (list ? JSON.stringify(list) : artefacts.readAsset(place)),
      readSecret: async (arn) =>
        arn.includes('masterusersecret')
          ? JSON.stringify({ username: 'postgres', password: masterPassword })
          : passwordOf(arn),
      token: () => tokens[as],
    });
  }

  const names = (list: readonly Json[]) => list.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

  /** Everything in the namespace but what its controllers make, by its name, with its version. */
  async function held(): Promise<Record<string, string>> {
    const kinds = [
      'configmaps,secrets,services,serviceaccounts,persistentvolumeclaims,deployments.apps,jobs.batch,cronjobs.batch',
      'networkpolicies,poddisruptionbudgets,horizontalpodautoscalers,roles,rolebindings',
    ].join(',');
    const { items } = JSON.parse(await cluster.kubectl('get', kinds, '-n', namespace, '-o', 'json'));
    const own = items.filter(({ metadata }: Json) => !['kube-root-ca.crt', 'default'].includes(metadata.name));
    return Object.fromEntries(
      own.map(({ kind, metadata, data, spec, rules }: Json) => [
        `${kind} ${metadata.name}`,
        JSON.stringify([metadata.uid, metadata.labels, data, spec, rules]),
      ]),
    );
  }

  const differing = (before: Record<string, string>, after: Record<string, string>) =>
    [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => before[key] !== after[key]).sort();

  const wantsNoSecret = ({ all }: Told) => {
    expect(all).not.toContain('secret-value-of');
    expect(all).not.toContain(masterPassword);
    expect(all).not.toContain(Buffer.from(masterPassword).toString('base64'));
  };

  beforeAll(async () => {
    cluster = await startKubernetes({ kwok: true });
    artefacts = artefactsOf(smallTownOnAws());
    objects = JSON.parse(artefacts.readAsset(artefacts.programs.Objects as { Bucket: string; Key: string }));
    await likeEks(cluster, { 'small-town-disks': 'ReadWriteOnce', 'small-town-files': 'ReadWriteMany' });
    const [{ cluster: server }] = parse(readFileSync(cluster.kubeconfig, 'utf8')).clusters;
    const ca = server['certificate-authority-data'] ?? readFileSync(server['certificate-authority']).toString('base64');
    access = { Endpoint: server.server, CertificateAuthority: ca };
    for (const name of ['administrator', 'deployer'] as const) {
      await cluster.kubectl('create', 'serviceaccount', name, '-n', 'kube-system');
      tokens[name] = (await cluster.kubectl('create', 'token', name, '-n', 'kube-system', '--duration=2h')).trim();
    }
    const account = '--serviceaccount=kube-system:administrator';
    await cluster.kubectl('create', 'clusterrolebinding', 'administrator', '--clusterrole=cluster-admin', account);
  });
  afterAll(() => cluster?.stop());

  test('an administrator makes what is around a platform, and lets its deployers in', async () => {
    const told = await deploy('administrator', 'Create', artefacts.foundation);
    expect(told).toMatchObject(done);
    const listed = JSON.parse(artefacts.foundation.Objects as string);
    expect(told.log).toEqual(names(listed).map((name) => `${name}: made`));
    const binding = JSON.parse(
      await cluster.kubectl('get', 'rolebinding', 'small-town-deployers', '-n', namespace, '-o', 'json'),
    );
    expect(binding.subjects).toMatchObject([{ kind: 'Group', name: 'citykit:small-town:deployers' }]);
    // In place of the role of AWS that EKS puts into this group.
    await cluster.kubectl(
      ...['create', 'rolebinding', 'as-on-eks', '-n', namespace, `--clusterrole=${binding.roleRef.name}`],
      '--serviceaccount=kube-system:deployer',
    );
  });

  test('a first deployment applies every object of the small town in its order, and answers once all is up', async () => {
    const begun = Date.now();
    const told = await deploy('deployer', 'Create', artefacts.programs);
    console.log(`${objects.length} objects: applied and up after ${((Date.now() - begun) / 1000).toFixed(1)} s`);
    expect(told).toMatchObject(done);
    const secrets = artefacts.programs.Secrets!.map(({ Name }) => `Secret ${Name}`);
    expect(told.log).toEqual([...secrets, ...names(objects)].map((name) => `${name}: made`));
    wantsNoSecret(told);
    const there = await held();
    for (const name of [...secrets, ...names(objects)]) expect(there).toHaveProperty([name]);
    const admin = await cluster.kubectl(
      'get',
      'secret',
      'small-town-aurora',
      '-n',
      namespace,
      '-o',
      'jsonpath={.data}',
    );
    expect(JSON.parse(admin)).toEqual({ password: Buffer.from(masterPassword).toString('base64') });
    const waiting = await cluster.kubectl(
      ...['get', 'deployments', '-n', namespace, '-o'],
      'jsonpath={range .items[?(@.status.unavailableReplicas)]}{.metadata.name}{end}',
    );
    expect(waiting).toBe('');
  });

  test('a second one of the same changes nothing', async () => {
    const before = await held();
    const told = await deploy('deployer', 'Update', artefacts.programs);
    expect(told).toMatchObject({ ...done, log: [] });
    expect(await held()).toEqual(before);
  });

  test('an update takes away what is gone, changes what changed, and leaves what is not ours', async () => {
    await cluster.kubectl('create', 'configmap', 'of-somebody', '-n', namespace, '--from-literal=a=b');
    await cluster.kubectl('create', 'role', 'of-somebody', '-n', namespace, '--verb=get', '--resource=pods');
    const before = await held();
    const first = (kind: string) => objects.find((object) => object.kind === kind)!;
    // The kinds that the CDK's own way never deletes, and a claim that has data.
    const gone = ['NetworkPolicy', 'Role', 'ConfigMap'].map(
      (kind) => objects.findLast((object) => object.kind === kind && !object.metadata.labels['citykit/keep'])!,
    );
    const kept = first('PersistentVolumeClaim');
    const changed = first('Service');
    const list = objects
      .filter((object) => !gone.includes(object) && object !== kept)
      .map((object) =>
        object === changed
          ? { ...object, metadata: { ...object.metadata, labels: { ...object.metadata.labels, changed: 'yes' } } }
          : object,
      );
    const told = await deploy('deployer', 'Update', artefacts.programs, list);
    expect(told).toMatchObject(done);
    expect([...told.log].sort()).toEqual(
      [
        `${names([changed])[0]}: changed`,
        ...names(gone).map((name) => `${name}: deleted`),
        `${names([kept])[0]}: kept, although nothing asks for it any more`,
      ].sort(),
    );
    const after = await held();
    expect(differing(before, after)).toEqual(names([changed, ...gone]).sort());
    for (const name of names(gone)) expect(after).not.toHaveProperty([name]);
    // Back to what it was, as CloudFormation does after a failure further on.
    expect(await deploy('deployer', 'Update', artefacts.programs)).toMatchObject(done);
  });

  test('a name that somebody else has is refused before anything is changed', async () => {
    const before = await held();
    const ours = { ...objects[0], metadata: { ...objects[0].metadata, name: 'ours' } };
    const theirs = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'of-somebody', namespace }, data: {} };
    const told = await deploy('deployer', 'Update', artefacts.programs, [ours, ...objects, theirs]);
    expect(told).toMatchObject({ status: 'FAILED' });
    expect(told.reason).toContain(
      'There already, and not of this platform, so nothing was changed: ConfigMap of-somebody.',
    );
    expect(await held()).toEqual(before);
  });

  test.each([
    [
      'a Secret that the API server refuses',
      () => {
        const [first, ...rest] = artefacts.programs.Secrets!;
        return { ...artefacts.programs, Secrets: [{ ...first!, Name: 'broken', Type: 'kubernetes.io/tls' }, ...rest] };
      },
      undefined,
      /^Secret broken: the API server answered 422 Invalid\. See the log group/,
    ],
    [
      'an object that repeats a password',
      () => artefacts.programs,
      () => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'broken', namespace, labels: { a: `${masterPassword} !` } },
      }),
      /^ConfigMap broken: the API server answered 422 .*\*\*\* !.*See the log group/,
    ],
    [
      'an object of another namespace',
      () => artefacts.programs,
      () => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'broken', namespace: 'kube-system' } }),
      /^ConfigMap broken: the API server answered 403 configmaps "broken" is forbidden/,
    ],
  ])('%s fails the deployment with what is wrong, and tells no secret', async (_, wanted, more, reason) => {
    const told = await deploy('deployer', 'Update', wanted(), more && [...objects, more()]);
    expect(told).toMatchObject({ status: 'FAILED', reason: expect.stringMatching(reason) });
    wantsNoSecret(told);
  });

  test('a job that failed fails the deployment, with the job and where its words are', async () => {
    const image = objects.find(({ kind }) => kind === 'Job')!;
    const job = structuredClone(image);
    job.metadata.name = 'never';
    job.spec = { ...job.spec, activeDeadlineSeconds: 1, backoffLimit: 0, suspend: false };
    job.spec.template.spec.nodeSelector = { nowhere: 'yes' };
    const told = await deploy('deployer', 'Update', artefacts.programs, [...objects, job]);
    expect(told).toMatchObject({
      status: 'FAILED',
      reason: expect.stringContaining('Failed for good: Job never. See'),
    });
    expect(await deploy('deployer', 'Update', artefacts.programs)).toMatchObject(done);
    expect(await held()).not.toHaveProperty(['Job never']);
  });

  test('what does not come up in time is named', async () => {
    const deployment = structuredClone(objects.find(({ kind }) => kind === 'Deployment')!);
    deployment.spec.template.spec.nodeSelector = { nowhere: 'yes' };
    const list = objects.map((object) => (names([object])[0] === names([deployment])[0] ? deployment : object));
    const told = await deploy('deployer', 'Update', { ...artefacts.programs, DeadlineSeconds: '1' }, list);
    const { name } = deployment.metadata;
    expect(told).toMatchObject({ status: 'FAILED' });
    expect(told.reason).toContain('Not up after 1 seconds');
    expect(told.reason).toContain(`${name} (0 of `);
    expect(await deploy('deployer', 'Update', artefacts.programs)).toMatchObject(done);
  });

  test('a deletion leaves what must be kept, and what is not ours', async () => {
    const before = await held();
    const told = await deploy('deployer', 'Delete', artefacts.programs);
    expect(told).toMatchObject(done);
    const after = await held();
    const secrets = artefacts.programs.Secrets!.map(({ Name }) => `Secret ${Name}`);
    const kept = names(objects.filter(({ metadata }) => metadata.labels?.['citykit/keep'] === 'true'));
    expect(kept.length).toBeGreaterThan(1);
    const others = [
      'ConfigMap of-somebody',
      'Role of-somebody',
      'RoleBinding as-on-eks',
      'RoleBinding small-town-deployers',
    ];
    const around = ['ConfigMap small-town', 'Service small-town-aurora'];
    expect(Object.keys(after).sort()).toEqual([...secrets, ...kept, ...others, ...around].sort());
    for (const name of [...secrets, ...kept]) expect(after[name]).toBe(before[name]);
  });

  test('a deployment after that takes up what was kept', async () => {
    const before = await held();
    expect(await deploy('deployer', 'Create', artefacts.programs)).toMatchObject(done);
    const after = await held();
    for (const { Name } of artefacts.programs.Secrets!) expect(after[`Secret ${Name}`]).toBe(before[`Secret ${Name}`]);
  });

  test('where nothing is protected, nothing of ours stays; what is everybody’s does', async () => {
    const unprotected = { ...artefacts.programs, Keeps: 'false' } as const;
    expect(await deploy('deployer', 'Delete', unprotected)).toMatchObject(done);
    const left = Object.keys(await held());
    expect(left.filter((name) => !/of-somebody|as-on-eks|deployers|aurora/.test(name))).toEqual([]);
    expect(await deploy('administrator', 'Delete', artefacts.foundation)).toMatchObject(done);
    const kinds = 'nodepools.karpenter.sh,storageclasses,namespaces';
    const around = (await cluster.kubectl('get', kinds, '-o', 'name')).trim().split('\n');
    expect(around).toEqual(
      expect.arrayContaining(['storageclass.storage.k8s.io/small-town-disks', 'namespace/small-town']),
    );
    expect(around.filter((name) => name.startsWith('nodepool'))).toEqual([]);
    await cluster.kubectl('get', 'configmap', 'amazon-vpc-cni', '-n', 'kube-system');
  });
});

describePart(['moto'], 'the token for a cluster of EKS', () => {
  test('is signed as the SDK of AWS for Python signs it', async () => {
    const credentials = {
      accessKeyId: 'AKIAEXAMPLE',
      secretAccessKey: 'not/a+secret',
      sessionToken: 'a/session+token=',
    };
    const token = eksToken('small-town', 'eu-central-1', credentials);
    expect(token).toMatch(/^k8s-aws-v1\.[\w-]+$/);
    const url = new URL(Buffer.from(token.slice('k8s-aws-v1.'.length), 'base64url').toString());
    // The client that AWS's own command line uses for it: get-token of awscli/customizations/eks.
    const script = `
import datetime, json, sys
import botocore.auth, botocore.awsrequest, botocore.credentials
at, keys = sys.argv[1], json.loads(sys.argv[2])
moment = datetime.datetime.strptime(at, '%Y%m%dT%H%M%SZ')
botocore.auth.get_current_datetime = lambda *a, **k: moment
request = botocore.awsrequest.AWSRequest('GET',
  'https://sts.eu-central-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15', headers={'x-k8s-aws-id': 'small-town'})
credentials = botocore.credentials.Credentials(keys['accessKeyId'], keys['secretAccessKey'], keys['sessionToken'])
botocore.auth.SigV4QueryAuth(credentials, 'sts', 'eu-central-1', expires=60).add_auth(request)
print(request.url)`;
    const python = join(partsFolder('moto'), 'bin', 'python');
    const at = url.searchParams.get('X-Amz-Date')!;
    const args = ['-c', script, at, JSON.stringify(credentials)];
    const { stdout } = await promisify(execFile)(python, args, { env: environment() });
    const theirs = new URL(stdout.trim());
    expect(url.host).toBe(theirs.host);
    expect(Object.fromEntries(url.searchParams)).toEqual(Object.fromEntries(theirs.searchParams));
  });
});
