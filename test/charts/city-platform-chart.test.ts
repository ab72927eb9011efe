import { App, Chart } from 'cdk8s';
import { CityPlatformChart } from '../../charts/city-platform-chart';
import { synthKubernetes } from '../../charts/synth';
import { loadSpec } from '../../cli/load-spec';
import type { City } from '../../constructs/spec/city';
import { masked } from '../support/manifests';

async function example(name: string): Promise<City> {
  const spec = await loadSpec(`examples/${name}/city.yaml`);
  if (spec.kind !== 'city') throw new Error(`${name} is no city`);
  return spec.city;
}

test.each(['small-town', 'izmir', 'istanbul'])('%s becomes these objects', async (name) => {
  const { objects, findings } = synthKubernetes(await example(name));
  expect(findings).toEqual([]);
  expect(masked(objects)).toMatchSnapshot();
});

test('the chart lives in somebody else’s app beside other charts', async () => {
  const app = new App();
  new Chart(app, 'other');
  const chart = new CityPlatformChart(app, 'town', { city: await example('small-town') });
  expect(app.charts.map((one) => one.node.id)).toEqual(['other', 'town']);
  expect(chart.toJson().length).toBeGreaterThan(50);
});

test('two platforms in one cluster share no name', async () => {
  const app = new App();
  const city = await example('small-town');
  const names = ['north', 'south'].map((id) =>
    new CityPlatformChart(app, id, { city })
      .toJson()
      .filter((object) => object.kind !== 'Namespace')
      .map((object) => `${object.kind}/${object.metadata.name}`),
  );
  expect(names[0]!.filter((name) => names[1]!.includes(name))).toEqual([]);
});

test('a platform is changed through its constructs before it is rendered', async () => {
  const chart = new CityPlatformChart(new App(), 'town', {
    city: await example('small-town'),
    customize: (platform) => platform.broker.service.addEnv('QUARKUS_LOG_LEVEL', 'DEBUG'),
  });
  const broker = chart
    .toJson()
    .find((object) => object.kind === 'Deployment' && object.metadata.name === 'town-broker');
  expect(broker.spec.template.spec.containers[0].env).toContainEqual({ name: 'QUARKUS_LOG_LEVEL', value: 'DEBUG' });
});

test('an object is changed through the escape hatch after it is rendered', async () => {
  const chart = new CityPlatformChart(new App(), 'town', { city: await example('small-town') });
  const deployment = chart.platform.broker.service.node.defaultChild as unknown as {
    addJsonPatch(patch: object): void;
  };
  expect(deployment).toHaveProperty('addJsonPatch');
});

test('a city that cannot be had on Kubernetes is refused with what its section lacks', () => {
  const city = {
    name: 'izmir',
    country: 'TR',
    population: 4_500_000,
    domain: 'izmir.example',
    contact: { email: 'it@izmir.example' },
    profile: 'city' as const,
  };
  expect(() => new CityPlatformChart(new App(), 'izmir', { city })).toThrow('targets.kubernetes.objectStore');
});
