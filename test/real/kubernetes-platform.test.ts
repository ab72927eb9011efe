import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { admissionPolicies } from '../../charts/gates/admission-policies';
import { podRequests } from '../../charts/gates/budget';
import { pathAnnotation } from '../../charts/metadata';
import type { City } from '../../constructs/spec/city';
import { Component } from '../../constructs/waist/component';
import { workloads } from '../../constructs/waist/graph';
import { nameOf } from '../../constructs/waist/names';
import type { Workload } from '../../constructs/waist/primitives';
import { CASES, changed } from '../charts/gates/policy-cases';
import { additionsToLists } from './cluster/additions';
import { allowed, type Peer } from './cluster/connectivity';
import { attempts, expectedPaths } from './cluster/paths';
import { peersOf } from './cluster/peers';
import { example, type KubernetesObject, pilot, type Rendering, render, variants } from './cluster/platforms';
import { nameIn, read, readAll } from './cluster/read';
import { granted, questions, rulesOf, text } from './cluster/rights';
import { ignored, scored } from './cluster/scores';
import { runSecretsJob, secretsJobOf } from './cluster/secrets-job';
import { offerStorage } from './cluster/storage';
import { exampleCity } from './platform/live-city';
import { type Cluster, startKubernetes } from './support/kubernetes';
import { proof } from './support/proof';
import { describePart } from './support/skip';
import { until } from './support/wait';

const usersCluster = process.env.KUBECONFIG !== undefined;

const why = 'not on a cluster that KUBECONFIG names: needs fake nodes and volumes, or changes the cluster itself';

/** On a cluster of the tests' own only. */
function describeOwn(title: string, tests: () => void): void {
  if (usersCluster) describe.skip(`${title} (${why})`, tests);
  else describe(title, tests);
}

function testOwn(title: string, run: () => Promise<void>): void {
  if (usersCluster) test.skip(`${title} (${why})`, run);
  else test(title, run);
}

/** Without the kinds of operators, which a user's cluster may lack. */
const laptop = 'the laptop of small-town';
const tried = Object.entries(variants).filter(([title]) => !usersCluster || title === laptop);

const operated = ['Cluster', 'Kafka', 'KafkaNodePool'];
const restartable = ['Deployment', 'StatefulSet'];

