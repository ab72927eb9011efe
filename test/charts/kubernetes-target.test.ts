import { App, Chart, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import { CityPlatformChart } from '../../charts/city-platform-chart';
import { KubernetesTarget } from '../../charts/kubernetes-target';
import { renderToKubernetes } from '../../charts/render-to-kubernetes';
import { Cache, PostgresDatabase } from '../../constructs/waist/primitives';
import { smallest } from '../spec/city-helpers';
import { newChart, postgres, Rendered, service, size } from './support';

/** What a team might take from us into a chart of its own. */
class Part extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const cache = new Cache(this, 'Cache', { size });
    const database = new PostgresDatabase(this, 'Data', { server: postgres(this), name: 'data' });
    service(this, 'Service', { env: { CACHE: cache.url, HOST: database.host, PASSWORD: database.password } });
  }
}

describe('rendering for Kubernetes', () => {
  test('gives the same bytes each time', () => {
    const render = () => {
      const chart = newChart();
      new Part(chart, 'Part');
      return Yaml.stringify(...new Rendered(chart).objects);
    };
    expect(render()).toBe(render());
  });

  test('works for one part in a chart of somebody else, and leaves what is there alone', () => {
    const chart = new Chart(new App(), 'theirs', { namespace: 'their-namespace', labels: { theirs: 'yes' } });
    service(chart, 'NotRendered');
    renderToKubernetes(new Part(chart, 'Part'));
    const names = chart.toJson().map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(names).toContain('Deployment/theirs-part');
    expect(names).toContain('Deployment/theirs-part-cache');
    expect(names).toContain('NetworkPolicy/theirs-part-default-deny');
    expect(names.filter((name) => name.includes('not-rendered'))).toEqual([]);
    for (const { metadata } of chart.toJson()) {
      expect(metadata.namespace).toBe('their-namespace');
      expect(metadata.labels).toMatchObject({ theirs: 'yes', 'app.kubernetes.io/part-of': 'theirs-part' });
    }
  });

  test('works for two parts of one chart, which share nothing', () => {
    const chart = newChart();
    renderToKubernetes(new Part(chart, 'One'));
    renderToKubernetes(new Part(chart, 'Two'));
    const names = chart.toJson().map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining(['NetworkPolicy/city-one-default-deny', 'NetworkPolicy/city-two-default-deny']),
    );
  });

  test('refuses what comes after it, which nothing would render', () => {
    const part = new Part(newChart(), 'Part');
    renderToKubernetes(part);
    expect(() => service(part, 'Late')).toThrow(
      'city/Part/Late: a Service is added after the platform was rendered. Add it before: to a whole city in its option customize.',
    );
    const { platform } = new CityPlatformChart(new App(), 'izmir', { city: smallest });
    expect(() => service(platform, 'Mine')).toThrow('izmir/Platform/Mine: a Service is added after');
  });

  test('refuses a reference to what another tree makes, whose names and rights are not its own', () => {
    const app = new App();
    const { platform } = new CityPlatformChart(app, 'izmir', { city: smallest });
    const own = new Chart(app, 'own', { namespace: 'own' });
    service(own, 'Service', { env: { URL: platform.broker.service.endpoint().url('/x') } });
    expect(() => renderToKubernetes(own)).toThrow(
      /^izmir\/Platform\/\S+ belongs to 'izmir\/Platform', which is rendered by itself: make both in one tree/,
    );
  });

  test('names the platform after the scope, or as told', () => {
    const chart = newChart();
    expect(new KubernetesTarget(chart).platform).toBe('city');
    expect(new KubernetesTarget(chart, { platform: 'izmir' }).platform).toBe('izmir');
  });

  test('makes the namespace when asked to, before anything in it, with Pod Security restricted enforced', () => {
    const chart = new Chart(new App(), 'city', { namespace: 'platform' });
    new Part(chart, 'Part');
    const [namespace, ...others] = new Rendered(chart, { namespace: 'platform', createNamespace: true }).objects;
    expect(namespace).toMatchObject({ apiVersion: 'v1', kind: 'Namespace' });
    expect(namespace.metadata.name).toBe('platform');
    expect(namespace.metadata.namespace).toBeUndefined();
    expect(namespace.metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/enforce-version': 'latest',
      'pod-security.kubernetes.io/warn': 'restricted',
      'pod-security.kubernetes.io/audit': 'restricted',
    });
    expect(others.map(({ metadata }) => metadata.namespace)).toEqual(others.map(() => 'platform'));
  });

  test('cannot make a namespace without a name', () => {
    expect(() => new KubernetesTarget(newChart(), { createNamespace: true })).toThrow(
      'createNamespace needs a namespace',
    );
  });

  test('refuses ids of which Kubernetes would make one name', () => {
    const chart = newChart();
    service(chart, 'OpenData');
    service(chart, 'open-data');
    expect(() => new Rendered(chart)).toThrow(
      'city/OpenData and city/open-data are both called city-open-data: change one id',
    );
  });

  test('holds no secret value and no default password', () => {
    const chart = newChart();
    new Part(chart, 'Part');
    const rendered = new Rendered(chart, { postgres: { kind: 'statefulset' } });
    expect(rendered.all('Secret')).toEqual([]);
    const variables = rendered.objects
      .flatMap((object) => [object.spec?.template?.spec].filter(Boolean))
      .flatMap(({ containers, initContainers = [] }) => [...containers, ...initContainers])
      .flatMap(({ env = [] }) => env)
      .filter(({ name }: { name: string }) => /PASS|SECRET_/.test(name));
    expect(variables.length).toBeGreaterThan(4);
    for (const variable of variables)
      expect(variable).toEqual({ name: variable.name, valueFrom: { secretKeyRef: expect.anything() } });
  });
});
