import type { Cluster } from '../support/kubernetes';

const each = 24;

/** What a volume of each class can be: no storage offers everything. */
const modes = { standard: 'ReadWriteOnce', fast: 'ReadWriteOnce', shared: 'ReadWriteMany' } as const;

/** Volumes for claims of the default class, `fast` and `shared`, as many as the tests' platforms have. */
export async function offerStorage(cluster: Cluster): Promise<void> {
  const classes = Object.keys(modes).map((name) => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: {
      name,
      annotations: { 'storageclass.kubernetes.io/is-default-class': String(name === 'standard') },
    },
    provisioner: 'kubernetes.io/no-provisioner',
  }));
  const volumes = Object.entries(modes).flatMap(([name, mode]) =>
    Array.from({ length: each }, (_, number) => ({
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
  const items = [...classes, ...volumes];
  const { code, stderr } = await cluster.apply(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  if (code !== 0) throw new Error(stderr);
}
