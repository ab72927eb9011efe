import { apiextensions } from '@pulumi/kubernetes';
import type { PulumiFn } from '@pulumi/pulumi/automation';
import { keepLabel } from '../../charts/metadata';
import { type City, type CityInput, parseCity } from '../../constructs/spec/city';
import { Component } from '../../constructs/waist/component';
import { Secret } from '../../constructs/waist/primitives';
import { CityPlatformComponent } from '../../pulumi';
import { example, type KubernetesObject, type Rendering, render } from './cluster/platforms';
import { nameIn, read, readAll } from './cluster/read';
import { runSecretsJob } from './cluster/secrets-job';
import { offerStorage } from './cluster/storage';
import { createEngine, type Engine } from './pulumi/engine';
import { runIngressController } from './pulumi/ingress-controller';
import { needsOf } from './pulumi/needs';
import { begun, changes, type Step, tooEarly } from './pulumi/steps';
import { type Cluster, startKubernetes } from './support/kubernetes';
import { proof } from './support/proof';
import { describePart } from './support/skip';

/** The one thing that a program adds: Pulumi would wait for ever for a claim that waits for its first pod. */
const skipAwait = 'pulumi.com/skipAwait';

const usersCluster = process.env.KUBECONFIG !== undefined;

function describeOwn(title: string, tests: () => void): void {
  if (usersCluster) describe.skip(`${title} (not on a cluster that KUBECONFIG names: needs fake nodes)`, tests);
  else describePart(['kubernetes', 'crds', 'pulumi'], title, tests);
}

