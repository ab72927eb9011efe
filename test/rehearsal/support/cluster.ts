import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateFor } from '../../real/support/certificate';
import type { Node } from './node';

/** Where the edge is in the cluster's network. */
export const edgeAddress = '10.96.0.20:443';

const file = (name: string) => readFileSync(join(__dirname, '..', 'cluster', name), 'utf8');

/** What the cluster of a city has before the city comes: DNS, volumes in a default class. */
export async function prepareCluster(node: Node): Promise<void> {
  const storageClass = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'local', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner: 'kubernetes.io/no-provisioner',
    volumeBindingMode: 'WaitForFirstConsumer',
  };
  const volumes = Array.from({ length: 8 }, (_, at) =>
    file('volume.yaml')
      .replace('NAME', `disk-${at}`)
      .replace('PATH', node.volume(`disk-${at}`)),
  );
  await node.kubectl(
    ['apply', '--server-side', '-f', '-'],
    [JSON.stringify(storageClass), ...volumes, file('dns.yaml')].join('\n---\n'),
  );
  await node.kubectl([
    '-n',
    'kube-system',
    'wait',
    '--for=condition=Available',
    'deployment/coredns',
    '--timeout=120s',
  ]);
}

/**
 * The controller of every Ingress that there is, with a certificate for the hosts of a domain.
 *
 * @returns file with the authority of the certificate, in PEM
 */
export async function startEdge(node: Node, domain: string): Promise<string> {
  const { authority, certificate, key } = certificateFor(
    `*.${domain}`,
    mkdtempSync(join(tmpdir(), 'citykit-edge-')),
    30,
  );
  const { items } = JSON.parse(await node.kubectl(['get', 'ingress', '-A', '-o', 'json'])) as { items: Ingress[] };
  const config = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'edge', namespace: 'edge' },
    data: { 'edge.conf': proxyOf(items) },
  };
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'edge', namespace: 'edge' },
    stringData: { 'tls.crt': readFileSync(certificate, 'utf8'), 'tls.key': readFileSync(key, 'utf8') },
  };
  const objects = [file('edge.yaml'), JSON.stringify(config), JSON.stringify(secret)].join('\n---\n');
  await node.kubectl(['apply', '--server-side', '-f', '-'], objects);
  await node.kubectl(['-n', 'edge', 'wait', '--for=condition=Available', 'deployment/edge', '--timeout=120s']);
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
