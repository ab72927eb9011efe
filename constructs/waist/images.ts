/** A container image and what its own Dockerfile says about running it. */
export interface Image {
  /** Registry and repository. */
  readonly name: string;
  readonly tag: string;
  /** `sha256:…` of the image index. @default the tag alone names the image */
  readonly digest?: string;
  /** SPDX expression of the program inside. */
  readonly licence: string;
  readonly architectures: readonly ('amd64' | 'arm64')[];
  /** Numeric, so that a cluster can prove it is not root. */
  readonly user: { readonly uid: number; readonly gid: number };
  /** ENTRYPOINT and CMD, joined: what runs when nothing is replaced. */
  readonly entrypoint: readonly string[];
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

/** Every image that a platform runs. Sources: each project's own Dockerfile at the tag. */
export const images = {
  scorpio: {
    name: 'docker.io/scorpiobroker/all-in-one-runner',
    tag: 'java-5.0.3',
    licence: 'BSD-3-Clause',
    architectures: both,
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
    architectures: both,
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
    user: { uid: 101, gid: 101 },
    entrypoint: ['/docker-entrypoint.sh'],
    cmd: ['envoy', '-c', '/etc/envoy/envoy.yaml'],
    shell: '/bin/bash',
    httpClient: 'bash',
    home: 'https://www.envoyproxy.io',
  },
  ckan: {
    name: 'docker.io/ckan/ckan-base',
    tag: '2.11.4',
    licence: 'AGPL-3.0-only',
    architectures: both,
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
    architectures: both,
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
    architectures: ['amd64'],
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
    architectures: both,
    user: { uid: 26, gid: 26 },
    entrypoint: [],
    cmd: [],
    home: 'https://cloudnative-pg.io',
  },
  /** Runs the platform's own small programs. */
  node: {
    name: 'docker.io/library/node',
    tag: '24.11.1-alpine',
    licence: 'MIT',
    architectures: both,
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
