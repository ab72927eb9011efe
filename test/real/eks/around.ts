import type { Cluster } from '../support/kubernetes';
import { until } from '../support/wait';

/** Kinds that Auto Mode brings. Their schemas are not published, so that any content is taken. */
const kindsOfAutoMode = [
  { group: 'karpenter.sh', version: 'v1', kind: 'NodePool', plural: 'nodepools', scope: 'Cluster' },
  {
    group: 'eks.amazonaws.com',
    version: 'v1',
    kind: 'TargetGroupBinding',
    plural: 'targetgroupbindings',
    scope: 'Namespaced',
  },
];

/** The kind that the AWS Load Balancer Controller brings, with any content too. */
export const kindOfController = {
  group: 'elbv2.k8s.aws',
  version: 'v1beta1',
  kind: 'TargetGroupBinding',
  plural: 'targetgroupbindings',
  scope: 'Namespaced',
};

/** What Metrics Server serves, without its numbers. */
export const kindOfMetrics = {
  group: 'metrics.k8s.io',
  version: 'v1beta1',
  kind: 'PodMetrics',
  plural: 'pods',
  scope: 'Namespaced',
};

/** What a cluster of EKS has and one of the tests has not: kinds of Auto Mode or others, and storage of these classes. */
export async function likeEks(
  cluster: Cluster,
  classes: Readonly<Record<string, string>>,
  kinds: readonly (typeof kindOfController)[] = kindsOfAutoMode,
): Promise<void> {
  const crds = kinds.map(({ group, version, kind, plural, scope }) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      // Asked of groups of Kubernetes itself.
      annotations: { 'api-approved.kubernetes.io': 'unapproved, for a test' },
    },
    spec: {
      group,
      scope,
      names: { kind, plural, singular: kind.toLowerCase() },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
  }));
  const volumes = Object.entries(classes).flatMap(([name, mode]) =>
    Array.from({ length: 8 }, (_, number) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `${name}-${number}` },
      spec: {
        storageClassName: name,
        capacity: { storage: '1Ti' },
        accessModes: [mode],
        persistentVolumeReclaimPolicy: 'Retain',
        hostPath: { path: `/nowhere/${name}-${number}` },
      },
    })),
  );
  const items = [...crds, ...volumes];
  const { code, stderr } = await cluster.apply(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  if (code !== 0) throw new Error(stderr);
  await until('its kinds are served', async () => {
    const served = await Promise.all(
      kinds.map(({ plural, group }) => cluster.tryKubectl(['get', `${plural}.${group}`])),
    );
    return served.every((answer) => answer.code === 0);
  });
}
