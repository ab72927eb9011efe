import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../../charts/gates/cel';
import type { SchemaFile } from '../../../charts/gates/schema/schema-file';
import { checkSchemas } from '../../../charts/gates/schema/schema-gate';
import {
  autoscaler,
  configMap,
  cronJob,
  deployment,
  goodPlatform,
  job,
  LABELS,
  type Loose,
  service,
} from './good-platform';

const SCHEMAS = join(__dirname, '../../../charts/gates/schemas');
const FILES = readdirSync(SCHEMAS).filter((file) => file.endsWith('.json') && file !== 'index.json');

const container = (object: Loose): Loose => object.spec.template.spec.containers[0];

function found(object: Loose): string[] {
  return checkSchemas([object]).map(({ rule, path }) => `${rule} ${path}`);
}

function changed(make: () => Loose, change: (object: Loose) => void): Loose {
  const object = make();
  change(object);
  return object;
}

const CONTAINER = 'spec.template.spec.containers[0]';

test('every built-in object of a good platform fits its schema', () => {
  expect(checkSchemas([...goodPlatform(), job(), cronJob(), autoscaler()])).toEqual([]);
});

test.each<[string, () => Loose, (object: Loose) => void, string]>([
  ['an unknown field at the top', deployment, (d) => (d.spek = {}), 'unknown-field spek'],
  [
    'an unknown field deep inside',
    deployment,
    (d) => (container(d).imagePulPolicy = 'Always'),
    `unknown-field ${CONTAINER}.imagePulPolicy`,
  ],
  [
    'an unknown field in a list',
    deployment,
    (d) => (container(d).env[0].vaule = 'x'),
    `unknown-field ${CONTAINER}.env[0].vaule`,
  ],
  ["a status, which is the cluster's to write", deployment, (d) => (d.status = {}), 'unknown-field status'],
  ['a text where a number belongs', deployment, (d) => (d.spec.replicas = '2'), 'type spec.replicas'],
  [
    'a number where a text belongs',
    deployment,
    (d) => (container(d).env[0].value = 5432),
    `type ${CONTAINER}.env[0].value`,
  ],
  ['a fraction where a whole number belongs', deployment, (d) => (d.spec.replicas = 1.5), 'type spec.replicas'],
  ['null', deployment, (d) => (d.spec.paused = null), 'type spec.paused'],
  ['a map where a list belongs', deployment, (d) => (container(d).ports = {}), `type ${CONTAINER}.ports`],
  ['a missing field', deployment, (d) => delete container(d).name, `required ${CONTAINER}.name`],
  ['a missing image', deployment, (d) => delete container(d).image, `required ${CONTAINER}.image`],
  ['a missing selector', deployment, (d) => delete d.spec.selector, 'required spec.selector'],
  ['a missing spec', deployment, (d) => delete d.spec, 'required spec'],
  ['a missing name', deployment, (d) => delete d.metadata.name, 'required metadata.name'],
  ['a name in capitals', deployment, (d) => (d.metadata.name = 'Broker'), 'object-name metadata.name'],
  ['a name of 254 characters', deployment, (d) => (d.metadata.name = 'a'.repeat(254)), 'object-name metadata.name'],
  [
    'a Service name beginning with a digit',
    service,
    (s) => (s.metadata.name = '1-broker'),
    'object-name metadata.name',
  ],
  ['a CronJob name of 53 characters', cronJob, (c) => (c.metadata.name = 'c'.repeat(53)), 'object-name metadata.name'],
  [
    'a namespace on a kind without one',
    () => goodPlatform()[0],
    (n) => (n.metadata.namespace = 'izmir'),
    'object-name metadata.namespace',
  ],
  ['a namespace with a dot', deployment, (d) => (d.metadata.namespace = 'city.izmir'), 'format metadata.namespace'],
  ['a container name with a dot', deployment, (d) => (container(d).name = 'broker.main'), `format ${CONTAINER}.name`],
  [
    'a quantity without a known suffix',
    deployment,
    (d) => (container(d).resources.limits.memory = '1GB'),
    `format ${CONTAINER}.resources.limits.memory`,
  ],
  [
    'an int-or-string that is neither',
    service,
    (s) => (s.spec.ports[0].targetPort = true),
    'type spec.ports[0].targetPort',
  ],
  [
    'a label value with a space',
    deployment,
    (d) => (d.metadata.labels.city = 'İzmir merkez'),
    'format metadata.labels.city',
  ],
  [
    'a label value of 64 characters',
    deployment,
    (d) => (d.metadata.labels.city = 'i'.repeat(64)),
    'format metadata.labels.city',
  ],
  [
    'a label name with two slashes',
    deployment,
    (d) => (d.metadata.labels['a/b/c'] = 'x'),
    'format metadata.labels["a/b/c"]',
  ],
  [
    'an annotation name with a space',
    deployment,
    (d) => (d.metadata.annotations = { 'a b': 'x' }),
    'format metadata.annotations["a b"]',
  ],
  ['a label that is no text', deployment, (d) => (d.metadata.labels.city = 35), 'type metadata.labels.city'],
  [
    'a value outside an enumeration',
    deployment,
    (d) => (container(d).imagePullPolicy = 'always'),
    `allowed-value ${CONTAINER}.imagePullPolicy`,
  ],
  [
    'a port above 65535',
    deployment,
    (d) => (container(d).ports[0].containerPort = 70000),
    `range ${CONTAINER}.ports[0].containerPort`,
  ],
  [
    'a port name of 16 characters',
    deployment,
    (d) => (container(d).ports[0].name = 'p'.repeat(16)),
    `format ${CONTAINER}.ports[0].name`,
  ],
  ['a negative count of replicas', deployment, (d) => (d.spec.replicas = -1), 'range spec.replicas'],
  ['a number beyond 32 bits', deployment, (d) => (d.spec.minReadySeconds = 2 ** 31), 'range spec.minReadySeconds'],
  [
    'an environment variable twice',
    deployment,
    (d) => container(d).env.push({ name: 'DBHOST', value: 'x' }),
    `duplicate ${CONTAINER}.env[2]`,
  ],
  [
    'a port twice, once by the default protocol',
    deployment,
    (d) => container(d).ports.push({ name: 'again', containerPort: 9090, protocol: 'TCP' }),
    `duplicate ${CONTAINER}.ports[1]`,
  ],
  [
    'a probe of two kinds',
    deployment,
    (d) => (container(d).livenessProbe.tcpSocket = { port: 1 }),
    `alternative ${CONTAINER}.livenessProbe`,
  ],
  [
    'a volume of no kind',
    deployment,
    (d) => d.spec.template.spec.volumes.push({ name: 'none' }),
    'alternative spec.template.spec.volumes[2]',
  ],
  ['a ConfigMap key with a slash', configMap, (c) => (c.data['a/b'] = 'x'), 'format data["a/b"]'],
  ['binary data that is not base64', configMap, (c) => (c.binaryData = { logo: '%' }), 'format binaryData.logo'],
  ['a schedule of four fields', cronJob, (c) => (c.spec.schedule = '15 3 * *'), 'format spec.schedule'],
  ['a maximum of no replicas', autoscaler, (a) => (a.spec.maxReplicas = 0), 'range spec.maxReplicas'],
])('%s is found', (_, make, change, expected) => {
  expect(found(changed(make, change))).toEqual([expected]);
});

