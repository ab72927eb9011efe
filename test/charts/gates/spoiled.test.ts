import fc from 'fast-check';
import { checkManifests } from '../../../charts/gates/gate';
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

/** Every field whose absence the API accepts and no rule forbids; its objects stand in the order of `platform`. */
const OPTIONAL: readonly string[] = [
  '1.spec.podSelector',
  '2.metadata.namespace',
  '2.spec.podSelector',
  '2.spec.podSelector.matchLabels',
  '2.spec.podSelector.matchLabels.app.kubernetes.io/name',
  '2.spec.podSelector.matchLabels.app.kubernetes.io/instance',
  '2.spec.policyTypes',
  '2.spec.ingress',
  '2.spec.ingress.0.ports',
  '2.spec.ingress.0.ports.0.port',
  '2.spec.ingress.0.ports.0.protocol',
  '3.automountServiceAccountToken',
  '4.data',
  '4.data.settings.json',
  '5.spec.selector.matchLabels.app.kubernetes.io/name',
  '5.spec.selector.matchLabels.app.kubernetes.io/instance',
  '5.spec.template.metadata.labels.app.kubernetes.io/part-of',
  '5.spec.template.metadata.labels.app.kubernetes.io/managed-by',
  '5.spec.template.spec.serviceAccountName',
  '5.spec.template.spec.containers.0.env',
  '5.spec.template.spec.containers.0.env.0.value',
  '5.spec.template.spec.containers.0.env.1.valueFrom',
  '5.spec.template.spec.containers.0.livenessProbe.httpGet.path',
  '5.spec.template.spec.containers.0.livenessProbe.periodSeconds',
  '5.spec.template.spec.containers.0.readinessProbe.httpGet.path',
  '5.spec.template.spec.containers.0.readinessProbe.periodSeconds',
  '5.spec.template.spec.containers.0.volumeMounts',
  '5.spec.template.spec.containers.0.volumeMounts.0.readOnly',
  '5.spec.template.spec.volumes.1.emptyDir.sizeLimit',
  '6.spec.selector',
  '6.spec.selector.app.kubernetes.io/name',
  '6.spec.selector.app.kubernetes.io/instance',
  '6.spec.ports.0.name',
  '7.spec.maxUnavailable',
  '7.spec.selector.matchLabels',
  '7.spec.selector.matchLabels.app.kubernetes.io/name',
  '7.spec.selector.matchLabels.app.kubernetes.io/instance',
  '8.spec.scaleTargetRef.apiVersion',
  '8.spec.minReplicas',
  '8.spec.metrics',
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
    { numRuns: 150 },
  );
});

test('a removed field is found unless it is one that may be left out', () => {
  const fields = ALL.filter((place) => typeof last(place) === 'string' && Number(place[0]) <= goodPlatform().length);
  const unnoticed = fields.filter((place) => {
    const objects = platform();
    delete owner(objects, place)[last(place)];
    return checkManifests(objects).length === 0;
  });
  expect(unnoticed.map((place) => place.join('.'))).toEqual(OPTIONAL);
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
    { numRuns: 250 },
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
    { numRuns: 100 },
  );
});

/** Whether a place is an entry of a map whose names are free: labels, data, resources. */
function isMapKey(place: Place): boolean {
  return ['data', 'labels', 'limits', 'matchLabels', 'requests', 'selector'].includes(String(place[place.length - 2]));
}
