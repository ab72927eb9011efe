import { createServer, type Server } from 'node:http';
import { freePort } from '../support/free-port';
import type { PodNetwork } from '../support/rendered/pod-network';

interface Notification {
  readonly data: readonly { readonly id: string }[];
}

/** A program outside the platform that takes notifications. */
export class Subscriber {
  readonly received: Notification[] = [];
  readonly url = 'http://subscriber:8080/notify';
  #close: () => void = () => undefined;
  readonly #server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      this.received.push(JSON.parse(Buffer.concat(chunks).toString()) as Notification);
      response.writeHead(204).end();
    });
  });

  static async start(network: PodNetwork): Promise<Subscriber> {
    const one = new Subscriber();
    const port = await freePort();
    await new Promise<void>((resolve) => one.#server.listen(port, '127.0.0.1', resolve));
    one.#close = await network.forward('subscriber', 8080, port);
    return one;
  }

  async stop(): Promise<void> {
    this.#close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
