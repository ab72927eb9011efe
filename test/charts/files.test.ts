import { images } from '../../constructs/waist/images';
import type { LazyValue } from '../../constructs/waist/primitives';
import { newChart, Rendered, service } from './support';

const render = (files: Record<string, LazyValue>, scratch: { path: string; seeded?: boolean }[] = []) => {
  const chart = newChart();
  service(chart, 'Portal', { files, scratch });
  return new Rendered(chart);
};

describe('the files of a workload', () => {
  test('are in a ConfigMap and mounted read-only, each alone in a folder of the image, together in one of their own', () => {
    const rendered = render({
      '/etc/app/a.yaml': 'a',
      '/etc/app/b.yaml': 'b',
      '/setup/x/run.sh': 'x',
      '/setup/y.sh': 'y',
    });
    expect(rendered.one('ConfigMap', 'city-portal-files').data).toEqual({
      'etc_app_a.yaml': 'a',
      'etc_app_b.yaml': 'b',
      'setup_x_run.sh': 'x',
      'setup_y.sh': 'y',
    });
    const { volumes, containers } = rendered.pod('Deployment', 'city-portal');
    expect(volumes).toEqual([
      {
        name: 'files',
        projected: {
          defaultMode: 0o444,
          sources: [
            {
              configMap: {
                name: 'city-portal-files',
                items: [
                  { key: 'etc_app_a.yaml', path: 'etc/app/a.yaml' },
                  { key: 'etc_app_b.yaml', path: 'etc/app/b.yaml' },
                  { key: 'setup_x_run.sh', path: 'setup/x/run.sh' },
                  { key: 'setup_y.sh', path: 'setup/y.sh' },
                ],
              },
            },
          ],
        },
      },
    ]);
    expect(containers[0].volumeMounts).toEqual([
      { name: 'files', mountPath: '/etc/app/a.yaml', subPath: 'etc/app/a.yaml', readOnly: true },
      { name: 'files', mountPath: '/etc/app/b.yaml', subPath: 'etc/app/b.yaml', readOnly: true },
      { name: 'files', mountPath: '/setup', subPath: 'setup', readOnly: true },
    ]);
  });

  test.each(['/docker-entrypoint.d/10.sh', '/lib64/x', '/app/main.js', '/single'])(
    '%s hides no file of the image',
    (path) => {
      expect(render({ [path]: '' }).container('Deployment', 'city-portal').volumeMounts[0].mountPath).toBe(path);
    },
  );

  test('roll out when they change and only then, under the same name', () => {
    const template = (content: string) => {
      const rendered = render({ '/setup/a': content });
      expect(rendered.all('ConfigMap').map(({ metadata }) => metadata.name)).toEqual(['city-portal-files']);
      return JSON.stringify(rendered.one('Deployment', 'city-portal'));
    };
    expect(template('one')).toBe(template('one'));
    expect(template('one')).not.toBe(template('two'));
  });

  test('of more than the annotation of `kubectl apply` holds are in several', () => {
    const rendered = render({ '/site/a': 'a'.repeat(200_000), '/site/b': '<'.repeat(40_000), '/site/c': 'c' });
    const parts = rendered.all('ConfigMap').map(({ metadata, data }) => [metadata.name, Object.keys(data)]);
    expect(parts).toEqual([
      ['city-portal-files', ['site_a']],
      ['city-portal-files-2', ['site_b', 'site_c']],
    ]);
    expect(rendered.container('Deployment', 'city-portal').volumeMounts).toHaveLength(1);
  });

  test('count in bytes', () => {
    expect(() => render({ '/site/a': 'ş'.repeat(500_001) })).toThrow(
      'the file /site/a has 1000009 bytes; a ConfigMap holds 1 MiB',
    );
  });

  test('whose paths look alike as keys stay apart', () => {
    const { data } = render({ '/site/a b': 'one', '/site/a/b': 'two' }).one('ConfigMap', 'city-portal-files');
    expect(Object.values(data)).toEqual(['one', 'two']);
  });
});

describe('the scratch folders of a workload', () => {
  test('are empty volumes of limited size', () => {
    const { volumes, containers } = render({}, [{ path: '/tmp' }]).pod('Deployment', 'city-portal');
    expect(volumes).toEqual([{ name: 'scratch-tmp', emptyDir: { sizeLimit: '512Mi' } }]);
    expect(containers[0].volumeMounts).toEqual([{ name: 'scratch-tmp', mountPath: '/tmp' }]);
  });

  test('that start with the content of the image are filled by its own cp before the program starts', () => {
    const { initContainers, containers } = render({}, [{ path: '/srv/app', seeded: true }]).pod(
      'Deployment',
      'city-portal',
    );
    expect(initContainers).toHaveLength(1);
    expect(initContainers[0]).toMatchObject({
      name: 'seed-srv-app',
      image: containers[0].image,
      command: ['cp', '-af', '/srv/app', '/seed'],
      securityContext: containers[0].securityContext,
      volumeMounts: [{ name: 'scratch-srv-app', mountPath: '/seed' }],
    });
    expect(containers[0].volumeMounts).toEqual([{ name: 'scratch-srv-app', mountPath: '/srv/app', subPath: 'app' }]);
  });

  test('of an image without a shell cannot start with its content', () => {
    const chart = newChart();
    service(chart, 'Proxy', { image: images.cnpgPostgis, scratch: [{ path: '/srv/app', seeded: true }] });
    expect(() => new Rendered(chart)).toThrow(
      'city/Proxy: ghcr.io/cloudnative-pg/postgis has no cp to fill /srv/app with',
    );
  });
});
