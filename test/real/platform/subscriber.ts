import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { freePort } from '../support/free-port';
import type { PodNetwork } from '../support/rendered/pod-network';

interface Notification {
  readonly subscriptionId: string;
  readonly data: readonly { readonly id: string }[];
}

/** A program outside the platform that takes notifications. */
export class Subscriber {
  readonly received: Notification[] = [];
  readonly headers: IncomingHttpHeaders[] = [];
  readonly url: string;
  #close: () => void = () => undefined;
  readonly #server: Server;

  private constructor(name: string, answer: (response: ServerResponse) => void) {
    this.url = `http://${name}:8080/notify`;
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () => {
        this.headers.push(request.headers);
        this.received.push(JSON.parse(Buffer.concat(chunks).toString()) as Notification);
        answer(response);
      });
    });
  }

  /** @param answer what it does with a notification. @default it takes it */
  static async start(
    network: PodNetwork,
    {
      name = 'subscriber.town.example',
      answer = (response: ServerResponse) => void response.writeHead(204).end(),
    } = {},
  ): Promise<Subscriber> {
    const one = new Subscriber(name, answer);
    const port = await freePort();
    await new Promise<void>((resolve) => one.#server.listen(port, '127.0.0.1', resolve));
    one.#close = await network.forward(name, 8080, port);
    return one;
  }

  /** Ids of the entities that a subscription has told. */
  toldBy(subscription: string): string[] {
    return this.received
      .filter(({ subscriptionId }) => subscriptionId === subscription)
      .flatMap(({ data }) => data.map(({ id }) => id));
  }

  async stop(): Promise<void> {
    this.#close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
