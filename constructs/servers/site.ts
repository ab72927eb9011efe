import type { Construct } from 'constructs';
import { checkOptions, workloadSize } from '../problems/check-options';
import { images } from '../waist/images';
import type { LazyValue } from '../waist/primitives/reference';
import { Service } from '../waist/primitives/service';
import type { WorkloadSize } from '../waist/workload-size';

/** The pages of a site, and the size of its web server. */
export interface SiteProps extends WorkloadSize {
  /** URL path to content, beginning with a slash: `/index.html`. */
  readonly pages: Readonly<Record<string, LazyValue>>;
  /** A port for workloads of the platform alone, and its nginx locations. @default none */
  readonly inner?: { readonly port: number; readonly locations: string };
}

/** Files below this path never change: the path holds a hash of what they say. */
const immutable = '/context/v1/';

/**
 * Static files from an unprivileged web server, the same on every target. Composed of a service rather than a primitive
 * of its own: a bucket behind the gateway would need request signing there, and gains a city nothing at this size.
 */
export class Site extends Service {
  constructor(scope: Construct, id: string, props: SiteProps) {
    const kinds = { ...workloadSize, pages: 'mapping', inner: { port: 'number', locations: 'text' } } as const;
    checkOptions<SiteProps>('Site', props, kinds, ['size', 'replicas', 'pages']);
    const root = '/citykit/site';
    super(scope, id, {
      image: images.nginx,
      size: props.size,
      replicas: props.replicas,
      command: ['nginx', '-c', '/citykit/nginx/nginx.conf', '-g', 'daemon off;'],
      files: {
        '/citykit/nginx/nginx.conf': configuration(root, props.inner),
        ...Object.fromEntries(Object.entries(props.pages).map(([path, content]) => [`${root}${path}`, content])),
      },
      scratch: [{ path: '/tmp' }],
      ports: { http: 8080, ...(props.inner && { inner: props.inner.port }) },
      probes: { ready: { http: '/healthz', port: 8080 }, live: { http: '/healthz', port: 8080 } },
    });
  }
}

function configuration(root: string, inner: SiteProps['inner']): string {
  return `worker_processes 1;
pid /tmp/nginx.pid;
error_log /dev/stderr warn;
events { worker_connections 512; }
http {
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  access_log off;
  server_tokens off;
  types {
    text/html html;
    text/css css;
    application/ld+json jsonld;
    application/json json;
    application/geo+json geojson;
    text/turtle ttl;
    image/svg+xml svg;
  }
  charset utf-8;
  charset_types text/css application/ld+json application/schema+json;
  gzip on;
  gzip_vary on;
  gzip_types application/json application/ld+json application/schema+json text/turtle;
  server {
    listen 8080;
    root ${root};
    add_header Access-Control-Allow-Origin "*";
    add_header X-Content-Type-Options nosniff;
    location = /healthz { return 204; }
    location ${immutable} {
      add_header Access-Control-Allow-Origin "*";
      add_header X-Content-Type-Options nosniff;
      add_header Cache-Control "public, max-age=31536000, immutable";
      try_files $uri =404;
    }
    location ~ \\.schema\\.json$ {
      types {}
      default_type application/schema+json;
      try_files $uri =404;
    }
    location / { try_files $uri $uri/index.html =404; }
  }
${inner ? `  server {\n    listen ${inner.port};\n    root ${root};\n${inner.locations}  }\n` : ''}}
`;
}
