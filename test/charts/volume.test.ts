import type { KubernetesOptions } from '../../charts/kubernetes-options';
import { Volume } from '../../constructs/waist/primitives';
import { Size } from '../../constructs/waist/units';
import { newChart, Rendered, service } from './support';

describe('a volume on Kubernetes', () => {
  test.each([
    ['one', 'ReadWriteOnce'],
    ['many', 'ReadWriteMany'],
  ] as const)('for %s writer(s) is a claim that is %s', (writers, mode) => {
    const chart = newChart();
    new Volume(chart, 'Files', { size: Size.gibibytes(3), writers });
    expect(new Rendered(chart).one('PersistentVolumeClaim', 'city-files').spec).toEqual({
      accessModes: [mode],
      resources: { requests: { storage: '3Gi' } },
    });
  });

  test('is of the storage class for as many writers as it has', () => {
    const chart = newChart();
    new Volume(chart, 'Index', { size: Size.gibibytes(3) });
    new Volume(chart, 'Files', { size: Size.gibibytes(3), writers: 'many' });
    const classes = (options: KubernetesOptions) => {
      const rendered = new Rendered(chart, options);
      return ['city-index', 'city-files'].map(
        (name) => rendered.one('PersistentVolumeClaim', name).spec.storageClassName,
      );
    };
    expect(classes({ storageClass: 'fast', sharedStorageClass: 'shared' })).toEqual(['fast', 'shared']);
  });

  test('is mounted where the workload wants it', () => {
    const chart = newChart();
    const files = new Volume(chart, 'Files', { size: Size.gibibytes(3) });
    service(chart, 'Portal', { volumes: { '/var/lib/files': files, '/srv/files': files } });
    const { volumes, containers } = new Rendered(chart).pod('Deployment', 'city-portal');
    expect(volumes).toEqual([{ name: 'city-files', persistentVolumeClaim: { claimName: 'city-files' } }]);
    expect(containers[0].volumeMounts).toEqual([
      { name: 'city-files', mountPath: '/var/lib/files' },
      { name: 'city-files', mountPath: '/srv/files' },
    ]);
  });
});
