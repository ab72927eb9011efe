import { synthKubernetes } from '../../../charts/synth';
import type { FederationPart } from '../../../constructs/platform/federation-part';
import type { City } from '../../../constructs/spec/city';
import { nameOf } from '../../../constructs/waist/names';
import type { Service, Workload } from '../../../constructs/waist/primitives';
import { Rendered, type RunningPod } from '../support/rendered';
import { standInOf } from '../support/rendered/stand-ins';
import { exampleCity, LiveCity } from './live-city';

/** The Kubernetes objects of an example, brought up as local processes. */
export class LivePlatform extends LiveCity {
  readonly objects: readonly object[];

  /**
   * @param example name of one of the examples, or any city
   * @param federation its part in the query of a federation
   */
  constructor(example: string | City, federation?: FederationPart) {
    const city = typeof example === 'string' ? exampleCity(example) : example;
    const { platform, objects } = synthKubernetes(city, [], federation);
    super(platform, new Rendered(objects));
    this.objects = objects;
  }

  /** Renders the platform anew for a changed spec: what is started from now on is started from that. */
  update(city: City, federation?: FederationPart): void {
    this.rendered.update(synthKubernetes(city, [], federation).objects);
  }

  override nameOf(workload: Workload): string {
    return nameOf(workload);
  }

  /** Starts a program of the kit's own that trusts in TLS whom the images do: Node's own list stands in its binary. */
  startTrusting(service: Service): Promise<RunningPod> {
    const { standIn } = standInOf(this.rendered.pod(this.nameOf(service)).main.image)!;
    const env = { ...standIn.env, NODE_EXTRA_CA_CERTS: '/etc/ssl/certs/ca-certificates.crt' };
    return this.start(service, { standIn: { ...standIn, env } });
  }

  /** Every image of a rendered pod. */
  images(): string[] {
    const text = JSON.stringify(this.objects);
    return [...new Set([...text.matchAll(/"image":"([^"]+)"/g)].map(([, image]) => image ?? ''))].sort();
  }

  /** Kinds that an operator makes programs of, with their API group. */
  operated(): string[] {
    const kinds = ['Cluster', 'Kafka'];
    return (this.objects as readonly { kind: string; apiVersion: string }[])
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ kind, apiVersion }) => `${kind} ${apiVersion.split('/')[0]}`);
  }
}