describePart(['kubernetes', 'crds', 'checkers'], 'a platform on a real Kubernetes', () => {
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = await startKubernetes({ kwok: true });
    await cluster.installCrds();
    if (cluster.own) await offerStorage(cluster);
  });
  afterAll(() => cluster.stop());

  async function applied(yaml: string, ...args: string[]): Promise<string[]> {
    const { code, stdout, stderr } = await cluster.apply(yaml, '--validate=strict', ...args);
    // A warning and an unknown field are here too.
    expect(stderr).toBe('');
    expect(code).toBe(0);
    return stdout.trim().split('\n');
  }

  async function renderedHere(city: City): Promise<Rendering> {
    return render(city, cluster.own ? {} : { adoptNamespace: await cluster.namespace() });
  }

  /** Every Deployment Available with all its replicas, every StatefulSet ready, every Job complete. */
  async function up(namespace: string): Promise<void> {
    await until(`${namespace} is up`, async () => {
      const objects = await read(cluster, 'deployments,statefulsets,jobs,hpa', '-n', namespace);
      return objects.every((object) => {
        const { kind, metadata, spec, status } = object;
        if (kind === 'Job') return status.succeeded === 1;
        if (kind === 'StatefulSet') return status.readyReplicas === spec.replicas;
        if (kind !== 'Deployment') return true;
        const scaler = objects.find((one) => one.spec.scaleTargetRef?.name === metadata.name);
        const replicas = Math.max(spec.replicas, scaler?.spec.minReplicas ?? 1);
        return status.availableReplicas === replicas && status.updatedReplicas === replicas;
      });
    });
  }

  describeOwn('the admission policies of the gates', () => {
    const policies = admissionPolicies() as KubernetesObject[];
    const named = policies
      .filter(({ kind }) => kind === 'ValidatingAdmissionPolicy')
      .map(({ metadata }) => metadata.name);
    const list = (items: readonly object[]) => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    const warning = policies.map((object) =>
      object.spec.policyName ? { ...object, spec: { ...object.spec, validationActions: ['Warn'] } } : object,
    );

    beforeAll(async () => {
      await applied(list(warning));
      const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
      await applied(list([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'izmir-spoiled', labels } }]));
    });

    test('are compiled by the API server without a type warning', async () => {
      await until('every policy is type checked', async () => {
        const held = await read(cluster, 'validatingadmissionpolicies', ...named);
        return held.every(({ status }) => status?.typeChecking !== undefined);
      });
      const held = await read(cluster, 'validatingadmissionpolicies', ...named);
      expect(held.map(({ metadata, status }) => [metadata.name, status.typeChecking])).toEqual(
        named.map((name) => [name, {}]),
      );
    });

    // What breaks these breaks the API's own rules too.
    const impossible = [
      'autoscaler-range',
      'default-proc-mount',
      'no-host-process',
      'no-privileged-container',
      'pod-labels',
    ];
    const broken = (rule: string) => {
      const { spoil, object = 'Deployment izmir-broker' } = CASES[rule]!;
      const found = changed(spoil).find(({ kind, metadata }) => `${kind} ${metadata.name}` === object);
      if (found.kind !== 'Namespace') found.metadata.namespace = 'izmir-spoiled';
      return JSON.stringify(found);
    };

    test.each(impossible)('what %s forbids the API server refuses by itself', async (rule) => {
      const { code, stderr } = await cluster.apply(broken(rule), '--dry-run=server');
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/ is invalid: /) });
    });

    const rules = named.map((name) => name.slice('citykit-'.length));

    test.each(rules.filter((rule) => !impossible.includes(rule)))('%s warns of what breaks it', async (rule) => {
      await until(`${rule} is in force`, async () => {
        const { stderr } = await cluster.apply(broken(rule), '--dry-run=server');
        return stderr.includes(`Validation failed for ValidatingAdmissionPolicy 'citykit-${rule}'`);
      });
    });

    test('refuse what they warned of once they deny, so that all platforms below pass them', async () => {
      await applied(list(policies), '--force-conflicts');
      const [, , , , , good] = changed(undefined);
      const bad = { ...good, metadata: { ...good.metadata, namespace: 'izmir-spoiled' } };
      bad.spec.template.spec.automountServiceAccountToken = true;
      await until('the policies are in force', async () => {
        const { code, stderr } = await cluster.apply(JSON.stringify(bad), '--dry-run=server');
        return code === 1 && stderr.includes("ValidatingAdmissionPolicy 'citykit-no-service-account-token'");
      });
    });
  });

  describe.each(tried)('%s', (_, load) => {
    let city: City;
    let rendering: Rendering;

    beforeAll(async () => {
      city = await load();
      rendering = await renderedHere(city);
    });

    test('is accepted whole: no unknown field, no warning, within a quota of what its budget counts', async () => {
      const { objects, namespace, yaml } = rendering;
      const { cpuMillis, memoryMi } = podRequests(objects.filter(({ kind }) => !operated.includes(kind)));
      const [first, ...rest] = objects;
      if (cluster.own) expect([first!.kind, rest[0]!.kind]).toEqual(['Namespace', 'NetworkPolicy']);
      if (first!.kind === 'Namespace') await applied(JSON.stringify(first));
      // With it, admission refuses every pod with a container that says nothing of one of these.
      const hard = {
        'requests.cpu': `${cpuMillis}m`,
        'requests.memory': `${memoryMi}Mi`,
        'limits.memory': `${memoryMi}Mi`,
      };
      await applied(
        JSON.stringify({
          apiVersion: 'v1',
          kind: 'ResourceQuota',
          metadata: { name: 'budget', namespace },
          spec: { hard },
        }),
      );
      const lines = await applied(yaml);
      expect(lines).toHaveLength(objects.length);
      expect(lines.filter((line) => !line.endsWith(' serverside-applied'))).toEqual([]);
      for (const title of [...Component.all(rendering.platform).map((component) => component.title), 'Database']) {
        proof(title, 'kubernetes', 'schema');
        proof(title, 'kubernetes', 'accepted');
      }
    });

    test('is kept as it was applied: no item of a list of an operator’s kind gets a default', async () => {
      const held = await readAll(cluster, rendering.yaml);
      expect(rendering.objects.flatMap((object) => additionsToLists(object, held.get(nameIn(object))!))).toEqual([]);
    });

    testOwn(
      'comes up: every Deployment Available, every Job complete, and the quota spent to the last mebibyte',
      async () => {
        const { objects, namespace } = rendering;
        await up(namespace);
        const { cpuMillis, memoryMi } = podRequests(
          objects.filter(({ kind }) => restartable.includes(kind) || kind === 'HorizontalPodAutoscaler'),
        );
        await until('the quota counts what runs', async () => {
          const [quota] = await read(cluster, 'resourcequota', 'budget', '-n', namespace);
          const { 'requests.cpu': cpu, 'requests.memory': memory } = quota!.status.used;
          expect({ cpu: millis(cpu), memory: mebibytes(memory) }).toEqual({ cpu: cpuMillis, memory: memoryMi });
          return true;
        });
        const refused = await read(cluster, 'events', '-n', namespace, '--field-selector=reason=FailedCreate');
        expect(refused.map(({ message }) => message)).toEqual([]);
      },
    );

    testOwn('applied again changes nothing', async () => {
      const { namespace, yaml } = rendering;
      await up(namespace);
      const before = await settled(yaml);
      await applied(yaml);
      const after = await readAll(cluster, yaml);
      const different = [...after].filter(([name, object]) => !sameButForStatus(object, before.get(name)!));
      expect(different.map(([name]) => name)).toEqual([]);
    });

    test('gives each ServiceAccount the rights of its Role and no other, and the default one none', async () => {
      const { objects, namespace } = rendering;
      const anybody = await rulesOf(cluster, namespace, 'of-nobody');
      const more: Record<string, unknown> = {};
      for (const account of ['default', ...names(objects, 'ServiceAccount')]) {
        const rules = (await rulesOf(cluster, namespace, account)).filter((rule) => !anybody.includes(rule));
        if (rules.length > 0) more[account] = rules.map((rule) => JSON.parse(rule));
      }
      const own = secretNames(objects);
      const rules = [
        { verbs: ['create'], apiGroups: [''], resources: ['secrets'] },
        { verbs: ['get', 'patch'], apiGroups: [''], resources: ['secrets'], resourceNames: own },
      ];
      const jobs = (of: Workload) => {
        const paths = of.after.map(({ node }) => node.path);
        return objects
          .filter(
            ({ kind, metadata }) => kind === 'Job' && paths.includes(metadata.annotations?.[pathAnnotation] ?? ''),
          )
          .map(({ metadata }) => metadata.name);
      };
      const after = workloads(rendering.platform).filter((workload) => workload.after.length > 0);
      expect(more).toEqual({
        ...(own.length > 0 && { [`${city.name}-secrets`]: rules }),
        ...Object.fromEntries(
          after.map((workload) => [
            nameOf(workload),
            [{ verbs: ['get'], apiGroups: ['batch'], resources: ['jobs'], resourceNames: jobs(workload) }],
          ]),
        ),
      });
    });

    testOwn(
      'mounts a token into no pod but that of the secrets job, and runs none as the default account',
      async () => {
        const pods = await read(cluster, 'pods', '-n', rendering.namespace);
        const holding = pods
          .filter(({ spec }) => spec.volumes?.some(({ name }: { name: string }) => name.startsWith('kube-api-access')))
          .map(({ spec }) => spec.serviceAccountName);
        expect(pods.length).toBeGreaterThan(10);
        expect(holding).toEqual(secretsJobOf(rendering) ? [`${city.name}-secrets`] : []);
        expect(pods.filter(({ spec }) => spec.serviceAccountName === 'default')).toEqual([]);
      },
    );

    test('lets through exactly the paths of its references, as cyclonus reads the policies', async () => {
      const policies = await read(cluster, 'networkpolicies', '-n', rendering.namespace);
      expect(allowed(policies, attempts(rendering)).sort()).toEqual(expectedPaths(city, rendering));
      const note = 'rights and network paths as the API server and an analyser of NetworkPolicies read them';
      for (const { title } of Component.all(rendering.platform)) proof(title, 'kubernetes', 'secured', note);
    });

    test('satisfies kube-score but for the checks that have a reason', () => {
      expect([...scored(rendering.yaml).keys()].filter((check) => !(check in ignored))).toEqual([]);
    });
  });

  testOwn('the largest cities are taken by `kubectl apply` without --server-side too', async () => {
    for (const name of ['izmir', 'istanbul']) {
      const { yaml } = render(await example(name), { adoptNamespace: await cluster.namespace() });
      const { code, stderr } = await cluster.tryKubectl(['apply', '--dry-run=server', '-f', '-'], yaml);
      expect({ code, stderr: stderr.slice(-300) }).toEqual({ code: 0, stderr: '' });
    }
  });

  test('every check of kube-score that is left out finds something somewhere', async () => {
    const found = new Set<string>();
    for (const city of [await example('small-town'), await example('izmir'), pilot('pilot')]) {
      for (const check of scored(render(city).yaml).keys()) found.add(check);
    }
    expect([...found].sort()).toEqual(Object.keys(ignored));
  });

  describeOwn('a platform that changes', () => {
    let before: City;
    let rendering: Rendering;

    beforeAll(async () => {
      before = pilot('changing');
      rendering = render(before, { adoptNamespace: await cluster.namespace() });
      await applied(rendering.yaml);
      await up(rendering.namespace);
    });

    test('rolls out what a changed file belongs to, and nothing else', async () => {
      const { namespace } = rendering;
      const pods = await podsOf(namespace);
      const after = render(pilot('changing', { gateway: { requestsPerSecond: 7 } }), { adoptNamespace: namespace });
      const held = await settled(rendering.yaml);
      await applied(after.yaml);
      const now = await readAll(cluster, after.yaml);
      const differ = [...now].filter(
        ([name, { metadata }]) => generation(metadata) !== generation(held.get(name)!.metadata),
      );
      expect(differ.map(([name]) => name)).toEqual(['Deployment/changing-gateway']);
      expect([...now.keys()].filter((name) => !held.has(name))).toEqual([]);
      await up(namespace);
      await until('the old replica has gone', async () => (await podsOf(namespace)).size === pods.size);
      const replaced = [...(await podsOf(namespace)).values()].filter((pod) => !pods.has(pod.metadata.uid!));
      expect(replaced.map(({ spec }) => spec.serviceAccountName)).toEqual(['changing-gateway']);
      rendering = after;
    });

    test('goes back in one step, as `kubectl rollout undo` would', async () => {
      const back = render(before, { adoptNamespace: rendering.namespace });
      await applied(back.yaml);
      await up(rendering.namespace);
      const sets = await read(cluster, 'replicasets', '-n', rendering.namespace);
      const gateway = sets.filter(({ metadata }) => metadata.name.startsWith('changing-gateway-'));
      // The checksum of the files is the same again, and so the first ReplicaSet is taken up again.
      expect(gateway.map(({ spec }) => spec.replicas).sort()).toEqual([0, 1]);
    });
  });

  describeOwn('a node that is taken away', () => {
    const namespace = 'izmir';
    const cordon = async (verb: 'cordon' | 'uncordon', ...nodes: string[]) => cluster.kubectl(verb, ...nodes);
    const every = ['fake-0', 'fake-1', 'fake-2'];
    const evict = ({ metadata: { name } }: KubernetesObject) =>
      cluster.tryKubectl(
        ['create', '--raw', `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, '-f', '-'],
        JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } }),
      );

    afterAll(() => cordon('uncordon', ...every));

    test('a second replica is not evicted before the first is back', async () => {
      await cluster.kubectl('delete', 'resourcequota', 'budget', '-n', namespace);
      await up(namespace);
      const budgets = names(render(await example('izmir')).objects, 'PodDisruptionBudget');
      expect(budgets.length).toBeGreaterThan(5);
      await cordon('cordon', ...every);
      for (const name of budgets) {
        const [first, second] = await read(
          cluster,
          'pods',
          '-n',
          namespace,
          '-l',
          `app.kubernetes.io/instance=${name}`,
        );
        expect((await evict(first!)).code).toBe(0);
        const refused = await evict(second!);
        expect([name, refused.code]).toEqual([name, 1]);
        expect(refused.stderr).toContain("violate the pod's disruption budget");
      }
      await cordon('uncordon', ...every);
      await up(namespace);
    });

    test('a drain leaves every budget kept and every Deployment Available', async () => {
      const drain = cluster.kubectl('drain', 'fake-0', '--delete-emptydir-data', '--timeout=10m');
      let drained = false;
      void drain.finally(() => {
        drained = true;
      });
      const broken: string[] = [];
      let looks = 0;
      while (!drained) {
        for (const { metadata, status } of await read(cluster, 'pdb', '-n', namespace)) {
          if (status.currentHealthy < status.desiredHealthy) broken.push(metadata.name);
        }
        looks++;
      }
      await drain;
      expect(looks).toBeGreaterThan(0);
      expect(broken).toEqual([]);
      await up(namespace);
      const left = await read(
        cluster,
        'pods',
        '-n',
        namespace,
        '--field-selector=spec.nodeName=fake-0,status.phase=Running',
      );
      expect(left).toEqual([]);
    });
  });

  describe('a namespace that exists, with somebody else’s program in it', () => {
    const theirs = { 'app.kubernetes.io/name': 'theirs' };
    let namespace: string;
    let rendering: Rendering;
    let before: KubernetesObject[];
    const own = () => read(cluster, 'namespaces', namespace);

    beforeAll(async () => {
      namespace = await cluster.namespace();
      const pod = {
        metadata: { labels: theirs },
        spec: {
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name: 'main',
              image: 'registry.example/theirs:1',
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
            },
          ],
        },
      };
      const deployment = {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'theirs', namespace },
        spec: { replicas: 1, selector: { matchLabels: theirs }, template: pod },
      };
      await applied(JSON.stringify(deployment));
      before = await own();
      rendering = render(pilot('guest', { targets: { kubernetes: { namespace, existingNamespace: true } } }));
    });

    test('takes the platform and stays as it is', async () => {
      expect(rendering.namespace).toBe(namespace);
      await applied(rendering.yaml);
      if (cluster.own) await up(namespace);
      expect(await own()).toEqual(before);
    });

    test('lets the other program be reached as before, and not by the platform’s pods', async () => {
      const policies = await read(cluster, 'networkpolicies', '-n', namespace);
      const other = { name: 'theirs', pod: { namespace, labels: theirs }, address: '10.1.1.1' };
      const outside = { name: 'outside', address: '192.0.2.1' };
      const [broker] = peersOf(rendering).filter(({ name }) => name.includes('Broker/Service'));
      const ask = (from: Peer, to: Peer) => ({ from, to, port: 9090 });
      expect(
        allowed(policies, [ask(outside, other), ask(other, outside), ask(other, broker!), ask(broker!, other)]),
      ).toEqual(['outside -> theirs:9090', 'theirs -> outside:9090']);
    });

    testOwn('stays, with the other program, when the platform is taken away', async () => {
      const { code, stderr } = await cluster.tryKubectl(
        ['delete', '-f', '-', '-l', '!citykit/keep', '--wait=true'],
        rendering.yaml,
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(await own()).toEqual(before);
      expect((await read(cluster, 'deployments', '-n', namespace)).map(nameIn)).toEqual(['Deployment/theirs']);
    });
  });

  describe('two platforms of one city in one namespace', () => {
    let namespace: string;
    let north: Rendering;
    let south: Rendering;

    beforeAll(async () => {
      const city = await example('small-town');
      namespace = await cluster.namespace();
      north = render(city, { id: 'north', adoptNamespace: namespace });
      south = render(city, { id: 'south', adoptNamespace: namespace });
    });

    test('share no object and no conflict', async () => {
      await applied(north.yaml);
      await applied(south.yaml);
      const both = [...north.objects, ...south.objects].map(nameIn);
      expect(new Set(both).size).toBe(both.length);
      if (cluster.own) await up(namespace);
    });

    test('do not reach each other', async () => {
      const policies = await read(cluster, 'networkpolicies', '-n', namespace);
      const ports = [80, 443, 5432, 6379, 8080, 8443, 9000, 9090];
      const across = peersOf(north).flatMap((from) =>
        peersOf(south).flatMap((to) =>
          ports.flatMap((port) => [
            { from, to, port },
            { from: to, to: from, port },
          ]),
        ),
      );
      expect(allowed(policies, across)).toEqual([]);
    });

    test('the secrets job makes its Secrets with its own rights, under the right keys and types', async () => {
      const { code, log } = await runSecretsJob(cluster, north);
      expect({ code, log }).toEqual({ code: 0, log: expect.stringContaining('made') });
      const made = await secretsIn(namespace, 'north');
      expect(made.map(({ metadata }) => metadata.name)).toEqual(secretNames(north.objects).sort());
      for (const { metadata, data, type } of made) {
        expect({ name: metadata.name, type, keys: Object.keys(data) }).toEqual({
          name: metadata.name,
          type: 'Opaque',
          keys: ['password'],
        });
        expect(Buffer.from(data.password, 'base64').toString()).toMatch(/^[A-Za-z0-9]{32,}$/);
        expect(log).not.toContain(Buffer.from(data.password, 'base64').toString());
      }
      expect(new Set(made.map(({ data }) => data.password)).size).toBe(made.length);
      expect(made.length).toBeGreaterThan(5);
    });

    test('a second run changes nothing', async () => {
      const before = await secretsIn(namespace, 'north');
      expect((await runSecretsJob(cluster, north)).code).toBe(0);
      expect(await secretsIn(namespace, 'north')).toEqual(before);
    });

    test('a missing key is made and no other value is touched', async () => {
      const [first, ...others] = await secretsIn(namespace, 'north');
      const remove = JSON.stringify([{ op: 'remove', path: '/data/password' }]);
      await cluster.kubectl('patch', 'secret', first!.metadata.name, '-n', namespace, '--type=json', '-p', remove);
      expect((await runSecretsJob(cluster, north)).code).toBe(0);
      const [mended, ...rest] = await secretsIn(namespace, 'north');
      expect(mended!.data.password).toMatch(/^.{40,}$/);
      expect(mended!.data.password).not.toBe(first!.data.password);
      expect(rest).toEqual(others);
    });

    test('neither platform’s job can read the other’s Secrets, nor list any', async () => {
      const account = `system:serviceaccount:${namespace}:south-secrets`;
      const [first] = await secretsIn(namespace, 'north');
      for (const args of [
        ['get', 'secret', first!.metadata.name],
        ['get', 'secrets'],
        ['delete', 'secret', first!.metadata.name],
      ]) {
        const { code, stderr } = await cluster.tryKubectl([...args, '-n', namespace, '--as', account]);
        expect({ args, code, stderr }).toEqual({ args, code: 1, stderr: expect.stringContaining('Forbidden') });
      }
    });

    test('and may do nothing else of all that can be asked', async () => {
      const [first] = await secretsIn(namespace, 'north');
      const asked = ['default', 'north-secrets', 'north-broker'].flatMap((account) =>
        questions(account, [first!.metadata.name, 'of-somebody-else']),
      );
      expect((await granted(cluster, namespace, asked)).map(text)).toEqual([
        'north-secrets: create secrets',
        `north-secrets: get secrets ${first!.metadata.name}`,
        // A right to create cannot be held to a name; what is there already is not created again.
        `north-secrets: create secrets ${first!.metadata.name}`,
        `north-secrets: patch secrets ${first!.metadata.name}`,
        'north-secrets: create secrets of-somebody-else',
      ]);
    });

    testOwn('taking one away leaves its data, its secrets and what guards them, and the other as it is', async () => {
      const other = await podsOf(namespace, 'south');
      const { code, stderr } = await cluster.tryKubectl(
        ['delete', '-f', '-', '-l', '!citykit/keep', '--wait=true'],
        north.yaml,
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      await until('its pods have gone', async () => (await podsOf(namespace, 'north')).size === 0);
      const kinds = 'deploy,sts,rs,job,svc,ing,netpol,sa,role,rolebinding,cm,secret,pvc,hpa,pdb';
      const left = (await read(cluster, kinds, '-n', namespace, '-l', 'app.kubernetes.io/part-of=north')).map(nameIn);
      expect(left.sort()).toEqual([
        'NetworkPolicy/north-default-deny',
        'PersistentVolumeClaim/data-north-database-0',
        'PersistentVolumeClaim/north-portal-files',
        'PersistentVolumeClaim/north-portal-index',
        ...secretNames(north.objects)
          .map((name) => `Secret/${name}`)
          .sort(),
      ]);
      expect([...(await podsOf(namespace, 'south')).keys()]).toEqual([...other.keys()]);
    });

    testOwn('brought back it finds its volumes and its secrets', async () => {
      const claims = await read(cluster, 'pvc', '-n', namespace, '-l', 'app.kubernetes.io/part-of=north');
      const secrets = await secretsIn(namespace, 'north');
      await applied(north.yaml);
      await up(namespace);
      expect((await runSecretsJob(cluster, north)).code).toBe(0);
      expect(await secretsIn(namespace, 'north')).toEqual(secrets);
      const bound = await read(cluster, 'pvc', '-n', namespace, '-l', 'app.kubernetes.io/part-of=north');
      expect(bound.map(({ metadata, spec }) => [metadata.uid, spec.volumeName])).toEqual(
        claims.map(({ metadata, spec }) => [metadata.uid, spec.volumeName]),
      );
    });
  });

  describeOwn('a component that left the spec', () => {
    test('is found by the lines of the guide, which take it away and nothing else', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'citykit-left-'));
      try {
        const { namespace, yaml, objects } = render(exampleCity('izmir', { openData: [] }));
        mkdirSync(join(folder, 'out/izmir/kubernetes'), { recursive: true });
        writeFileSync(join(folder, 'out/izmir/kubernetes/izmir.k8s.yaml'), yaml);
        const guide = readFileSync(join(__dirname, '../../docs/guide/days-after.md'), 'utf8');
        const shell = /## What left the spec\n.*?```sh cluster\n(.*?)```.*?`(xargs [^`]*)`/s
          .exec(guide)!
          .slice(1)
          .join('');
        symlinkSync(cluster.program, join(folder, 'kubectl'));
        const env = { ...process.env, KUBECONFIG: cluster.kubeconfig, PATH: `${folder}:${process.env.PATH}` };
        await applied(render(exampleCity('izmir')).yaml);
        await applied(yaml);
        const before = await here(namespace);
        await promisify(execFile)('bash', ['-euc', shell], { cwd: folder, env });
        const after = await here(namespace);
        const gone = before.filter((name) => !after.includes(name));
        expect(gone).toEqual(expect.arrayContaining(['Deployment/izmir-publisher', 'ServiceAccount/izmir-publisher']));
        expect(gone.filter((name) => !name.includes('publisher'))).toEqual([]);
        expect(objects.map(nameIn).filter((name) => gone.includes(name))).toEqual([]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    });

    const here = async (namespace: string) =>
      (await read(cluster, 'deploy,sts,cronjob,svc,ing,netpol,sa,role,rolebinding,hpa,pdb,pvc,secret', '-n', namespace))
        .map(nameIn)
        .sort();
  });

  describeOwn('a city that is taken away', () => {
    test('keeps its database, its messages and what guards them', async () => {
      const { namespace, yaml, objects } = render(await example('izmir'));
      const { code, stderr } = await cluster.tryKubectl(['delete', '-f', '-', '-l', '!citykit/keep'], yaml);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const kinds = [
        'Namespace',
        'Cluster',
        'ObjectStore',
        'ScheduledBackup',
        'Kafka',
        'KafkaNodePool',
        'PersistentVolumeClaim',
      ];
      const kept = objects.filter(({ kind }) => kinds.includes(kind)).map(nameIn);
      const guards = ['default-deny', 'database', 'event-bus'].map((name) => `NetworkPolicy/${namespace}-${name}`);
      const left = await cluster.tryKubectl(['get', '--ignore-not-found', '-o', 'json', '-f', '-'], yaml);
      const found = (JSON.parse(left.stdout).items as KubernetesObject[]).map(nameIn);
      expect(found.sort()).toEqual([...kept, ...guards].sort());
    });
  });

  async function podsOf(namespace: string, platform?: string): Promise<Map<string, KubernetesObject>> {
    const label = platform ? ['-l', `app.kubernetes.io/part-of=${platform}`] : [];
    const pods = await read(cluster, 'pods', '-n', namespace, ...label);
    return new Map(pods.filter(({ status }) => status.phase !== 'Succeeded').map((pod) => [pod.metadata.uid!, pod]));
  }

  async function secretsIn(namespace: string, platform: string): Promise<KubernetesObject[]> {
    return read(cluster, 'secrets', '-n', namespace, '-l', `app.kubernetes.io/part-of=${platform}`);
  }

  /** The objects once nothing writes to them any more. */
  async function settled(yaml: string): Promise<Map<string, KubernetesObject>> {
    let last = await readAll(cluster, yaml);
    await until('nothing writes any more', async () => {
      const before = JSON.stringify([...last]);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      last = await readAll(cluster, yaml);
      return JSON.stringify([...last]) === before;
    });
    return last;
  }
});

/**
 * Whether both are the same, whatever a controller has written into the status meanwhile: that counts as a version too, and
 * stands among the managed fields with its time.
 */
function sameButForStatus(one: KubernetesObject, other: KubernetesObject): boolean {
  const ofStatus = ({ metadata, status }: KubernetesObject) =>
    JSON.stringify([status, metadata.managedFields?.filter(({ subresource }) => subresource === 'status')]);
  const sameStatus = ofStatus(one) === ofStatus(other);
  const rest = ({ status, metadata: { resourceVersion, managedFields, ...metadata }, ...object }: KubernetesObject) =>
    JSON.stringify([
      object,
      metadata,
      managedFields?.filter(({ subresource }) => subresource !== 'status'),
      sameStatus && resourceVersion,
    ]);
  return rest(one) === rest(other);
}

function names(objects: readonly KubernetesObject[], wanted: string): string[] {
  return objects.filter(({ kind }) => kind === wanted).map(({ metadata }) => metadata.name);
}

/** Names of the Secrets that the secrets job of these objects makes. */
function secretNames(objects: readonly KubernetesObject[]): string[] {
  const job = secretsJobOf({ objects } as Rendering);
  if (!job) return [];
  const [{ env }] = job.spec.template.spec.containers;
  const { value } = env.find(({ name }: { name: string }) => name === 'SECRETS');
  return (JSON.parse(value) as { name: string }[]).map(({ name }) => name);
}

function generation(metadata: KubernetesObject['metadata']): unknown {
  return (metadata as { generation?: number }).generation;
}

function millis(quantity: string): number {
  return quantity.endsWith('m') ? Number(quantity.slice(0, -1)) : Number(quantity) * 1000;
}

function mebibytes(quantity: string): number {
  const [, number, unit] = /^(\d+)(Ki|Mi|Gi)?$/.exec(quantity)!;
  return Number(number) * { Ki: 1 / 1024, Mi: 1, Gi: 1024 }[unit as 'Mi'];
}
