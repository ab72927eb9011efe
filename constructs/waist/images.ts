/** Of a processor, as Kubernetes and OCI call it. */
export type Architecture = 'amd64' | 'arm64';

/** A container image and what its own Dockerfile says about running it. */
export interface Image {
  /** Registry and repository. */
  readonly name: string;
  /** Tag, which names the version. */
  readonly tag: string;
  /** `sha256:…` of the image index. @default the tag alone names the image */
  readonly digest?: string;
  /** SPDX expression of the program inside. */
  readonly licence: string;
  /** What upstream publishes the image for. */
  readonly architectures: readonly Architecture[];
  /** Where upstream says for which architectures it publishes: its workflow, or the list of its registry. */
  readonly architecturesFrom: string;
  /** Numeric, so that a cluster can prove it is not root. */
  readonly user: { readonly uid: number; readonly gid: number };
  /** ENTRYPOINT and CMD, joined: what runs when nothing is replaced. */
  readonly entrypoint: readonly string[];
  /** The image's CMD: arguments of the entrypoint. */
  readonly cmd: readonly string[];
  /** A shell inside, for targets that must compose a value at start. @default none */
  readonly shell?: string;
  /**
   * What inside can ask over HTTP and TCP, for targets that probe from within: bash by /dev/tcp, or busybox by wget and nc.
   * @default none
   */
  readonly httpClient?: 'bash' | 'wget';
  /** Project home, for the report. */
  readonly home: string;
}

const both = ['amd64', 'arm64'] as const;
/** Built on a runner of that architecture, without naming others. */
const amd64 = ['amd64'] as const;

const scorpioWorkflow =
  'https://github.com/ScorpioBroker/ScorpioBroker/blob/development-quarkus/.github/workflows/release-java.yml';
const officialImages = 'https://github.com/docker-library/official-images/blob/master/library';