describeOwn('a city as a Pulumi program on a real engine and a real Kubernetes', () => {
  let cluster: Cluster;
  let engine: Engine;
  let controller: ReturnType<typeof runIngressController>;
  let city: City;
  let changed: City;
  let rendering: Rendering;

  /** The program of a user, with every secret of the platform among its outputs. */
  const program =
    (of: City): PulumiFn =>
    async () => {
      const platform = new CityPlatformComponent(of.name, { city: of });
      const values = secretsOf(platform.platform).map((secret) => [secret.node.path, platform.secretValue(secret)]);
      return { apiUrl: platform.apiUrl, ...Object.fromEntries(values) };
    };

  /** The same without the secrets, whose Job does nothing on fake nodes: a test runs it afterwards. */
  const withoutSecrets =
    (of: City): PulumiFn =>
    async () => {
      new CityPlatformComponent(of.name, { city: of });
    };

  const live = async () => readAll(cluster, rendering.yaml);
  const made = () => read(cluster, 'secrets', '-n', rendering.namespace);
  const values = (secrets: readonly KubernetesObject[]) =>
    secrets.flatMap(({ data }) => Object.values(data as Record<string, string>)).map(decoded);

  beforeAll(async () => {
    city = await example('izmir');
    rendering = render(city);
    changed = parseCity({
      ...inputOf(city),
      dataModels: [...city.dataModels, 'Streetlight'],
      gateway: { ...city.gateway, requestsPerSecond: city.gateway.requestsPerSecond + 1 },
    });
    cluster = await startKubernetes({ kwok: true });
    await cluster.installCrds();
    await offerStorage(cluster);
    controller = runIngressController(cluster);
    engine = await createEngine(cluster);
  });

  afterAll(async () => {
    await controller?.stop();
    engine?.remove();
    await cluster?.stop();
  });

  test('a preview shows the objects of the chart, each as it is rendered, and creates none', async () => {
    const ran = await engine.run('preview', program(city));
    const shown = begun(ran);
    expect(new Set(shown.map(({ op }) => op))).toEqual(new Set(['create']));
    expect(byName(shown.map(({ inputs }) => inputs))).toEqual(byName(rendering.objects.map(asPulumi)));
    expect(await read(cluster, 'namespace', rendering.namespace)).toEqual([]);
    expect(await engine.resources()).toEqual([]);
  });

  test('what the API server refuses, the preview refuses with its words', async () => {
    const misspelt: PulumiFn = async () => {
      const metadata = { name: 'misspelt', namespace: 'default' };
      new apiextensions.CustomResource('misspelt', { apiVersion: 'v1', kind: 'ConfigMap', metadata, dataa: {} });
    };
    await expect(engine.run('preview', misspelt)).rejects.toThrow('.dataa: field not declared in schema');
  });

  test('up creates them all, each once what its pod names is there and what it waits for is ready', async () => {
    const ran = await engine.run('up', withoutSecrets(city));
    expect(changes(ran)).toEqual(rendering.objects.map((object) => `create ${nameIn(object)}`).sort());
    const needs = ({ inputs }: Step) => needsOf(inputs, rendering.objects);
    expect(begun(ran).flatMap(needs)).toEqual(
      expect.arrayContaining(['Cluster/izmir-database', 'Deployment/izmir-identity']),
    );
    expect(tooEarly(ran, needs)).toEqual([]);
    for (const { kind, metadata, status } of (await live()).values()) {
      if (kind !== 'Deployment') continue;
      const available = status.conditions.find(({ type }: { type: string }) => type === 'Available');
      expect({ name: metadata.name, available: available.status }).toEqual({ name: metadata.name, available: 'True' });
    }
    for (const title of [...Component.all(rendering.platform).map((component) => component.title), 'Database']) {
      proof(title, 'pulumi', 'schema');
      proof(title, 'pulumi', 'accepted');
      const note =
        'the objects are those of the chart, field by field, so that the row of kubernetes holds for them too';
      const shown = [
        'started',
        'probed',
        'secured',
        'faulted',
        'restarted',
        'upgraded',
        'rotated',
        'restored',
      ] as const;
      for (const aspect of shown) proof(title, 'pulumi', aspect, note, 'n/a');
    }
  });

  test('a second up changes nothing, after a look at the cluster too', async () => {
    const before = await live();
    await engine.run('refresh', withoutSecrets(city));
    expect(changes(await engine.run('up', withoutSecrets(city)))).toEqual([]);
    expect(generations(await live())).toEqual(generations(before));
  });

  test('secrets that are read are outputs marked secret, and stand in no state and in nothing that is said', async () => {
    const { code, log } = await runSecretsJob(cluster, rendering);
    expect({ code, log }).toEqual({ code: 0, log: expect.any(String) });
    const secrets = await made();
    const ran = await engine.run('up', program(city));
    const { apiUrl, ...outputs } = ran.outputs;
    expect(apiUrl?.secret).toBe(false);
    const asked = secretsOf(rendering.platform).map(({ node }) => node.path);
    expect(Object.keys(outputs).sort()).toEqual(asked.sort());
    expect(new Set(Object.values(outputs).map(({ secret }) => secret))).toEqual(new Set([true]));
    const read = Object.values(outputs).map(({ value }) => value as string);
    expect(values(secrets)).toEqual(expect.arrayContaining(read));
    // What Pulumi's SDK says of itself for debugging holds what was read; only who runs the program is told.
    const events = ran.events.filter(({ diagnosticEvent }) => diagnosticEvent?.prefix !== 'debug: ');
    const seen = { state: engine.state(), said: ran.said, events: JSON.stringify(events) };
    expect(seen.state).toContain('izmir-portal-admin-password-read');
    const shown = Object.entries(seen).flatMap(([where, text]) =>
      read.filter((value) => text.includes(value) || text.includes(encoded(value))).map(() => where),
    );
    expect(shown).toEqual([]);
  });

  test('a changed city changes what differs in its chart, and no volume and no secret', async () => {
    const before = await live();
    const secrets = await made();
    const ran = await engine.run('up', program(changed));
    const differing = differences(rendering, render(changed));
    expect(differing.map((name) => name.split('/')[0])).toEqual(
      expect.arrayContaining(['Deployment', 'ConfigMap', 'Job']),
    );
    expect(new Set(changes(ran).map((change) => change.split(' ')[1]))).toEqual(new Set(differing));
    const replaced = changes(ran).flatMap((change) => /^(?:create-)?replace\w* (.+)/.exec(change)?.[1] ?? []);
    expect(replaced.filter((name) => !name.startsWith('ConfigMap/'))).toEqual([]);
    rendering = render(changed);
    const after = await live();
    const kept = [...before].filter(([, { metadata }]) => metadata.labels?.[keepLabel] === 'true');
    expect(kept.map(([name]) => after.get(name)?.metadata.uid)).toEqual(kept.map(([, { metadata }]) => metadata.uid));
    expect(await made()).toEqual(secrets);
  });

  test('destroy takes everything away but what is marked to be kept, and the secrets', async () => {
    const before = await live();
    const secrets = await made();
    await engine.run('destroy', program(changed));
    expect(await engine.resources()).toEqual([]);
    const kept = rendering.objects.filter(({ metadata }) => metadata.labels?.[keepLabel] === 'true').map(nameIn);
    const kinds = [...new Set(rendering.objects.map(({ kind, apiVersion }) => qualified(kind, apiVersion)))];
    const left = await read(cluster, kinds.join(','), '-A', '-l', 'app.kubernetes.io/managed-by=citykit');
    expect(left.map(nameIn).sort()).toEqual([...kept].sort());
    expect(left.map(({ metadata }) => metadata.uid).sort()).toEqual(
      kept.map((name) => before.get(name)?.metadata.uid).sort(),
    );
    expect(await made()).toEqual(secrets);
  });

  test('up over what was kept is refused until the provider may take it up, with the fields that changed since', async () => {
    const before = await read(cluster, 'pvc', '-n', rendering.namespace);
    const secrets = await made();
    await expect(engine.run('up', program(changed))).rejects.toThrow(/already exists/);
    const later = parseCity({ ...inputOf(changed), backups: { retentionDays: 31 } });
    expect(differences(rendering, render(later))).toEqual([
      'ObjectStore/izmir-database',
      'CronJob/izmir-portal-files-backup',
    ]);
    await engine.set('kubernetes:upsertExistingObjects', 'true');
    await expect(engine.run('up', program(later))).rejects.toThrow(/conflict with "pulumi-kubernetes-/);
    await engine.set('kubernetes:enablePatchForce', 'true');
    await engine.run('up', program(later));
    rendering = render(later);
    const uids = (objects: readonly KubernetesObject[]) => objects.map(({ metadata }) => metadata.uid);
    expect(uids(await read(cluster, 'pvc', '-n', rendering.namespace))).toEqual(uids(before));
    expect(await made()).toEqual(secrets);
  });

  test('going back to the old city replaces nothing where the provider may change ConfigMaps', async () => {
    await engine.set('kubernetes:enableConfigMapMutable', 'true');
    const ran = await engine.run('up', program(city));
    const differing = differences(rendering, render(city));
    expect(new Set(changes(ran).map((change) => change.split(' ')[1]))).toEqual(new Set(differing));
    expect(new Set(changes(ran).map((change) => change.split(' ')[0]))).toEqual(
      new Set(['create', 'delete', 'update']),
    );
  });
});

/** A city as a spec that says everything, for the one target that is deployed to. */
function inputOf({ targets: { kubernetes }, ...city }: City): CityInput {
  return { ...city, targets: { kubernetes } } as unknown as CityInput;
}

function secretsOf(platform: Rendering['platform']): Secret[] {
  return platform.node.findAll().filter((construct): construct is Secret => construct instanceof Secret);
}

/** An object of the chart as the component gives it to Pulumi. */
function asPulumi(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'PersistentVolumeClaim') return object;
  const annotations = { ...object.metadata.annotations, [skipAwait]: 'true' };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

function byName(objects: readonly KubernetesObject[]): Map<string, KubernetesObject> {
  return new Map(objects.map((object) => [nameIn(object), object]));
}

/** The objects that are in one of two renderings only, or not the same in both. */
function differences(before: Rendering, after: Rendering): string[] {
  const [old, now] = [byName(before.objects), byName(after.objects)];
  const names = [...new Set([...old.keys(), ...now.keys()])];
  return names.filter((name) => JSON.stringify(old.get(name)) !== JSON.stringify(now.get(name)));
}

/** What counts up when an object is changed, of all that no autoscaler changes. */
function generations(objects: ReadonlyMap<string, KubernetesObject>): unknown[] {
  const scaled = [...objects.values()].map(({ spec }) => `Deployment/${spec?.scaleTargetRef?.name}`);
  return [...objects]
    .filter(([name]) => !scaled.includes(name))
    .map(([name, { metadata }]) => [name, metadata.uid, (metadata as { generation?: number }).generation]);
}

/** As kubectl takes a kind of any group: `Cluster.v1.postgresql.cnpg.io`. */
function qualified(kind: string, apiVersion: string): string {
  const [group, version] = apiVersion.split('/');
  return version === undefined ? kind : `${kind}.${version}.${group}`;
}

function decoded(value: string): string {
  return Buffer.from(value, 'base64').toString();
}

function encoded(value: string): string {
  return Buffer.from(value).toString('base64');
}
