import type { Cluster } from '../support/kubernetes';
import type { KubernetesObject } from './platforms';

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

/** What Roles and their bindings say, answered for the same questions. */
export function stated(objects: readonly KubernetesObject[], asked: readonly Question[]): readonly Question[] {
  const bindings = objects.filter(({ kind }) => kind === 'RoleBinding');
  return asked.filter(({ account, verb, group, resource, subresource, name }) =>
    bindings
      .filter(({ subjects }) => subjects.some((subject: { name: string }) => subject.name === account))
      .map(({ roleRef }) => objects.find(({ kind, metadata }) => kind === 'Role' && metadata.name === roleRef.name)!)
      .flatMap(({ rules }) => rules as readonly Rule[])
      .some(
        (rule) =>
          rule.apiGroups.includes(group) &&
          rule.resources.includes(subresource ? `${resource}/${subresource}` : resource) &&
          rule.verbs.includes(verb) &&
          (rule.resourceNames === undefined || (name !== undefined && rule.resourceNames.includes(name))),
      ),
  );
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}
