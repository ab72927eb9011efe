import { type Check, must, passed } from '../check';
import type { ClusterObject } from '../cluster';

/** Network policies, Pod Security and images, as the cluster has them. */
export const clusterHardening: Check = {
  mechanisms: { '2024': 'MIM6', current: 'MIM6' },
  level: 'MUST',
  component: 'Gateway',
  needs: ['cluster'],
  hint: 'Apply the artefacts of citykit synth: they have the policies, and every pod in them is restricted.',
  async run({ cluster }) {
    must(cluster, 'There is no cluster.');
    const policies = await cluster.list('networkpolicies');
    const pods = (await cluster.list('pods')).filter(({ status }) => status?.phase !== 'Succeeded');
    const request = 'kubectl get networkpolicies, pods, namespace';
    const shown = (answer: string) => ({ request, answer });
    const denied = policies.some(({ spec }) => isDefaultDeny(spec ?? {}));
    must(
      denied,
      'No NetworkPolicy denies what is not named.',
      shown(policies.map(({ metadata }) => metadata.name).join('\n')),
    );
    must(pods.length > 0, 'No pod runs.', shown('no pods'));
    const free = pods.filter((pod) => !isRestricted(pod)).map(({ metadata }) => metadata.name);
    must(free.length === 0, `Not restricted: ${free.join(', ')}.`, shown(free.join('\n')));
    const images = pods.flatMap((pod) => containersOf(pod).map(({ image }) => String(image)));
    const floating = images.filter((image) => !/@sha256:|:(?!latest$)[\w][\w.-]*$/.test(image));
    must(floating.length === 0, `Images without a version: ${floating.join(', ')}.`, shown(images.join('\n')));
    return passed(
      shown(`${policies.length} network policies, ${pods.length} pods, ${new Set(images).size} images`),
      `What is not named is denied, ${pods.length} pods are restricted, and every image has a version.`,
    );
  },
};

interface Container {
  readonly image?: unknown;
  readonly securityContext?: {
    readonly allowPrivilegeEscalation?: boolean;
    readonly runAsNonRoot?: boolean;
    readonly capabilities?: { readonly drop?: readonly string[] };
  };
}

function containersOf({ spec = {} }: ClusterObject): readonly Container[] {
  return [...((spec.initContainers ?? []) as Container[]), ...((spec.containers ?? []) as Container[])];
}

function isDefaultDeny({ podSelector, policyTypes, ingress, egress }: Readonly<Record<string, unknown>>): boolean {
  const everyPod = Object.keys((podSelector ?? {}) as object).length === 0;
  const types = (policyTypes ?? []) as readonly string[];
  return everyPod && types.includes('Ingress') && types.includes('Egress') && empty(ingress) && empty(egress);
}

const empty = (rules: unknown) => rules === undefined || (Array.isArray(rules) && rules.length === 0);

/** Pod Security Standard `restricted`, in what it asks of containers. */
function isRestricted(pod: ClusterObject): boolean {
  const all = pod.spec?.securityContext as { readonly runAsNonRoot?: boolean } | undefined;
  return containersOf(pod).every(
    ({ securityContext: own }) =>
      own?.allowPrivilegeEscalation === false &&
      own.capabilities?.drop?.includes('ALL') === true &&
      (own.runAsNonRoot ?? all?.runAsNonRoot) === true,
  );
}