/** Every image that a platform runs. Sources: each project's own Dockerfile at the tag. */
export const images = {
  scorpio: {
    name: 'docker.io/scorpiobroker/all-in-one-runner',
    tag: 'java-5.0.3',
    licence: 'BSD-3-Clause',
    architectures: amd64,
    architecturesFrom: scorpioWorkflow,
    // The image names no user; nothing in it needs one.
    user: { uid: 10001, gid: 10001 },
    entrypoint: [],
    cmd: ['java', '-jar', 'quarkus-run.jar'],
    shell: '/bin/sh',
    httpClient: 'bash',
    home: 'https://github.com/ScorpioBroker/ScorpioBroker',
  },
  scorpioKafka: {
    name: 'docker.io/scorpiobroker/all-in-one-runner',
    tag: 'java-kafka-5.0.3',
    licence: 'BSD-3-Clause',
    architectures: amd64,
    architecturesFrom: scorpioWorkflow,
    user: { uid: 10001, gid: 10001 },
    entrypoint: [],
    cmd: ['java', '-jar', 'quarkus-run.jar'],
    shell: '/bin/sh',
    httpClient: 'bash',
    home: 'https://github.com/ScorpioBroker/ScorpioBroker',
  },
  keycloak: {
    name: 'quay.io/keycloak/keycloak',
    tag: '26.7.3',
    licence: 'Apache-2.0',
    architectures: both,
    architecturesFrom:
      'https://github.com/keycloak-rel/keycloak-rel/blob/main/.github/workflows/x-keycloak-container.yml',
    user: { uid: 1000, gid: 0 },
    entrypoint: ['/opt/keycloak/bin/kc.sh'],
    cmd: [],
    shell: '/bin/bash',
    httpClient: 'bash',
    home: 'https://www.keycloak.org',
  },
  apicurioRegistry: {
    name: 'quay.io/apicurio/apicurio-registry',
    tag: '3.3.3',
    licence: 'Apache-2.0',
    architectures: both,
    architecturesFrom: 'https://github.com/Apicurio/apicurio-registry/blob/main/.github/workflows/release-images.yaml',
    user: { uid: 1001, gid: 0 },
    entrypoint: [],
    cmd: ['/opt/jboss/container/java/run/run-java.sh'],
    shell: '/bin/sh',
    httpClient: 'bash',
    home: 'https://www.apicur.io/registry',
  },
  envoy: {
    name: 'docker.io/envoyproxy/envoy',
    // Not the distroless variant: stopping without losing requests needs its bash.
    tag: 'v1.40.0',
    licence: 'Apache-2.0',
    architectures: both,
    architecturesFrom: 'https://www.envoyproxy.io/docs/envoy/latest/start/install',
    user: { uid: 101, gid: 101 },
    entrypoint: ['/docker-entrypoint.sh'],
    cmd: ['envoy', '-c', '/etc/envoy/envoy.yaml'],
    shell: '/bin/bash',
    httpClient: 'bash',
    home: 'https://www.envoyproxy.io',
  },
  grafana: {
    name: 'docker.io/grafana/grafana',
    tag: '13.2.3',
    licence: 'AGPL-3.0-only',
    architectures: both,
    architecturesFrom: 'https://grafana.com/docs/grafana/latest/setup-grafana/installation/docker/',
    user: { uid: 472, gid: 0 },
    entrypoint: ['/run.sh'],
    cmd: [],
    shell: '/bin/sh',
    httpClient: 'wget',
    home: 'https://grafana.com/oss/grafana/',
  },
  /** Of the distributions with the receiver for Prometheus, the one with the fewest parts. */
  otelcol: {
    name: 'docker.io/otel/opentelemetry-collector',
    tag: '0.160.0',
    licence: 'Apache-2.0',
    architectures: both,
    architecturesFrom:
      'https://github.com/open-telemetry/opentelemetry-collector-releases/blob/main/distributions/otelcol/.goreleaser.yaml',
    user: { uid: 10001, gid: 10001 },
    entrypoint: ['/otelcol'],
    cmd: ['--config', '/etc/otelcol/config.yaml'],
    home: 'https://opentelemetry.io/docs/collector/',
  },
  ckan: {
    name: 'docker.io/ckan/ckan-base',
    tag: '2.11.4',
    licence: 'AGPL-3.0-only',
    architectures: amd64,
    architecturesFrom:
      'https://github.com/ckan/ckan-docker-base/blob/main/.github/workflows/reusable-docker-publish.yml',
    user: { uid: 503, gid: 502 },
    entrypoint: [],
    cmd: ['/srv/app/start_ckan.sh'],
    shell: '/bin/sh',
    httpClient: 'bash',
    home: 'https://ckan.org',
  },
  ckanSolr: {
    name: 'docker.io/ckan/ckan-solr',
    tag: '2.11-solr9',
    licence: 'Apache-2.0',
    architectures: amd64,
    architecturesFrom: 'https://github.com/ckan/ckan-solr/blob/main/solr-9/Makefile',
    user: { uid: 8983, gid: 8983 },
    entrypoint: [],
    cmd: ['sh', '-c', 'solr-precreate ckan $SOLR_CONFIG_DIR/ckan'],
    shell: '/bin/sh',
    httpClient: 'bash',
    home: 'https://solr.apache.org',
  },
  valkey: {
    name: 'docker.io/valkey/valkey',
    tag: '8.1.4-alpine',
    licence: 'BSD-3-Clause',
    architectures: both,
    architecturesFrom: 'https://github.com/valkey-io/valkey-container/blob/mainline/.github/workflows/ci.yml',
    user: { uid: 999, gid: 1000 },
    entrypoint: ['docker-entrypoint.sh'],
    cmd: ['valkey-server'],
    shell: '/bin/sh',
    httpClient: 'wget',
    home: 'https://valkey.io',
  },
  /** PostgreSQL with PostGIS, for a platform that runs its own server without an operator. */
  postgis: {
    name: 'docker.io/postgis/postgis',
    tag: '17-3.5',
    licence: 'PostgreSQL AND GPL-2.0-or-later',
    architectures: amd64,
    architecturesFrom: 'https://github.com/postgis/docker-postgis/blob/master/README.md',
    user: { uid: 999, gid: 999 },
    entrypoint: ['docker-entrypoint.sh'],
    cmd: ['postgres'],
    shell: '/bin/sh',
    home: 'https://postgis.net',
  },
  /** The `psql` client. */
  postgresClient: {
    name: 'docker.io/library/postgres',
    tag: '17.6-alpine',
    licence: 'PostgreSQL',
    architectures: both,
    architecturesFrom: `${officialImages}/postgres`,
    user: { uid: 70, gid: 70 },
    entrypoint: ['docker-entrypoint.sh'],
    cmd: ['postgres'],
    shell: '/bin/sh',
    httpClient: 'wget',
    home: 'https://www.postgresql.org',
  },
  /** PostgreSQL with PostGIS as CloudNativePG runs it. */
  cnpgPostgis: {
    name: 'ghcr.io/cloudnative-pg/postgis',
    tag: '17-3.5',
    licence: 'PostgreSQL AND GPL-2.0-or-later',
    architectures: amd64,
    architecturesFrom:
      'https://github.com/cloudnative-pg/postgis-containers/blob/1ee0ab98d37c0ffe772d3ac6d63878e379c77463/.github/generate-strategy.sh',
    user: { uid: 26, gid: 26 },
    entrypoint: [],
    cmd: [],
    home: 'https://cloudnative-pg.io',
  },
  /** Copies files to an object store, and back. */
  restic: {
    name: 'docker.io/restic/restic',
    tag: '0.18.1',
    licence: 'BSD-2-Clause',
    architectures: both,
    architecturesFrom: 'https://github.com/restic/restic/blob/v0.18.1/docker/build.sh',
    // The image names no user; its program needs none.
    user: { uid: 65534, gid: 65534 },
    entrypoint: ['/usr/bin/restic'],
    cmd: [],
    shell: '/bin/sh',
    httpClient: 'wget',
    home: 'https://restic.net',
  },
  /** Runs the platform's own small programs. */
  node: {
    name: 'docker.io/library/node',
    tag: '24.11.1-alpine',
    licence: 'MIT',
    architectures: both,
    architecturesFrom: `${officialImages}/node`,
    user: { uid: 1000, gid: 1000 },
    entrypoint: ['docker-entrypoint.sh'],
    cmd: ['node'],
    shell: '/bin/sh',
    httpClient: 'wget',
    home: 'https://nodejs.org',
  },
  nginx: {
    name: 'docker.io/nginxinc/nginx-unprivileged',
    tag: '1.29.3-alpine',
    licence: 'BSD-2-Clause',
    architectures: both,
    architecturesFrom: 'https://github.com/nginxinc/docker-nginx-unprivileged/blob/main/README.md',
    user: { uid: 101, gid: 101 },
    entrypoint: ['/docker-entrypoint.sh'],
    cmd: ['nginx', '-g', 'daemon off;'],
    shell: '/bin/sh',
    httpClient: 'wget',
    home: 'https://nginx.org',
  },
  /** Waits for peers, prepares folders. */
  busybox: {
    name: 'docker.io/library/busybox',
    tag: '1.37.0',
    licence: 'GPL-2.0-only',
    architectures: both,
    architecturesFrom: `${officialImages}/busybox`,
    user: { uid: 65534, gid: 65534 },
    entrypoint: [],
    cmd: ['sh'],
    shell: '/bin/sh',
    httpClient: 'wget',
    home: 'https://busybox.net',
  },
} as const satisfies Readonly<Record<string, Image>>;

/** `name:tag`, with `@digest` where it is known. */
export function imageReference(image: Image): string {
  return `${image.name}:${image.tag}${image.digest ? `@${image.digest}` : ''}`;
}
