import type { CityRule } from './city-rule';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces; openshift- is reserved there. */
const ofTheCluster = /^(default|kube-.*|openshift|openshift-.*)$/;

export const kubernetesNamespace: CityRule = {
  code: 'kubernetes-namespace',
  reads: ['name', 'targets.kubernetes.namespace', 'targets.kubernetes.edge', 'targets.kubernetes.operatorNamespaces'],
  rule: 'The namespace of the platform is not one of Kubernetes, of OpenShift or of software that serves the whole cluster.',
  check: ({ targets: { kubernetes } }) => {
    if (!kubernetes) return [];
    const { namespace, edge, operatorNamespaces } = kubernetes;
    const taken = [
      ...Object.values(operatorNamespaces),
      ...(edge.kind === 'gateway' ? [edge.namespace] : []),
      ...('callers' in edge && edge.callers.kind === 'pods' ? [edge.callers.namespace] : []),
    ];
    return ofTheCluster.test(namespace) || taken.includes(namespace)
      ? [
          {
            path: 'targets.kubernetes.namespace',
            value: namespace,
            fix: 'Name another namespace, such as city-platform.',
          },
        ]
      : [];
  },
};
