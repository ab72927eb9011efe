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

  test('is of the storage class of the options', () => {
    const chart = newChart();
    new Volume(chart, 'Files', { size: Size.gibibytes(3) });
    const claim = new Rendered(chart, { storageClass: 'fast' }).one('PersistentVolumeClaim', 'city-files');
    expect(claim.spec.storageClassName).toBe('fast');
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
