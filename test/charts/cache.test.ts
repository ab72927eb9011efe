import { Cache, text } from '../../constructs/waist/primitives';
import { newChart, Rendered, service, size } from './support';

describe('a cache on Kubernetes', () => {
  test('is one Valkey that asks for its password and keeps nothing on disk', () => {
    const chart = newChart();
    new Cache(chart, 'Cache', { size });
    const rendered = new Rendered(chart);
    expect(rendered.one('Deployment', 'city-cache').spec).toMatchObject({
      replicas: 1,
      strategy: { type: 'Recreate' },
    });
    const { command, args, env } = rendered.container('Deployment', 'city-cache');
    expect(command).toEqual(['valkey-server']);
    expect(args).toEqual([
      '--requirepass',
      '$(SECRET_CITY_CACHE_PASSWORD)',
      '--save',
      '',
      '--appendonly',
      'no',
      '--maxmemory',
      '192mb',
      '--maxmemory-policy',
      'volatile-lru',
    ]);
    expect(env).toEqual([
      {
        name: 'SECRET_CITY_CACHE_PASSWORD',
        valueFrom: { secretKeyRef: { name: 'city-cache-password', key: 'password' } },
      },
    ]);
    expect(rendered.one('Service', 'city-cache').spec.ports).toMatchObject([{ name: 'redis', port: 6379 }]);
  });

  test('is reached by a URL with the password inside, by those who refer to it alone', () => {
    const chart = newChart();
    const cache = new Cache(chart, 'Cache', { size });
    service(chart, 'Portal', { env: { URL: text`${cache.url}/1` } });
    service(chart, 'Stranger');
    const rendered = new Rendered(chart);
    expect(rendered.container('Deployment', 'city-portal').env[1]).toEqual({
      name: 'URL',
      value: 'redis://:$(SECRET_CITY_CACHE_PASSWORD)@city-cache:6379/1',
    });
    expect(rendered.one('NetworkPolicy', 'city-cache').spec.ingress).toEqual([
      {
        from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'city-portal' } } }],
        ports: [{ protocol: 'TCP', port: 6379 }],
      },
    ]);
  });
});
