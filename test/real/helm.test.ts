import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { kustomization, kustomizationFile } from '../../charts/gitops';
import { type HelmChart, helmChart } from '../../charts/helm';
import { keepLabel } from '../../charts/metadata';
import { example, type KubernetesObject, type Rendering, render } from './cluster/platforms';
import { offerStorage } from './cluster/storage';
import { environment } from './support/environment';
import { type Cluster, startKubernetes } from './support/kubernetes';
import { describePart } from './support/skip';

const program = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  ...['citykit', 'parts', 'helm', 'bin', 'helm'],
);

interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const named = (objects: readonly KubernetesObject[]) =>
  Object.fromEntries(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object]));
const read = (yaml: string) =>
  parseAllDocuments(yaml)
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((object) => object !== null);

describePart(['helm', 'kubernetes', 'crds'], 'The same platform by other ways', () => {
  let cluster: Cluster;
  const folder = mkdtempSync(join(tmpdir(), 'citykit-helm-'));
  beforeAll(async () => {
    cluster = await startKubernetes({ kwok: true });
    await cluster.installCrds();
    if (cluster.own) await offerStorage(cluster);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await cluster.stop();
  });

  function helm(...args: string[]): Answer {
    const env = environment({ KUBECONFIG: cluster.kubeconfig, HELM_CACHE_HOME: folder, HELM_CONFIG_HOME: folder });
    const { status, stdout, stderr } = spawnSync(program, args, { env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    return { code: status, stdout, stderr };
  }

  function succeed({ code, stderr }: Answer): void {
    if (code !== 0) throw new Error(`helm ended with ${code}: ${stderr.slice(-3000)}`);
  }

  describe.each(['small-town', 'izmir', 'istanbul'])('%s', (name) => {
    let rendering: Rendering;
    let chart: HelmChart;
    const at = join(folder, name);
    beforeAll(async () => {
      const city = await example(name);
      rendering = render(city);
      const { namespace } = city.targets.kubernetes;
      chart = helmChart(rendering.objects, { name, description: name, namespace, version: '1.0.0' });
      for (const [path, text] of chart.files) {
        mkdirSync(dirname(join(at, path)), { recursive: true });
        writeFileSync(join(at, path), text);
      }
    });
    const templated = (...args: string[]) => helm('template', name, at, '--namespace', rendering.namespace, ...args);

    test('Helm finds nothing wrong with the chart', () => {
      succeed(helm('lint', at, '--strict', '--namespace', rendering.namespace));
    });

    test('Helm refuses a cluster that is too old, and takes those of clouds, which name their own builds', () => {
      for (const version of ['v1.30.0', 'v1.33.4-eks-1234567', 'v1.34.1-gke.100'])
        succeed(templated('--kube-version', version));
      const { code, stderr } = templated('--kube-version', 'v1.29.9-eks-1234567');
      expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('requires kubeVersion') });
    });

    test('Helm makes exactly the objects of the chart, with values as they are', () => {
      const expected = named(rendering.objects.filter(({ kind }) => !['ConfigMap', 'Namespace'].includes(kind)));
      expect(named(read(templated().stdout))).toEqual(expected);
    });

    test('Kustomize makes exactly the objects of the folder', async () => {
      const base = join(at, 'base');
      mkdirSync(base, { recursive: true });
      writeFileSync(join(base, 'platform.yaml'), rendering.yaml);
      writeFileSync(join(base, kustomizationFile), kustomization(['platform.yaml']));
      expect(named(read(await cluster.kubectl('kustomize', base)))).toEqual(named(rendering.objects));
    });

    test('a value reaches every place it is for, and Jobs are then others', () => {
      const images = Object.entries(chart.values.images);
      const elsewhere = images.flatMap(([image, from]) => [
        '--set',
        `images.${image}=${from.replace(/^[^/]+/, 'mirror.example')}`,
      ]);
      const [, ...rest] = [...new Set(read(templated().stdout).map(({ kind }) => kind))];
      expect(rest).not.toHaveLength(0);
      const text = templated(...elsewhere, '--set', 'imagePullSecrets[0].name=registry').stdout;
      for (const [, from] of images) expect(text.includes(`image: ${from}`)).toBe(false);
      const jobs = (yaml: string) =>
        read(yaml)
          .filter(({ kind }) => kind === 'Job')
          .map(({ metadata }) => metadata.name);
      const [before, after] = [jobs(templated().stdout), jobs(text)];
      expect(after).toHaveLength(before.length);
      for (const job of before) expect(after).not.toContain(job);
      // Whoever waits for a Job waits for it under its new name.
      const objects = text.replace(/^# Source: .*$/gm, '');
      const old = before.filter((job) => new RegExp(`${job}(?!-[0-9a-f]{6})`).test(objects));
      expect(old).toEqual([]);
    });

    test('Helm refuses a value that is wrong, and another namespace', () => {
      expect(templated('--set', 'replicas=3').stderr).toContain("additional properties 'replicas' not allowed");
      expect(helm('template', name, at, '--namespace', 'elsewhere').stderr).toContain(
        `helm --namespace ${rendering.namespace}`,
      );
    });

    test('it is installed, upgraded and uninstalled, and what holds data stays', async () => {
      const { namespace } = rendering;
      const { code, stderr } = await cluster.tryKubectl(['create', '-f', '-'], chart.namespace);
      expect([code, stderr]).toEqual([0, '']);
      expect((await cluster.apply(chart.configMaps)).stderr).toBe('');
      succeed(helm('install', name, at, '--namespace', namespace));
      const there = async () => {
        const kinds = [...new Set(rendering.objects.map(({ kind, apiVersion }) => pluralOf(kind, apiVersion)))];
        const list = await cluster.kubectl(
          'get',
          kinds.join(','),
          '-n',
          namespace,
          '-l',
          `app.kubernetes.io/part-of=${name}`,
          '-o',
          'json',
        );
        const items = JSON.parse(list).items as KubernetesObject[];
        // Helm calls itself the manager of what it installs; what controllers made is theirs.
        return Object.keys(named(items)).filter((key) => key in named(rendering.objects));
      };
      const expected = Object.keys(named(rendering.objects)).filter((key) => !key.startsWith('Namespace '));
      expect(await there()).toEqual(expect.arrayContaining(expected));
      expect(
        helm('upgrade', name, at, '--namespace', namespace, '--set', 'imagePullSecrets[0].name=registry'),
      ).toMatchObject({ code: 0 });
      succeed(helm('uninstall', name, '--namespace', namespace, '--wait'));
      const kept = Object.entries(named(rendering.objects)).filter(
        ([, { metadata }]) => metadata.labels?.[keepLabel] === 'true',
      );
      const left = (await there()).filter((key) => !/^(Namespace|ConfigMap) /.test(key));
      expect(left.sort()).toEqual(
        kept
          .map(([key]) => key)
          .filter((key) => !key.startsWith('Namespace '))
          .sort(),
      );
    });
  });
});

/** The name by which the API server lists a kind, group included where it has one. */
function pluralOf(kind: string, apiVersion: string): string {
  const [group = '', version] = apiVersion.split('/');
  const plural = kind
    .toLowerCase()
    .replace(/y$/, 'ie')
    .replace(/(s|x)$/, '$1e');
  return `${plural}s${version === undefined ? '' : `.${version}.${group}`}`;
}
