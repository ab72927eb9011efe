import type { CityRule } from './city-rule';

export const kubernetesNamespace: CityRule = {
  code: 'kubernetes-namespace',
  reads: ['name', 'targets.kubernetes'],
  rule: 'The platform has a namespace of its own, apart from what already runs in the cluster.',
  check: ({ targets: { kubernetes } }) => {
    if (!kubernetes) return [];
    const { namespace, edge, operatorNamespaces } = kubernetes;
    const taken = [
      ...Object.values(operatorNamespaces),
      ...(edge.kind === 'gateway' ? [edge.namespace] : []),
      ...('callers' in edge && edge.callers.kind === 'pods' ? [edge.callers.namespace] : []),
    ];
    return namespace === 'default' || taken.includes(namespace)
      ? [
          {
            path: 'targets.kubernetes.namespace',
            value: namespace,
            fix: "Use another namespace, such as the city's name.",
          },
        ]
      : [];
  },
};
