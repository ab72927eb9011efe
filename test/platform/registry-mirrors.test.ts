import { App, Stage } from 'aws-cdk-lib';
import { synthKubernetes } from '../../charts/synth';
import { imagesOf } from '../../cli/report/images-of';
import { parseCity } from '../../constructs/spec/city';
import { images } from '../../constructs/waist/images';
import { mirrored } from '../../constructs/waist/registry-mirrors';
import { CityPlatformStack } from '../../stacks/city-platform-stack';
import { largest } from '../spec/city-helpers';
import { flatTemplate, type Json } from '../support/flat-template';

process.env.CDK_VALIDATION = 'false';

const mirror = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';
const registryMirrors = {
  'docker.io': `${mirror}/docker-hub`,
  'quay.io': `${mirror}/quay`,
  'ghcr.io': `${mirror}/github`,
  'public.ecr.aws': `${mirror}/ecr-public`,
};
const objectStore = { endpoint: 'https://s3.example', bucket: 'backups', secretName: 'object-store' };
const city = parseCity({
  ...largest,
  registryMirrors,
  targets: {
    kubernetes: { objectStore },
    aws: { hostedZone: { id: 'Z0123456789ABC', name: 'izmir.example' } },
  },
});

/** Every value of the fields that name images. */
function imageFields(value: unknown, names: readonly string[]): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    names.includes(key) && typeof item === 'string' ? [item] : imageFields(item, names),
  );
}

test('a name without a mirror stays, and one with it keeps its path, tag and digest', () => {
  const reference = 'docker.io/library/node:24@sha256:0';
  expect(mirrored(reference, { 'quay.io': 'registry.example' })).toBe(reference);
  expect(mirrored(reference, { 'docker.io': 'registry.example:5000/hub' })).toBe(
    'registry.example:5000/hub/library/node:24@sha256:0',
  );
});

test('every image of a platform on Kubernetes comes from a mirror, and the report knows it', () => {
  const { objects } = synthKubernetes(city);
  const found = imageFields(objects, ['image', 'imageName']);
  expect(found.length).toBeGreaterThan(20);
  expect(found.filter((name) => !name.startsWith(`${mirror}/`))).toEqual([]);
  expect(found).toContain(`${mirror}/docker-hub/library/node:${images.node.tag}`);
  expect(imagesOf(objects, registryMirrors)).toContain(images.keycloak);
});

describe('on AWS', () => {
  const app = new App({ analyticsReporting: false });
  const stack = new CityPlatformStack(app, 'izmir', { city });
  app.synth();
  const { Resources } = flatTemplate(Stage.of(stack)!.outdir, stack.templateFile);
  const resources = Object.values(Resources as Record<string, Json>);
  const tasks = resources.filter(({ Type }) => Type === 'AWS::ECS::TaskDefinition');

  test('every image of a task comes from a mirror: the official ones from that of the registry which publishes them', () => {
    const found = imageFields(tasks, ['Image']);
    expect(found.length).toBeGreaterThan(10);
    expect(found.filter((name) => !name.startsWith(`${mirror}/`))).toEqual([]);
    expect(found).toContain(`${mirror}/docker-hub/library/node:${images.node.tag}`);
  });

  test('who starts a task may pull its images from a private registry of AWS, and no others', () => {
    const pulls = resources
      .filter(({ Type }) => Type === 'AWS::IAM::Policy')
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Action }) => [Action].flat().includes('ecr:BatchGetImage'));
    expect(pulls.length).toBeGreaterThanOrEqual(tasks.length);
    const repositories = pulls.flatMap(({ Resource }) => [Resource].flat()).map((arn) => JSON.stringify(arn));
    expect(repositories.filter((arn) => !/:ecr:eu-central-1:111122223333:repository\/[a-z]/.test(arn))).toEqual([]);
    expect(repositories.filter((arn) => arn.includes('*'))).toEqual([]);
  });
});
