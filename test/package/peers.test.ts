import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Consumer } from './support/consumer';

const { peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly peerDependencies: Readonly<Record<string, string>>;
};

/** The lowest version that a range such as `^2.69.0` lets in. */
const lowest = Object.entries(peerDependencies).map(([name, range]) => `${name}@${range.replace('^', '')}`);
/** What npm takes by itself: the newest that this version of Node can run. */
const newest = Object.entries(peerDependencies).map(([name, range]) => `${name}@${range}`);

const objectsIn = (yaml: string) => parseAllDocuments(yaml).map((document) => document.toJS());

test('every range has a lowest version and stays within a major', () => {
  for (const range of Object.values(peerDependencies)) expect(range).toMatch(/^\^\d+\.\d+\.\d+$/);
});

/** One program for every entry point, as an app has them beside each other. */
const program = `
  const { loadSpec } = require('citykit');
  const { App, Yaml } = require('cdk8s');
  const { CityPlatformChart, checkManifests } = require('citykit/charts');
  const aws = require('aws-cdk-lib');
  const { addAwsGates, CityPlatformStack } = require('citykit/stacks');
  const pulumi = require('@pulumi/pulumi');
  const resources = [];
  pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => (resources.push(type), { id: name, state: inputs }),
    call: ({ inputs }) => inputs,
  });
  const { CityPlatformComponent } = require('citykit/pulumi');
  loadSpec('city.yaml').then(({ city }) => {
    const objects = new CityPlatformChart(new App(), 'izmir', { city }).toJson();
    const app = new aws.App({ outdir: 'cdk.out' });
    addAwsGates(app);
    const stack = new CityPlatformStack(app, 'izmir', { city });
    app.synth();
    new CityPlatformComponent('izmir', { city });
    process.on('exit', () => require('node:fs').writeFileSync('made.json', JSON.stringify({
      findings: checkManifests(objects),
      yaml: Yaml.stringify(...objects),
      region: stack.region,
      resources: resources.length - objects.length,
    })));
  });`;

describe.each([
  ['lowest', lowest],
  ['newest', newest],
])('with the %s versions of its peers', (_, packages) => {
  let consumer: Consumer;

  beforeAll(() => {
    consumer = new Consumer().install(...packages);
    cpSync('examples/izmir/city.yaml', join(consumer.folder, 'city.yaml'));
  });

  test('an app has one copy of constructs', () => {
    const { stdout } = consumer.run('npm', ['ls', 'constructs', '--parseable']);
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  test('the command makes every target, through every gate', () => {
    const { code, stderr } = consumer.citykit('synth', 'city.yaml', '--target', 'kubernetes', 'aws');
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'İzmir: Kubernetes\nİzmir: AWS\n' });
  });

  test('every entry point works in one program, and the chart is what the command wrote', () => {
    const { code, stderr } = consumer.run(process.execPath, ['-e', program]);
    expect({ code, stderr: /Error/.exec(stderr)?.input }).toEqual({ code: 0, stderr: undefined });
    const made = JSON.parse(readFileSync(join(consumer.folder, 'made.json'), 'utf8'));
    expect(made).toMatchObject({ findings: [], region: 'eu-central-1', resources: 1 });
    // cdk8s writes YAML in a way of its own.
    const written = readFileSync(join(consumer.folder, 'out/izmir/kubernetes/izmir.k8s.yaml'), 'utf8');
    expect(objectsIn(made.yaml)).toEqual(objectsIn(written));
  });
});
