import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A Go module whose sources carry custom resource definitions. */
export interface CrdModule {
  readonly file: string;
  readonly title: string;
  readonly module: string;
  readonly version: string;
  /** Paths of the definitions inside the module. */
  readonly definitions: readonly string[];
}

export const KUBERNETES = { version: '1.34.4', module: 'k8s.io/kubernetes', api: 'k8s.io/api' } as const;

export const CRD_MODULES: readonly CrdModule[] = [
  {
    file: 'cloudnative-pg',
    title: 'CloudNativePG',
    module: 'github.com/cloudnative-pg/cloudnative-pg',
    version: 'v1.30.0',
    definitions: ['clusters', 'databases', 'databaseroles', 'poolers', 'scheduledbackups'].map(
      (plural) => `config/crd/bases/postgresql.cnpg.io_${plural}.yaml`,
    ),
  },
  {
    file: 'barman-cloud',
    title: 'CloudNativePG Barman Cloud plugin',
    module: 'github.com/cloudnative-pg/plugin-barman-cloud',
    version: 'v0.14.0',
    definitions: ['config/crd/bases/barmancloud.cnpg.io_objectstores.yaml'],
  },
  {
    file: 'gateway-api',
    title: 'Gateway API',
    module: 'sigs.k8s.io/gateway-api',
    version: 'v1.6.1',
    definitions: ['gateways', 'httproutes', 'referencegrants', 'tcproutes'].map(
      (plural) => `config/crd/standard/gateway.networking.k8s.io_${plural}.yaml`,
    ),
  },
  {
    file: 'cert-manager',
    title: 'cert-manager',
    module: 'github.com/cert-manager/cert-manager',
    version: 'v1.21.2',
    definitions: ['deploy/crds/cert-manager.io_certificates.yaml', 'deploy/crds/cert-manager.io_issuers.yaml'],
  },
  {
    file: 'prometheus-operator',
    title: 'Prometheus Operator',
    module: 'github.com/prometheus-operator/prometheus-operator',
    version: 'v0.93.0',
    definitions: ['podmonitors', 'prometheusrules', 'servicemonitors'].map(
      (plural) => `example/prometheus-operator-crd/monitoring.coreos.com_${plural}.yaml`,
    ),
  },
  {
    file: 'external-secrets',
    title: 'External Secrets Operator',
    module: 'github.com/external-secrets/external-secrets',
    version: 'v1.3.2',
    definitions: [
      'config/crds/bases/external-secrets.io_externalsecrets.yaml',
      'config/crds/bases/generators.external-secrets.io_passwords.yaml',
    ],
  },
];

/** Strimzi publishes no Go module; its own generator writes the definitions from its API classes. */
export const STRIMZI = {
  file: 'strimzi',
  title: 'Strimzi',
  version: '1.2.0',
  classes: ['kafka.Kafka', 'nodepool.KafkaNodePool', 'topic.KafkaTopic'],
} as const;

/** The folder of a Go module, downloaded by the `go` command. */
export function goModule(module: string, version: string): string {
  const answer = execFileSync('go', ['mod', 'download', '-json', `${module}@${version}`], { encoding: 'utf8' });
  return (JSON.parse(answer) as { Dir: string }).Dir;
}

/**
 * Writes Strimzi's definitions into `folder` and gives their paths.
 *
 * Needs `mvn` and a Java runtime of 21 or newer, named by `JAVA` or found as `java`.
 */
export function strimziDefinitions(folder: string): string[] {
  const dependency = (name: string): string =>
    `<dependency><groupId>io.strimzi</groupId><artifactId>${name}</artifactId>` +
    `<version>${STRIMZI.version}</version></dependency>`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'pom.xml'),
    `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>citykit</groupId>` +
      `<artifactId>schemas</artifactId><version>1</version><packaging>pom</packaging>` +
      `<dependencies>${dependency('api')}${dependency('crd-generator')}</dependencies></project>`,
  );
  execFileSync('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib'], { cwd: folder });
  const outputs = STRIMZI.classes.map((name) => ({ name, path: join(folder, `${name}.yaml`) }));
  execFileSync(process.env.JAVA ?? 'java', [
    '-cp',
    join(folder, 'lib', '*'),
    'io.strimzi.crdgenerator.CrdGenerator',
    '--yaml',
    ...outputs.map(({ name, path }) => `io.strimzi.api.kafka.model.${name}=${path}`),
  ]);
  return outputs.map(({ path }) => path);
}
