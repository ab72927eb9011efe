import { POLICIES } from './policies';
import type { Policy } from './policy';
import { RESOURCES } from './resources';
import { SUBJECTS } from './subjects';
import { ADMISSION_VARIABLES } from './variables';

/** Where the policies hold. */
export interface AdmissionPoliciesOptions {
  /**
   * Begins the names of the cluster-wide objects, so that two platforms of a cluster have each their own.
   *
   * @default - citykit
   */
  readonly prefix?: string;
  /**
   * Labels of the namespaces the policies hold in.
   *
   * @default - namespaces that enforce Pod Security `restricted`
   */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /**
   * Labels of the objects the policies hold for: what operators and other teams make is theirs to answer for.
   *
   * @default - objects of the kit: `app.kubernetes.io/managed-by: citykit`
   */
  readonly objectLabels?: Readonly<Record<string, string>>;
  /**
   * Labels of the policies themselves.
   *
   * @default - none
   */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * The same policies as ValidatingAdmissionPolicies with their bindings, for a cluster to hold whatever tool writes to
 * it (Kubernetes 1.30 or newer).
 *
 * Left out are the policies over several objects, which admission never sees together, and those over manifests alone.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export function admissionPolicies(options: AdmissionPoliciesOptions = {}): object[] {
  return POLICIES.flatMap((policy) => {
    const expression = SUBJECTS[policy.subject].forAll?.(policy.expression);
    return expression === undefined || policy.manifestsOnly ? [] : manifestsOf(policy, expression, options);
  });
}

function manifestsOf(policy: Policy, expression: string, options: AdmissionPoliciesOptions): object[] {
  const name = `${options.prefix ?? 'citykit'}-${policy.name}`;
  const metadata = { name, ...(options.labels && { labels: options.labels }) };
  const objectLabels = options.objectLabels ?? { 'app.kubernetes.io/managed-by': 'citykit' };
  const namespaceLabels = options.namespaceLabels ?? { 'pod-security.kubernetes.io/enforce': 'restricted' };
  return [
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicy',
      metadata,
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          // For a Namespace the selector asks its own labels: one that drops them would be let off.
          ...(policy.kinds.includes('Namespace') ? {} : { namespaceSelector: { matchLabels: namespaceLabels } }),
          objectSelector: { matchLabels: objectLabels },
          resourceRules: resourceRules(policy.kinds),
        },
        ...(expression.includes('variables.') && { variables: ADMISSION_VARIABLES }),
        validations: [{ expression, message: `${policy.name}: ${policy.what}. ${policy.fix}` }],
      },
    },
    {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata,
      spec: { policyName: name, validationActions: ['Deny'] },
    },
  ];
}

function resourceRules(kinds: readonly string[]): object[] {
  const resources = Object.keys(RESOURCES)
    .filter((kind) => kinds.includes('*') || kinds.includes(kind))
    .map((kind) => RESOURCES[kind] as (typeof RESOURCES)[string]);
  const versions = [...new Set(resources.map(({ group, version }) => `${group}/${version}`))].sort();
  return versions.map((groupVersion) => {
    const [group, version] = groupVersion.split('/') as [string, string];
    return {
      apiGroups: [group],
      apiVersions: [version],
      operations: ['CREATE', 'UPDATE'],
      resources: resources.filter((one) => one.group === group && one.version === version).map(({ plural }) => plural),
    };
  });
}