test.each<[string, () => Loose, (object: Loose) => void]>([
  ['a quantity as a number', deployment, (d) => (container(d).resources.limits.memory = 1073741824)],
  ['a quantity with an exponent', deployment, (d) => (container(d).resources.requests.memory = '5e8')],
  ['a port by number', service, (s) => (s.spec.ports[0].targetPort = 9090)],
  ['a label without a value', deployment, (d) => (d.metadata.labels.city = '')],
  [
    'the same port by two protocols',
    deployment,
    (d) => container(d).ports.push({ name: 'udp', containerPort: 9090, protocol: 'UDP' }),
  ],
  [
    'a role with a colon in its name',
    () => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'izmir:keys' },
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }],
    }),
    () => undefined,
  ],
  ['a schedule with names and steps', cronJob, (c) => (c.spec.schedule = '*/15 0-6 1,15 JAN-MAR mon')],
  ['an undefined field', deployment, (d) => (d.spec.paused = undefined)],
])('%s is accepted', (_, make, change) => {
  expect(found(changed(make, change))).toEqual([]);
});

test('a misspelled field names the field it was meant to be', () => {
  const [finding] = checkSchemas([changed(deployment, (d) => (d.spec.replcas = 2))]);
  expect(finding).toEqual({
    gate: 'schema',
    rule: 'unknown-field',
    object: 'Deployment izmir-broker',
    path: 'spec.replcas',
    message: 'is a field the API does not know',
    fix: 'Did you mean replicas?',
  });
});

