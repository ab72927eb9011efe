import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateFor } from '../../real/support/certificate';
import type { Node } from './node';

/** Where the edge is in the cluster's network. */
export const edgeAddress = '10.96.0.20:443';

/** A file of `cluster` with a value for each word in capitals. */
export function filled(name: string, values: Readonly<Record<string, string>>): string {
  const text = readFileSync(join(__dirname, '..', 'cluster', name), 'utf8');
  return Object.entries(values).reduce((all, [word, value]) => all.replaceAll(word, value), text);
}

/** What a city asks of its cluster. */
export interface ClusterOptions {
  /** Names that the world's DNS knows, with their addresses. @default none */
  readonly hosts?: Readonly<Record<string, string>>;
  /** Size of a volume, which nothing holds it to. @default 20Gi */
  readonly size?: string;
  /** A class of volumes that several pods write. @default none */
  readonly shared?: string;
}

/** What the cluster of a city has before the city comes: DNS, volumes in a default class. */
export async function prepareCluster(
  node: Node,
  { hosts = {}, size = '20Gi', shared }: ClusterOptions = {},
): Promise<void> {
  const volumes = (name: string, mode: string, count: number) => [
    JSON.stringify({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: {
        name,
        annotations: { 'storageclass.kubernetes.io/is-default-class': String(name !== shared) },
      },
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
    }),
    ...Array.from({ length: count }, (_, at) =>
      filled('volume.yaml', {
        NAME: `${name}-${at}`,
        PATH: node.volume(`${name}-${at}`),
        SIZE: size,
        MODE: mode,
        CLASS: name,
      }),
    ),
  ];
  const known = Object.entries(hosts).map(([name, address]) => `${address} ${name}`);
  const objects = [
    ...volumes('local', 'ReadWriteOnce', 8),
    ...(shared ? volumes(shared, 'ReadWriteMany', 1) : []),
    filled('dns.yaml', { HOSTS: known.join('\n        ') || '# none' }),
  ];
  await node.kubectl(['apply', '--server-side', '-f', '-'], objects.join('\n---\n'));
  await available(node, 'kube-system', 'coredns');
}

/** Waits until a Deployment is available. */
export async function available(node: Node, namespace: string, name: string): Promise<void> {
  await node.kubectl(['-n', namespace, 'wait', '--for=condition=Available', `deployment/${name}`, '--timeout=10m']);
}

/**
 * The controller of every Ingress that there is, with a certificate for the hosts of a domain.
 *
 * @param namespace where it runs
 * @returns file with the authority of the certificate, in PEM
 */
export async function startEdge(node: Node, domain: string, namespace = 'edge'): Promise<string> {
  const { authority, certificate, key } = certificateFor(
    `*.${domain}`,
    mkdtempSync(join(tmpdir(), 'citykit-edge-')),
    30,
  );
  const { items } = JSON.parse(await node.kubectl(['get', 'ingress', '-A', '-o', 'json'])) as { items: Ingress[] };
  const config = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'edge', namespace },
    data: { 'edge.conf': proxyOf(items) },
  };
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'edge', namespace },
    stringData: { 'tls.crt': readFileSync(certificate, 'utf8'), 'tls.key': readFileSync(key, 'utf8') },
  };
  const objects = [filled('edge.yaml', { NAMESPACE: namespace }), JSON.stringify(config), JSON.stringify(secret)].join(
    '\n---\n',
  );
  await node.kubectl(['apply', '--server-side', '-f', '-'], objects);
  await available(node, namespace, 'edge');
  return authority;
}

interface Ingress {
  readonly metadata: { readonly namespace: string };
  readonly spec: {
    readonly rules: readonly {
      readonly host: string;
      readonly http: {
        readonly paths: readonly {
          readonly path: string;
          readonly backend: { readonly service: { readonly name: string; readonly port: { readonly number: number } } };
        }[];
      };
    }[];
  };
}

/** What nginx makes of these, with a body of the size that the page says an edge has to let through. */
function proxyOf(ingresses: readonly Ingress[]): string {
  const servers = ingresses.flatMap(({ metadata, spec }) =>
    spec.rules.map(({ host, http }) => {
      const locations = http.paths.map(
        ({ path, backend: { service } }) => `location ${path} {
          set $backend ${service.name}.${metadata.namespace}.svc.cluster.local:${service.port.number};
          proxy_pass http://$backend;
        }`,
      );
      return `server { listen 8443 ssl; server_name ${host}; ${locations.join('\n')} }`;
    }),
  );
  return `pid /tmp/nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  ssl_certificate /etc/edge/tls.crt;
  ssl_certificate_key /etc/edge/tls.key;
  client_max_body_size 51m;
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  resolver 10.96.0.10 valid=5s;
  proxy_http_version 1.1;
  proxy_set_header Connection '';
  proxy_set_header Host $host;
  proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
  proxy_set_header X-Forwarded-Proto https;
  ${servers.join('\n  ')}
}
`;
}
