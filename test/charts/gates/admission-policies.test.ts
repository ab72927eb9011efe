import { admissionPolicies } from '../../../charts/gates/admission-policies';
import { compile } from '../../../charts/gates/cel';
import { POLICIES } from '../../../charts/gates/policies';
import { checkPolicies } from '../../../charts/gates/policy-gate';
import { RESOURCES } from '../../../charts/gates/resources';
import { knownKinds } from '../../../charts/gates/schema/schema-file';
import { checkSchemas } from '../../../charts/gates/schema/schema-gate';
import { autoscaler, cronJob, deployment, goodPlatform, job, type Loose } from './good-platform';

/** The policies that admission can ask. */
const ADMISSIBLE = POLICIES.filter(({ subject, manifestsOnly }) => subject !== 'platform' && !manifestsOnly);

function policies(): Loose[] {
  return admissionPolicies().filter((object: Loose) => object.kind === 'ValidatingAdmissionPolicy');
}

/** Answers as an API server would: variables in their order, then the validations. */
function isAdmitted(policy: Loose, object: Loose): boolean {
  const plurals = policy.spec.matchConstraints.resourceRules.flatMap(({ resources }: Loose) => resources);
  if (!plurals.includes(RESOURCES[object.kind]?.plural)) {
    return true;
  }
  const variables: Record<string, unknown> = {};
  try {
    for (const { name, expression } of policy.spec.variables ?? []) {
      variables[name] = compile(expression)({ object, variables });
    }
    return policy.spec.validations.every(
      ({ expression }: Loose) => compile(expression)({ object, variables }) === true,
    );
  } catch {
    return false;
  }
}

const OBJECTS = [...goodPlatform(), autoscaler(), job(), cronJob()];

test('the admission policies fit their own schema', () => {
  expect(checkSchemas(admissionPolicies({ prefix: 'izmir', labels: { city: 'izmir' } }))).toEqual([]);
});

test('every policy over one object becomes an admission policy with its binding', () => {
  const names = ADMISSIBLE.map(({ name }) => `izmir-${name}`);
  const objects = admissionPolicies({ prefix: 'izmir' }) as Loose[];
  expect(
    objects.filter(({ kind }) => kind === 'ValidatingAdmissionPolicy').map(({ metadata }) => metadata.name),
  ).toEqual(names);
  expect(objects.filter(({ spec }) => spec.policyName).map(({ spec }) => spec.policyName)).toEqual(names);
  expect(names).toHaveLength(POLICIES.length - 4);
});

test('what a program in the cluster writes into a Secret is none of admission’s business', () => {
  expect(policies().map(({ metadata }) => metadata.name)).not.toContain('citykit-no-secret-data');
});

test('a namespace cannot escape by dropping the label that the others go by', () => {
  const selected = policies().filter(({ spec }) => !('namespaceSelector' in spec.matchConstraints));
  expect(selected.map(({ metadata }) => metadata.name)).toEqual(['citykit-namespace-pod-security']);
});

test('the options choose the namespaces and the objects they hold for', () => {
  const [first] = admissionPolicies({ namespaceLabels: { city: 'izmir' }, objectLabels: { team: 'it' } }) as Loose[];
  expect(first.spec.matchConstraints).toMatchObject({
    namespaceSelector: { matchLabels: { city: 'izmir' } },
    objectSelector: { matchLabels: { team: 'it' } },
  });
});

test('every kind they match is one of the API', () => {
  const kinds = Object.entries(RESOURCES).map(
    ([kind, { group, version }]) => `${group && `${group}/`}${version}/${kind}`,
  );
  expect(knownKinds()).toEqual(expect.arrayContaining(kinds));
});

test.each(OBJECTS.map((object) => [object.kind, object] as const))('a good %s is admitted', (_, object) => {
  expect(
    policies()
      .filter((policy) => !isAdmitted(policy, object))
      .map(({ metadata }) => metadata.name),
  ).toEqual([]);
});

test.each<[string, (deployment: Loose) => void]>([
  ['container', (d) => delete d.spec.template.spec.containers[0].securityContext],
  ['long-running container', (d) => delete d.spec.template.spec.containers[0].livenessProbe],
  ['pod', (d) => delete d.spec.template.spec.automountServiceAccountToken],
  ['template', (d) => (d.spec.template.metadata.labels = {})],
  ['volume', (d) => (d.spec.template.spec.volumes[1] = { name: 'tmp', hostPath: { path: '/tmp' } })],
  ['environment', (d) => (d.spec.template.spec.containers[0].env[1] = { name: 'DBPASS', value: 'geheim' })],
  ['object', (d) => (d.metadata.labels = {})],
])('what the gate finds at a %s, admission refuses by the same policies', (_, spoil) => {
  const object = deployment();
  spoil(object);
  const perObject = new Set(ADMISSIBLE.map(({ name }) => name));
  const found = [...new Set(checkPolicies([object]).map(({ rule }) => rule))].filter((rule) => perObject.has(rule));
  const refused = policies().filter((policy) => !isAdmitted(policy, object));
  expect(found.length).toBeGreaterThan(0);
  expect(refused.map(({ metadata }) => metadata.name)).toEqual(found.map((rule) => `citykit-${rule}`));
});

test('a job needs no probes, a sidecar does', () => {
  const [probes] = policies().filter(({ metadata }) => metadata.name === 'citykit-probes');
  const once = job();
  delete once.spec.template.spec.containers[0].livenessProbe;
  expect(isAdmitted(probes, once)).toBe(true);
  const { livenessProbe: _, ...unwatched } = deployment().spec.template.spec.containers[0];
  once.spec.template.spec.initContainers = [{ ...unwatched, name: 'proxy', restartPolicy: 'Always' }];
  expect(isAdmitted(probes, once)).toBe(false);
  expect(checkPolicies([once]).map(({ rule, path }) => `${rule} ${path}`)).toContain(
    'probes spec.template.spec.initContainers[0]',
  );
});