test.each([
  ['extensions/v1beta1', 'Deployment', 'Did you mean apps/v1/Deployment?'],
  ['v1', 'ConfigMpa', 'Did you mean v1/ConfigMap?'],
  ['example.org/v1', 'Unheard', 'Use a kind the kit knows, or add its schema to the generator.'],
])('%s/%s is no kind the kit knows', (apiVersion, kind, fix) => {
  expect(checkSchemas([{ apiVersion, kind, metadata: { name: 'x' } }])).toEqual([
    expect.objectContaining({ rule: 'unknown-kind', fix }),
  ]);
});

test.each([null, 'text', 3, [], {}])('%p is reported and never thrown at', (value) => {
  expect(checkSchemas([value as object])).toHaveLength(1);
});

const metadata = { name: 'izmir', namespace: 'izmir', labels: LABELS };

/** One good object of each operator's kinds, with a change that its definition refuses. */
const RESOURCES: Readonly<Record<string, { good: Loose; spoil: (object: Loose) => void; expected: string }>> = {
  'postgresql.cnpg.io/v1/Cluster': {
    good: {
      spec: {
        instances: 3,
        storage: { size: '10Gi' },
        bootstrap: { initdb: { database: 'scorpio', owner: 'scorpio' } },
      },
    },
    spoil: (o) => (o.spec.instnaces = 3),
    expected: 'unknown-field spec.instnaces',
  },
  'postgresql.cnpg.io/v1/ScheduledBackup': {
    good: {
      spec: {
        schedule: '0 0 3 * * *',
        cluster: { name: 'izmir' },
        method: 'plugin',
        pluginConfiguration: { name: 'barman-cloud.cloudnative-pg.io' },
      },
    },
    spoil: (o) => (o.spec.method = 'rsync'),
    expected: 'allowed-value spec.method',
  },
  'postgresql.cnpg.io/v1/Database': {
    good: {
      spec: {
        name: 'scorpio',
        owner: 'scorpio',
        cluster: { name: 'izmir' },
        extensions: [{ name: 'postgis', ensure: 'present' }],
      },
    },
    spoil: (o) => (o.spec.name = 'postgres'),
    expected: 'rule spec.name',
  },
  'barmancloud.cnpg.io/v1/ObjectStore': {
    good: { spec: { configuration: { destinationPath: 's3://backups/izmir' }, retentionPolicy: '30d' } },
    spoil: (o) => (o.spec.retentionPolicy = 'thirty days'),
    expected: 'format spec.retentionPolicy',
  },
  'gateway.networking.k8s.io/v1/HTTPRoute': {
    good: {
      spec: {
        parentRefs: [{ name: 'edge' }],
        hostnames: ['data.izmir.example'],
        rules: [{ backendRefs: [{ name: 'izmir-gateway', port: 80 }] }],
      },
    },
    spoil: (o) => delete o.spec.rules[0].backendRefs[0].port,
    expected: 'rule spec.rules[0].backendRefs[0]',
  },
  'gateway.networking.k8s.io/v1/Gateway': {
    good: { spec: { gatewayClassName: 'eg', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] } },
    spoil: (o) => (o.spec.listeners[0].port = 0),
    expected: 'range spec.listeners[0].port',
  },
  'cert-manager.io/v1/Certificate': {
    good: { spec: { secretName: 'izmir-tls', dnsNames: ['data.izmir.example'], issuerRef: { name: 'izmir' } } },
    spoil: (o) => delete o.spec.secretName,
    expected: 'required spec.secretName',
  },
  'cert-manager.io/v1/Issuer': {
    good: {
      spec: {
        acme: { server: 'https://acme.example/directory', privateKeySecretRef: { name: 'izmir-acme' }, solvers: [] },
      },
    },
    spoil: (o) => (o.spec.acme.solvers = {}),
    expected: 'type spec.acme.solvers',
  },
  'monitoring.coreos.com/v1/PrometheusRule': {
    good: { spec: { groups: [{ name: 'broker', rules: [{ alert: 'BrokerDown', expr: 'up == 0', for: '5m' }] }] } },
    spoil: (o) => (o.spec.groups[0].rules[0].for = 'soon'),
    expected: 'format spec.groups[0].rules[0].for',
  },
  'monitoring.coreos.com/v1/ServiceMonitor': {
    good: { spec: { selector: { matchLabels: LABELS }, endpoints: [{ port: 'metrics', interval: '30s' }] } },
    spoil: (o) => delete o.spec.selector,
    expected: 'required spec.selector',
  },
  'monitoring.coreos.com/v1/PodMonitor': {
    good: { spec: { selector: {}, podMetricsEndpoints: [{ port: 'metrics' }] } },
    spoil: (o) => (o.spec.podMetricsEndpoint = []),
    expected: 'unknown-field spec.podMetricsEndpoint',
  },
  'external-secrets.io/v1/ExternalSecret': {
    good: {
      spec: {
        refreshInterval: '1h',
        secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
        target: { name: 'izmir-db' },
        data: [{ secretKey: 'password', remoteRef: { key: 'izmir/db' } }],
      },
    },
    spoil: (o) => (o.spec.secretStoreRef.kind = 'Store'),
    expected: 'allowed-value spec.secretStoreRef.kind',
  },
  'kafka.strimzi.io/v1/Kafka': {
    good: {
      spec: {
        kafka: { version: '4.3.1', listeners: [{ name: 'tls', port: 9093, type: 'internal', tls: true }] },
        entityOperator: { topicOperator: {} },
      },
    },
    spoil: (o) => (o.spec.kafka.listeners[0].port = 80),
    expected: 'range spec.kafka.listeners[0].port',
  },
  'kafka.strimzi.io/v1/KafkaNodePool': {
    good: {
      spec: {
        replicas: 3,
        roles: ['controller', 'broker'],
        storage: {
          type: 'jbod',
          volumes: [{ id: 0, type: 'persistent-claim', size: '10Gi', kraftMetadata: 'shared' }],
        },
      },
    },
    spoil: (o) => (o.spec.roles = ['leader']),
    expected: 'allowed-value spec.roles[0]',
  },
  'kafka.strimzi.io/v1/KafkaTopic': {
    good: { spec: { partitions: 3, replicas: 3, config: { 'retention.ms': 3600000 } } },
    spoil: (o) => (o.spec.partitions = 0),
    expected: 'range spec.partitions',
  },
};

