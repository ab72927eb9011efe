import { Secret } from '../../constructs/waist/primitives';
import { newChart, postgres, Rendered, service } from './support';

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
        refreshInterval: '1h',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
        target: { name: 'city-key', creationPolicy: 'Owner' },
        data: [{ secretKey: 'password', remoteRef: { key: 'city-key', property: 'password' } }],
      },
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
