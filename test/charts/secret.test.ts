import type { KubernetesOptions } from '../../charts/kubernetes-options';
import { images } from '../../constructs/waist/images';
import { Job, Secret, text } from '../../constructs/waist/primitives';
import { newChart, postgres, Rendered, service, size } from './support';

const externalSecrets = {
  secrets: { kind: 'externalSecrets', store: { kind: 'ClusterSecretStore', name: 'vault' } },
} as const;

describe('secrets on Kubernetes', () => {
  test('are made inside the cluster by one job that may create Secrets and change only its own', () => {
    const chart = newChart();
    new Secret(chart, 'Key', { length: 32 });
    new Secret(chart, 'Token');
    const rendered = new Rendered(chart, { namespace: 'platform' });
    expect(rendered.all('Secret')).toEqual([]);
    const { env, command } = rendered.container('Job', 'city-secrets');
    expect(command).toEqual(['node', '/programs/create-secrets.cjs']);
    expect(env[1]).toEqual({ name: 'NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } });
    expect(JSON.parse(env[0].value)).toEqual([
      expect.objectContaining({ name: 'city-key', keys: [{ key: 'password', length: 32 }] }),
      expect.objectContaining({ name: 'city-token', keys: [{ key: 'password', length: 40 }] }),
    ]);
    expect(JSON.parse(env[0].value)[0].labels).toMatchObject({ 'app.kubernetes.io/part-of': 'city' });
    expect(rendered.one('Role', 'city-secrets').rules).toEqual([
      { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
      { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'patch'], resourceNames: ['city-key', 'city-token'] },
    ]);
    expect(rendered.one('RoleBinding', 'city-secrets').subjects).toEqual([
      { kind: 'ServiceAccount', name: 'city-secrets', namespace: 'platform' },
    ]);
    expect(rendered.one('NetworkPolicy', 'city-secrets').spec.egress[1]).toEqual({
      ports: [
        { protocol: 'TCP', port: 443 },
        { protocol: 'TCP', port: 6443 },
      ],
    });
  });

  test('need no job where there are none', () => {
    const chart = newChart();
    service(chart, 'Portal');
    expect(new Rendered(chart).all('Job')).toEqual([]);
  });

  test('come from a store where one is named', () => {
    const chart = newChart();
    new Secret(chart, 'Key');
    const rendered = new Rendered(chart, externalSecrets);
    expect(rendered.all('Job')).toEqual([]);
    expect(rendered.one('ExternalSecret', 'city-key')).toMatchObject({
      apiVersion: 'external-secrets.io/v1',
      spec: {
        refreshPolicy: 'CreatedOnce',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
        target: { name: 'city-key', creationPolicy: 'Owner' },
        data: [{ secretKey: 'password', remoteRef: { key: 'city-key', property: 'password' } }],
      },
    });
  });

  describe('when the rotation is raised', () => {
    function tree(options: KubernetesOptions) {
      const chart = newChart();
      const token = new Secret(chart, 'Token');
      new Job(chart, 'Setup', {
        image: images.node,
        size,
        env: { NOW: token.value, BEFORE: token.previous, URL: text`redis://:${token.value}@cache` },
      });
      new Job(chart, 'Tenants', { image: images.node, size });
      return new Rendered(chart, options);
    }
    const jobs = (rendered: Rendered) => rendered.all('Job').map(({ metadata }) => metadata.name);

    test('are other Secrets, so that nobody starts with an old value while the new one is made', () => {
      const rotated = tree({ rotation: 2 });
      expect(JSON.parse(rotated.container('Job', 'city-secrets').env[0].value)).toMatchObject([
        { name: 'city-token-2' },
      ]);
      expect(rotated.one('Role', 'city-secrets').rules[1].resourceNames).toEqual(['city-token-2']);
      expect(rotated.container('Job', 'city-setup').env).toEqual([
        { name: 'NOW', valueFrom: { secretKeyRef: { name: 'city-token-2', key: 'password' } } },
        { name: 'BEFORE', valueFrom: { secretKeyRef: { name: 'city-token-1', key: 'password', optional: true } } },
        { name: 'URL', value: 'redis://:$(NOW)@cache' },
      ]);
    });

    test('have no value before until then', () => {
      expect(tree({}).container('Job', 'city-setup').env).toContainEqual({ name: 'BEFORE' });
      expect(tree({ rotation: 1 }).container('Job', 'city-setup').env[1].valueFrom.secretKeyRef.name).toBe(
        'city-token',
      );
    });

    test('let every job run again, also those that read none', () => {
      const before = jobs(tree({}));
      const after = jobs(tree({ rotation: 1 }));
      expect(after).toHaveLength(3);
      expect(after.filter((name) => before.includes(name))).toEqual([]);
      expect(jobs(tree({ rotation: 0 }))).toEqual(before);
    });

    test('come from the same place of a store, which holds the value of today', () => {
      expect(tree({ ...externalSecrets, rotation: 1 }).one('ExternalSecret', 'city-token-1').spec).toMatchObject({
        target: { name: 'city-token-1' },
        data: [{ secretKey: 'password', remoteRef: { key: 'city-token', property: 'password' } }],
      });
    });

    test.each([-1, 1.5, 1000])('take no rotation %s', (rotation) => {
      expect(() => tree({ rotation })).toThrow('rotation is a whole number from 0 to 999');
    });
  });

  test('of a CloudNativePG administrator carry the user name in a basic-auth Secret', () => {
    const made = newChart();
    postgres(made);
    const [admin] = JSON.parse(new Rendered(made).container('Job', 'city-secrets').env[0].value);
    expect(admin).toMatchObject({
      name: 'city-database-admin',
      type: 'kubernetes.io/basic-auth',
      username: 'postgres',
    });
    const copied = newChart();
    postgres(copied);
    expect(
      new Rendered(copied, externalSecrets).one('ExternalSecret', 'city-database-admin').spec.target.template,
    ).toEqual({
      type: 'kubernetes.io/basic-auth',
      data: { username: 'postgres', password: '{{ .password }}' },
    });
  });

  test('that exist are read and not made', () => {
    const chart = newChart();
    const named = Secret.fromExisting(chart, 'Named', { name: 'mail', key: 'smtp' });
    const plain = Secret.fromExisting(chart, 'Plain', { name: 'other' });
    service(chart, 'Portal', { env: { A: named.value, B: plain.value } });
    const rendered = new Rendered(chart);
    expect(rendered.all('Job')).toEqual([]);
    expect(rendered.container('Deployment', 'city-portal').env).toEqual([
      { name: 'A', valueFrom: { secretKeyRef: { name: 'mail', key: 'smtp' } } },
      { name: 'B', valueFrom: { secretKeyRef: { name: 'other', key: 'password' } } },
    ]);
  });
});
