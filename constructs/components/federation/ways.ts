import type { Construct } from 'constructs';
import type { Endpoint } from '../../waist/primitives/endpoint';
import { ExternalEndpoint } from '../../waist/primitives/external-endpoint';
import type { Reference } from '../../waist/primitives/reference';
import type { Gateway } from '../gateway/gateway';
import type { CityAddress } from './federated-city';

/** How the program gets to a public address: over the internet, or within the platform where it is the platform's own. */
type Way = (read: (value: Reference) => string) => CityAddress;

/** Ways to the cities; what they lead to outside is made when they are asked for. */
export class Ways {
  readonly #outside = new Map<string, Endpoint>();

  constructor(
    private readonly scope: Construct,
    private readonly gateway: Gateway,
  ) {}

  /** @param title what a reader calls the server, should it be somebody else's. */
  to(url: string, title: string): Way {
    const { hostname, port } = new URL(url);
    if (hostname.endsWith(`.${this.gateway.domain}`)) {
      const { host, port: ownPort } = this.gateway.service.endpoint('http');
      return (read) => ({ url, via: `http://${read(host)}:${ownPort}` });
    }
    const endpoint = this.#outside.get(hostname) ?? this.#endpoint(hostname, Number(port || 443), title);
    this.#outside.set(hostname, endpoint);
    return (read) => ({ url: url.replace(hostname, read(endpoint.host)) });
  }

  #endpoint(host: string, port: number, title: string): Endpoint {
    return new ExternalEndpoint(this.scope, `Server-${host}`, { host, port, scheme: 'https', title }).endpoint;
  }
}
