import type { Port, Primitive } from './primitive';
import { Reference, type Text, text } from './reference';

/** A TCP port of a primitive that others may talk to. */
export class Endpoint<Source extends Primitive = Primitive> implements Port {
  constructor(
    /** The primitive that listens. */
    readonly source: Source,
    /** TCP port that it listens on. */
    readonly port: number,
    private readonly scheme: string = 'http',
  ) {}

  /** Name under which the port is reached inside the platform. Reading it into a workload opens the network path. */
  get host(): Reference {
    return new Reference(this.source, 'host', false, this.port);
  }

  /** `scheme://host:port` followed by `path`. */
  url(path = ''): Text {
    return text`${this.scheme}://${this.host}:${this.port}${path}`;
  }
}
