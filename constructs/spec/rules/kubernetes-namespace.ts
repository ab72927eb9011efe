import type { CityDraft } from '../city-defaults';
import type { CityRule, RuleProblem } from './city-rule';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces; openshift- is reserved there. */
const ofTheCluster = /^(default|kube-.*|openshift|openshift-.*)$/;

export const kubernetesNamespace: CityRule = {
  code: 'kubernetes-namespace',
  reads: [
    'name',
    'targets.kubernetes.namespace',
    'targets.kubernetes.edge',
    'targets.kubernetes.operatorNamespaces',
    'targets.aws.eks.namespace',
  ],
  rule: 'The namespace of the platform is not one of Kubernetes, of OpenShift or of software that serves the whole cluster.',
  check: ({ name, targets: { kubernetes, aws } }) => [
    ...(kubernetes ? refuse('targets.kubernetes.namespace', kubernetes.namespace, othersIn(kubernetes)) : []),
    ...(aws ? refuse('targets.aws.eks.namespace', aws.eks.namespace ?? name) : []),
  ],
};

function othersIn({ edge, operatorNamespaces }: NonNullable<CityDraft['targets']['kubernetes']>): string[] {
  return [
    ...Object.values(operatorNamespaces),
    ...(edge.kind === 'gateway' ? [edge.namespace] : []),
    ...('callers' in edge && edge.callers.kind === 'pods' ? [edge.callers.namespace] : []),
  ];
}

function refuse(path: string, namespace: string, others: readonly string[] = []): RuleProblem[] {
  return ofTheCluster.test(namespace) || others.includes(namespace)
    ? [{ path, value: namespace, fix: 'Name another namespace, such as city-platform.' }]
    : [];
}
