import { type Cluster, startKubernetes } from './support/kubernetes';
import { describePart } from './support/skip';

const pod = (name: string, security: object) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'main', image: 'example.org/app:1', securityContext: security }] },
  });

const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  runAsUser: 1000,
  seccompProfile: { type: 'RuntimeDefault' },
};

const ofOperators = [
  'cert-manager.io/v1',
  'external-secrets.io/v1',
  'gateway.networking.k8s.io/v1',
  'kafka.strimzi.io/v1',
  'monitoring.coreos.com/v1',
  'postgresql.cnpg.io/v1',
];

describePart(['kubernetes', 'crds'], 'a real Kubernetes', () => {
  let cluster: Cluster;
  let namespace: string;

  beforeAll(async () => {
    cluster = await startKubernetes({ kwok: true });
    namespace = await cluster.namespace();
  });
  afterAll(() => cluster.stop());

  test('takes a restricted pod without a warning', async () => {
    const result = await cluster.apply(pod('fine', restricted), '-n', namespace);
    expect(result).toEqual({ code: 0, stdout: 'pod/fine serverside-applied\n', stderr: '' });
  });

  test('refuses a pod that runs as root in a restricted namespace', async () => {
    const { code, stderr } = await cluster.apply(
      pod('root', { ...restricted, runAsNonRoot: false, runAsUser: 0 }),
      '-n',
      namespace,
    );
    expect(code).toBe(1);
    expect(stderr).toContain('violates PodSecurity "restricted:latest": runAsNonRoot != true');
  });

  test('reports an unknown field', async () => {
    const wrong = pod('wrong', restricted).replace('"image"', '"imagee"');
    const { code, stderr } = await cluster.apply(wrong, '-n', namespace);
    expect(code).toBe(1);
    expect(stderr).toContain('.imagee: field not declared in schema');
  });

  test('makes a Deployment of three replicas Available', async () => {
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'three', namespace },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'three' } },
        template: {
          metadata: { labels: { app: 'three' } },
          spec: { containers: [{ name: 'main', image: 'registry.k8s.io/pause:3.10', securityContext: restricted }] },
        },
      },
    };
    expect((await cluster.apply(JSON.stringify(deployment))).code).toBe(0);
    await cluster.kubectl('wait', '-n', namespace, 'deployment/three', '--for=condition=Available', '--timeout=10m');
    const ready = await cluster.kubectl(
      'get',
      '-n',
      namespace,
      'deployment/three',
      '-o',
      'jsonpath={.status.readyReplicas}',
    );
    expect(ready).toBe('3');
  });

  test('serves the kinds of the operators that charts use, where the cluster is its own', async () => {
    await cluster.installCrds();
    const served = (await cluster.kubectl('api-versions')).split('\n');
    expect(served).toEqual(expect.arrayContaining(cluster.own ? ofOperators : ['apps/v1']));
  });

  test('kubectl reports a refusal as an error', async () => {
    await expect(cluster.kubectl('get', 'pod', 'none', '-n', namespace)).rejects.toThrow('pods "none" not found');
  });
});
