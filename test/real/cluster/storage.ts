import type { Cluster } from '../support/kubernetes';

const each = 24;

/** Volumes for claims of the default class and of the class `fast`, as many as the tests' platforms have. */
export async function offerStorage(cluster: Cluster): Promise<void> {
  const classes = ['standard', 'fast'].map((name) => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: {
      name,
      annotations: { 'storageclass.kubernetes.io/is-default-class': String(name === 'standard') },
    },
    provisioner: 'kubernetes.io/no-provisioner',
  }));
  const volumes = classes.flatMap(({ metadata: { name } }) =>
    Array.from({ length: each }, (_, number) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `${name}-${number}` },
      spec: {
        storageClassName: name,
        capacity: { storage: '1Ti' },
        accessModes: ['ReadWriteOnce', 'ReadWriteMany'],
        persistentVolumeReclaimPolicy: 'Retain',
        hostPath: { path: `/nowhere/${name}-${number}` },
      },
    })),
  );
  const items = [...classes, ...volumes];
  const { code, stderr } = await cluster.apply(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  if (code !== 0) throw new Error(stderr);
}
