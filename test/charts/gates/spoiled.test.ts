import fc from 'fast-check';
import { checkManifests } from '../../../charts/gates/gate';
import { objectName } from '../../../charts/gates/manifest';
import { runs } from '../../support/runs';
import { autoscaler, cronJob, goodPlatform, job, type Loose } from './good-platform';

type Place = readonly (string | number)[];

/** Every place in a value. */
function places(value: Loose, path: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => [[...path, key], ...places(value[key], [...path, key])]);
}

/** Every field whose absence the API accepts and no rule forbids, as `KIND NAME PATH`. */
const OPTIONAL: readonly string[] = [
  'NetworkPolicy izmir-default-deny spec.podSelector',
  'NetworkPolicy izmir-broker metadata.namespace',
  'NetworkPolicy izmir-broker spec.podSelector',
  'NetworkPolicy izmir-broker spec.podSelector.matchLabels',
  'NetworkPolicy izmir-broker spec.podSelector.matchLabels.app.kubernetes.io/name',
  'NetworkPolicy izmir-broker spec.podSelector.matchLabels.app.kubernetes.io/instance',
  'NetworkPolicy izmir-broker spec.policyTypes',
  'NetworkPolicy izmir-broker spec.ingress',
  'NetworkPolicy izmir-broker spec.ingress.0.ports',
  'NetworkPolicy izmir-broker spec.ingress.0.ports.0.port',
  'NetworkPolicy izmir-broker spec.ingress.0.ports.0.protocol',
  'ServiceAccount izmir-broker automountServiceAccountToken',
  'ConfigMap izmir-broker data',
  'ConfigMap izmir-broker data.settings.json',
  'Deployment izmir-broker spec.selector.matchLabels.app.kubernetes.io/name',
  'Deployment izmir-broker spec.selector.matchLabels.app.kubernetes.io/instance',
  'Deployment izmir-broker spec.template.metadata.labels.app.kubernetes.io/part-of',
  'Deployment izmir-broker spec.template.metadata.labels.app.kubernetes.io/managed-by',
  'Deployment izmir-broker spec.template.spec.serviceAccountName',
  'Deployment izmir-broker spec.template.spec.containers.0.env',
  'Deployment izmir-broker spec.template.spec.containers.0.env.0.value',
  'Deployment izmir-broker spec.template.spec.containers.0.env.1.valueFrom',
  'Deployment izmir-broker spec.template.spec.containers.0.livenessProbe.httpGet.path',
  'Deployment izmir-broker spec.template.spec.containers.0.livenessProbe.periodSeconds',
  'Deployment izmir-broker spec.template.spec.containers.0.readinessProbe.httpGet.path',
  'Deployment izmir-broker spec.template.spec.containers.0.readinessProbe.periodSeconds',
  'Deployment izmir-broker spec.template.spec.containers.0.volumeMounts',
  'Deployment izmir-broker spec.template.spec.containers.0.volumeMounts.0.readOnly',
  'Deployment izmir-broker spec.template.spec.volumes.1.emptyDir.sizeLimit',
  'Service izmir-broker spec.selector',
  'Service izmir-broker spec.selector.app.kubernetes.io/name',
  'Service izmir-broker spec.selector.app.kubernetes.io/instance',
  'Service izmir-broker spec.ports.0.name',
  'PodDisruptionBudget izmir-broker spec.maxUnavailable',
  'PodDisruptionBudget izmir-broker spec.selector.matchLabels',
  'PodDisruptionBudget izmir-broker spec.selector.matchLabels.app.kubernetes.io/name',
  'PodDisruptionBudget izmir-broker spec.selector.matchLabels.app.kubernetes.io/instance',
  'HorizontalPodAutoscaler izmir-broker spec.scaleTargetRef.apiVersion',
  'HorizontalPodAutoscaler izmir-broker spec.minReplicas',
  'HorizontalPodAutoscaler izmir-broker spec.metrics',
];

function platform(): Loose[] {
  const objects = [...goodPlatform(), autoscaler(), job(), cronJob()];
  delete objects.find(({ kind }) => kind === 'Deployment').spec.replicas;
  return objects;
}

const ALL = places(platform());

function owner(objects: Loose[], place: Place): Loose {
  return place.slice(0, -1).reduce((value: Loose, key) => value[key], objects);
}

function last(place: Place): string | number {
  return place[place.length - 1] as string | number;
}

test('the platform the properties start from keeps every rule', () => {
  expect(checkManifests(platform())).toEqual([]);
});

test('a renamed field is always found', () => {
  const fields = ALL.filter((place) => typeof last(place) === 'string' && !isMapKey(place));
  fc.assert(
    fc.property(fc.constantFrom(...fields), fc.constantFrom('x', '_', 'S'), (place, suffix) => {
      const objects = platform();
      const target = owner(objects, place);
      target[`${last(place)}${suffix}`] = target[last(place)];
      delete target[last(place)];
      expect(checkManifests(objects).length).toBeGreaterThan(0);
    }),
    runs(150),
  );
});

test('a removed field is found unless it is one that may be left out', () => {
  const fields = ALL.filter((place) => typeof last(place) === 'string' && Number(place[0]) <= goodPlatform().length);
  const unnoticed = fields.filter((place) => {
    const objects = platform();
    delete owner(objects, place)[last(place)];
    return checkManifests(objects).length === 0;
  });
  const objects = platform();
  const named = unnoticed.map(([index, ...path]) => `${objectName(objects[Number(index)])} ${path.join('.')}`);
  expect(named.sort()).toEqual([...OPTIONAL].sort());
});

test('whatever stands where, the gates answer with findings and never with an exception', () => {
  fc.assert(
    fc.property(fc.constantFrom(...ALL), fc.jsonValue({ maxDepth: 3 }), (place, value) => {
      const objects = platform();
      owner(objects, place)[last(place)] = value;
      for (const finding of checkManifests(objects, { memoryMi: 4096 })) {
        expect(finding.message).not.toBe('');
        expect(finding.fix).not.toBe('');
      }
    }),
    runs(250),
  );
});

test('an object that has no text form is a finding wherever it stands', () => {
  const thrown = ALL.flatMap((place) => {
    const objects = platform();
    owner(objects, place)[last(place)] = { toString: 1, valueOf: 1 };
    try {
      checkManifests(objects, { memoryMi: 4096 });
      return [];
    } catch (error) {
      return `${place.join('.')}: ${(error as Error).stack?.split('\n').slice(0, 2).join('')}`;
    }
  });
  expect(thrown).toEqual([]);
});

test('values of any kind in the place of objects are findings', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue({ maxDepth: 2 }), { minLength: 1, maxLength: 3 }), (values) => {
      expect(checkManifests(values as object[]).length).toBeGreaterThan(0);
    }),
    runs(100),
  );
});

/** Whether a place is an entry of a map whose names are free: labels, data, resources. */
function isMapKey(place: Place): boolean {
  return ['data', 'labels', 'limits', 'matchLabels', 'requests', 'selector'].includes(String(place[place.length - 2]));
}
