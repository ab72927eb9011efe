import { Chart, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import type { KubernetesOptions } from '../../charts/kubernetes-options';
import { renderToKubernetes } from '../../charts/render-to-kubernetes';
import { images } from '../../constructs/waist/images';
import {
  PostgresServer,
  type PostgresServerProps,
  Service,
  type ServiceProps,
} from '../../constructs/waist/primitives';
import { Cpu, Size } from '../../constructs/waist/units';

/** What Kubernetes reads: plain JSON. */
// biome-ignore lint/suspicious/noExplicitAny: assertions read arbitrary paths of plain JSON.
export type Manifest = any;

export const size = { cpu: Cpu.millis(100), memory: Size.mebibytes(256) };

export function newChart(id = 'city'): Chart {
  return new Chart(Testing.app(), id);
}

/** A small service, of which a test says what matters to it. */
export function service(scope: Construct, id: string, props: Partial<ServiceProps> = {}): Service {
  return new Service(scope, id, {
    image: images.nginx,
    size,
    ports: { http: 8080 },
    probes: { ready: { http: '/ready', port: 8080 }, live: { tcp: 8080 } },
    ...props,
  });
}

export function postgres(scope: Construct, props: Partial<PostgresServerProps> = {}): PostgresServer {
  return new PostgresServer(scope, 'Database', {
    replicas: 1,
    size: { cpu: Cpu.cores(1), memory: Size.gibibytes(2) },
    storage: Size.gibibytes(10),
    backups: { enabled: false, reason: 'a test' },
    ...props,
  });
}

/** The objects that a chart renders to. */
export class Rendered {
  readonly objects: readonly Manifest[];

  constructor(chart: Chart, options: KubernetesOptions = {}) {
    renderToKubernetes(chart, options);
    this.objects = chart.toJson();
  }

  all(kind: string): Manifest[] {
    return this.objects.filter((object) => object.kind === kind);
  }

  /** The object whose name is, or starts with, `name`. */
  one(kind: string, name: string): Manifest {
    const named = this.all(kind).filter(
      ({ metadata }) =>
        metadata.name === name ||
        (/^-[0-9a-f]{8}$/.test(metadata.name.slice(name.length)) && metadata.name.startsWith(name)),
    );
    expect(named.map(({ metadata }) => metadata.name)).toHaveLength(1);
    return named[0];
  }

  /** Kinds and names, sorted. */
  get names(): string[] {
    return this.objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort();
  }

  pod(kind: string, name: string): Manifest {
    return this.one(kind, name).spec.template.spec;
  }

  container(kind: string, name: string): Manifest {
    return this.pod(kind, name).containers[0];
  }
}