test.each(Object.entries(RESOURCES))('%s is checked against its definition', (key, { good, spoil, expected }) => {
  const parts = key.split('/');
  const make = (): Loose =>
    JSON.parse(JSON.stringify({ apiVersion: parts.slice(0, -1).join('/'), kind: parts.at(-1), metadata, ...good }));
  expect(found(make())).toEqual([]);
  expect(found(changed(make, spoil))).toEqual([expected]);
});

test('the schema files stay small, name their origin and carry a notice of it', () => {
  const size = FILES.reduce((sum, file) => sum + statSync(join(SCHEMAS, file)).size, 0);
  expect(size).toBeLessThan(200_000);
  const notice = readFileSync(join(SCHEMAS, 'NOTICE'), 'utf8');
  for (const file of FILES) {
    const { origin } = require(join(SCHEMAS, file)) as SchemaFile;
    expect(notice).toContain(`${file}: derived from ${origin}, Apache-2.0.`);
  }
});

test('every rule of the custom resource definitions compiles', () => {
  const rules = FILES.flatMap((file) => (require(join(SCHEMAS, file)) as SchemaFile).nodes).flatMap(
    (node) => node.rules ?? [],
  );
  expect(rules.length).toBeGreaterThan(90);
  for (const [rule] of rules) {
    expect(() => compile(rule)).not.toThrow();
  }
});
