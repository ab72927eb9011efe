import type { KubernetesOptions, ObjectStore } from '../../charts/kubernetes-options';
import { imageReference, images } from '../../constructs/waist/images';
import { Volume } from '../../constructs/waist/primitives';
import { Duration, Size } from '../../constructs/waist/units';
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

  describe('with backups', () => {
    const objectStore = { endpoint: 'https://s3.example:9000', bucket: 'backups', secretName: 'object-store' };
    const backups = { enabled: true, retention: Duration.days(14), schedule: '0 2 * * *' } as const;
    const rendered = (writers: 'one' | 'many' = 'one', store: Partial<ObjectStore> = {}) => {
      const chart = newChart();
      const files = new Volume(chart, 'Files', { size: Size.gibibytes(3), writers, backups });
      service(chart, 'Portal', { volumes: { '/var/lib/files': files } });
      return new Rendered(chart, { objectStore: { ...objectStore, ...store } });
    };
    const jobOf = (objects: Rendered, name: string) => {
      const { jobTemplate, ...spec } = objects.one('CronJob', name).spec;
      const { containers, ...pod } = jobTemplate.spec.template.spec;
      return { spec, pod, container: containers[0] };
    };

    test('is refused without a place for them', () => {
      const chart = newChart();
      new Volume(chart, 'Files', { size: Size.gibibytes(3), backups });
      expect(() => new Rendered(chart)).toThrow(
        'city/Files: backups are enabled but the Kubernetes target has no object',
      );
    });

    test('is copied by its schedule, read-only, as the user who owns the files, and kept for as long', () => {
      const { spec, pod, container } = jobOf(rendered(), 'city-files-backup');
      expect(spec).toMatchObject({ schedule: '0 2 * * *', timeZone: 'Etc/UTC', concurrencyPolicy: 'Forbid' });
      expect(spec.suspend).toBeUndefined();
      const { uid, gid } = images.nginx.user;
      expect(pod.securityContext).toMatchObject({ runAsUser: uid, runAsGroup: gid, fsGroup: gid });
      expect(container.image).toBe(imageReference(images.restic));
      expect(container.volumeMounts).toContainEqual({ name: 'city-files', mountPath: '/data', readOnly: true });
      expect(container.command[2]).toContain('forget --host "$NAME" --keep-within 14d --prune');
      expect(container.env).toEqual([
        { name: 'NAME', value: 'city-files' },
        { name: 'RESTIC_REPOSITORY', value: 's3:https://s3.example:9000/backups/city-files' },
        { name: 'AWS_ACCESS_KEY_ID', valueFrom: { secretKeyRef: { name: 'object-store', key: 'accessKeyId' } } },
        {
          name: 'AWS_SECRET_ACCESS_KEY',
          valueFrom: { secretKeyRef: { name: 'object-store', key: 'secretAccessKey' } },
        },
      ]);
    });

    test.each(['city-files-backup', 'city-files-restore'])(
      'goes by %s to a store of a region, whose certificate an authority of the city signed',
      (name) => {
        const authority = { name: 'city-authority', key: 'ca.crt' };
        const { pod, container } = jobOf(rendered('one', { region: 'fr-par', authority }), name);
        expect(container.env).toContainEqual({ name: 'AWS_DEFAULT_REGION', value: 'fr-par' });
        expect(container.env).toContainEqual({ name: 'RESTIC_CACERT', value: '/authority/ca.crt' });
        expect(container.volumeMounts).toContainEqual({ name: 'authority', mountPath: '/authority', readOnly: true });
        expect(pod.volumes).toContainEqual({
          name: 'authority',
          secret: { secretName: 'city-authority', defaultMode: 0o444 },
        });
      },
    );

    test('is copied back by a job that nobody begins but by hand', () => {
      const { spec, container } = jobOf(rendered(), 'city-files-restore');
      expect(spec.suspend).toBe(true);
      expect(container.volumeMounts).toContainEqual({ name: 'city-files', mountPath: '/data' });
      expect(container.env).toContainEqual({ name: 'SNAPSHOT', value: 'latest' });
    });

    test('of one writer is read on the node of who writes to it, and copied back on any', () => {
      const term = {
        topologyKey: 'kubernetes.io/hostname',
        labelSelector: { matchLabels: { 'app.kubernetes.io/instance': 'city-portal' } },
      };
      const affinity = (objects: Rendered, name: string) => jobOf(objects, name).pod.affinity;
      expect(affinity(rendered(), 'city-files-backup')).toEqual({
        podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] },
      });
      expect(affinity(rendered(), 'city-files-restore')).toBeUndefined();
      expect(affinity(rendered('many'), 'city-files-backup')).toBeUndefined();
    });

    test('may go to the port of the store, and nothing else', () => {
      const { egress, ingress } = rendered().one('NetworkPolicy', 'city-files-backup').spec;
      expect(ingress).toBeUndefined();
      expect(egress.slice(1)).toEqual([{ ports: [{ protocol: 'TCP', port: 9000 }] }]);
    });
  });
});
