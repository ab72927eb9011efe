import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateFor } from '../support/certificate';
import type { Rendered, RunningPod } from '../support/rendered';

/**
 * TLS for the public hosts of one platform, and behind it its gateway, as the edge of its cluster stands there; the programs of
 * another platform come in by it.
 */
export class NeighbourEdge {
  /** What the way does: it leads there, takes what is sent and answers nothing, or answers an error itself. */
  state: 'open' | 'silent' | 'failing' = 'open';
  /** Is told what is asked, before it is passed on. */
  asked: (path: string) => void = () => undefined;
  readonly #folder = mkdtempSync(join(tmpdir(), 'edge-'));
  readonly #agent = new Agent({ keepAlive: true });
  #server!: Server;
  #leave: readonly (() => void)[] = [];

  private constructor(private readonly gateway: () => RunningPod) {}

  /**
   * @param hosts of the platform behind it
   * @param gateway of that platform, which may be another one after a while
   * @param reader the platform whose programs come in by it, and trust its certificate
   */
  static async open(hosts: readonly string[], gateway: () => RunningPod, reader: Rendered): Promise<NeighbourEdge> {
    const edge = new NeighbourEdge(gateway);
    const files = certificateFor(hosts.join(',DNS:'), edge.#folder);
    await edge.#listen({ key: readFileSync(files.key), cert: readFileSync(files.certificate) });
    const { port } = edge.#server.address() as AddressInfo;
    edge.#leave = await Promise.all(hosts.map((host) => reader.network.forward(host, 443, port)));
    reader.trust(files.authority);
    return edge;
  }

  close(): void {
    for (const leave of this.#leave) leave();
    this.#agent.destroy();
    this.#server.closeAllConnections();
    this.#server.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #listen(tls: { readonly key: Buffer; readonly cert: Buffer }): Promise<void> {
    this.#server = createServer(tls, (incoming, outgoing) => {
      this.asked(incoming.url ?? '');
      if (this.state === 'silent') return;
      const gateway = this.gateway();
      // Of a gateway that runs no more the edge of a cluster knows.
      if (this.state === 'failing' || !gateway.alive()) return void outgoing.writeHead(503).end();
      const onward = request(
        {
          host: gateway.address,
          port: gateway.pod.main.ports.http,
          path: incoming.url,
          method: incoming.method,
          headers: { ...incoming.headers, 'x-forwarded-proto': 'https', 'x-forwarded-for': '198.51.100.7' },
          agent: this.#agent,
        },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        },
      );
      onward.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
      incoming.pipe(onward);
    });
    await new Promise<void>((done) => this.#server.listen(0, '127.0.0.1', done));
  }
}
