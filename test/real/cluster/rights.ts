import type { Cluster } from '../support/kubernetes';

/** One question to the API server: may this account do that? */
export interface Question {
  readonly account: string;
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource?: string;
  readonly name?: string;
}

const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

const resources: readonly (readonly [group: string, resource: string, subresource?: string])[] = [
  ['', 'secrets'],
  ['', 'configmaps'],
  ['', 'pods'],
  ['', 'pods', 'exec'],
  ['', 'pods', 'log'],
  ['', 'serviceaccounts'],
  ['', 'serviceaccounts', 'token'],
  ['', 'services'],
  ['', 'persistentvolumeclaims'],
  ['', 'nodes'],
  ['', 'namespaces'],
  ['apps', 'deployments'],
  ['batch', 'jobs'],
  ['networking.k8s.io', 'networkpolicies'],
  ['rbac.authorization.k8s.io', 'roles'],
  ['rbac.authorization.k8s.io', 'rolebindings'],
  ['postgresql.cnpg.io', 'clusters'],
];

/** Every verb on every resource, and on each named Secret, for an account. */
export function questions(account: string, secrets: readonly string[]): Question[] {
  const all = resources.map(([group, resource, subresource]) => ({
    group,
    resource,
    ...(subresource && { subresource }),
  }));
  const named = secrets.map((name) => ({ group: '', resource: 'secrets', name }));
  return [...all, ...named].flatMap((what) => verbs.map((verb) => ({ account, verb, ...what })));
}

export function text({ account, verb, group, resource, subresource, name }: Question): string {
  const what = [resource, ...(group ? [group] : [])].join('.');
  return `${account}: ${verb} ${what}${subresource ? `/${subresource}` : ''}${name ? ` ${name}` : ''}`;
}

/** @returns the questions that the API server answers with yes */
export async function granted(
  cluster: Cluster,
  namespace: string,
  asked: readonly Question[],
): Promise<readonly Question[]> {
  const items = asked.map(({ account, verb, group, resource, subresource, name }) => ({
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SubjectAccessReview',
    metadata: {},
    spec: {
      user: `system:serviceaccount:${namespace}:${account}`,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'],
      resourceAttributes: { namespace, verb, group, resource, subresource, name },
    },
  }));
  const input = items.map((item) => JSON.stringify(item)).join('\n---\n');
  const { code, stdout, stderr } = await cluster.tryKubectl(
    ['create', '-f', '-', '-o', 'jsonpath={.status.allowed}{"\\n"}'],
    input,
  );
  if (code !== 0) throw new Error(stderr);
  const answers = stdout.trim().split('\n');
  if (answers.length !== asked.length) throw new Error(`${answers.length} answers to ${asked.length} questions`);
  return asked.filter((_, index) => answers[index] === 'true');
}

/** Every rule that holds for an account in a namespace, as JSON: what the API server says when it is asked for all. */
export async function rulesOf(cluster: Cluster, namespace: string, account: string): Promise<string[]> {
  const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } };
  const as = ['--as', `system:serviceaccount:${namespace}:${account}`];
  const { code, stdout, stderr } = await cluster.tryKubectl(
    ['create', '--validate=false', '-f', '-', '-o', 'json', ...as],
    JSON.stringify(review),
  );
  if (code !== 0) throw new Error(stderr);
  const { resourceRules, nonResourceRules } = JSON.parse(stdout).status;
  return [...resourceRules, ...nonResourceRules].map((rule) => JSON.stringify(rule));
}
