import { checkManifests } from '../../../charts/gates/gate';
import { POLICIES } from '../../../charts/gates/policies';
import { checkPolicies } from '../../../charts/gates/policy-gate';
import { configMap, cronJob, goodPlatform, job, securityContext, service } from './good-platform';
import { CASES, changed, container, variable } from './policy-cases';

test('a platform that keeps every rule has no findings', () => {
  expect(checkManifests(goodPlatform(), { memoryMi: 1024 })).toEqual([]);
});

test('every policy has a name of its own, and a case of each kind here', () => {
  const names = POLICIES.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(Object.keys(CASES)).toEqual(names);
});

test.each(Object.entries(CASES))('%s finds what breaks it, and nothing else does', (rule, { spoil, object, path }) => {
  const findings = checkManifests(changed(spoil)).filter(({ gate }) => gate === 'policy');
  expect(findings).toEqual([
    expect.objectContaining({ gate: 'policy', rule, object: object ?? 'Deployment izmir-broker', path }),
  ]);
});

test.each(Object.entries(CASES))('%s lets pass what keeps it', (_, { allow }) => {
  expect(allow).toBeDefined();
  expect(checkManifests(changed(allow))).toEqual([]);
});

test('a finding never shows the value of a secret', () => {
  const platform = changed(variable('ADMIN_PASSWORD', 'Xq7-long-and-random'));
  platform.push({ ...configMap(), kind: 'Secret', data: { password: 'Xq7-long-and-random' } });
  const findings = checkManifests(platform);
  expect(findings.map(({ rule }) => rule).sort()).toEqual(['format', 'no-secret-data', 'no-secret-in-environment']);
  expect(JSON.stringify(findings)).not.toContain('Xq7');
});

test('the rules reach init containers and the pods of jobs and of cron jobs', () => {
  const spoiled = { ...securityContext(), privileged: true };
  const privileged = job();
  container(privileged).securityContext = spoiled;
  const scheduled = cronJob();
  scheduled.spec.jobTemplate.spec.template.spec.initContainers = [
    { ...container(job()), name: 'first', securityContext: spoiled },
  ];
  const paths = checkPolicies([...goodPlatform(), privileged, scheduled]).map(
    ({ object, path }) => `${object} ${path}`,
  );
  expect(paths).toEqual([
    'Job izmir-database spec.template.spec.containers[0].securityContext.privileged',
    'CronJob izmir-publisher spec.jobTemplate.spec.template.spec.initContainers[0].securityContext.privileged',
  ]);
});

test.each([
  ['POSTGRES_PASSWORD', true],
  ['clientSecret', true],
  ['API_KEY', true],
  ['CKAN___API_TOKEN', true],
  ['SIGNING-KEY', true],
  ['PASSWORD_FILE', false],
  ['TOKEN_URL', false],
  ['MONKEY', false],
  ['AWS_ACCESS_KEY_ID', false],
])('an environment variable named %s holds a secret: %s', (name, secret) => {
  const rules = checkPolicies(changed(variable(name, 'literal'))).map(({ rule }) => rule);
  expect(rules).toEqual(secret ? ['no-secret-in-environment'] : []);
});

test.each(['changeme', 'P@ssw0rd', 'Changeit'])('%s is no value for any variable', (value) => {
  expect(checkPolicies(changed(variable('ADMIN', value))).map(({ rule }) => rule)).toEqual(['no-default-password']);
});

test.each(['scorpio', 'scorpio:latest', 'registry.example.org:5000/scorpio', ''])(
  'image %p has no version',
  (image) => {
    const findings = checkPolicies(changed((d) => (container(d).image = image)));
    expect(findings.map(({ rule }) => rule)).toEqual(['image-tag']);
  },
);

test('an expression that fails to evaluate counts as broken', () => {
  const odd = { ...service(), spec: undefined };
  expect(checkPolicies([odd]).map(({ rule }) => rule)).toEqual(['edge-service']);
});
