import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createPlain, request } from 'node:http';
import { createServer } from 'node:https';
import { connect, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTls } from 'node:tls';
import { certificateFor } from '../support/certificate';
import { freePort } from '../support/free-port';
import type { RunningPod } from '../support/rendered';
import type { PodNetwork } from '../support/rendered/pod-network';

/** What stands before the gateway outside: TLS with a certificate for every host of a domain, and a redirect from http. */
export class TlsEdge {
  readonly #folder = mkdtempSync(join(tmpdir(), 'citykit-edge-'));
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #forwards: (() => void)[] = [];
  /** File with the authority of its certificate, in PEM. */
  readonly authority: string;
  readonly #files: { readonly cert: Buffer; readonly key: Buffer };

  private constructor(domain: string) {
    const { authority, certificate, key } = certificateFor(`*.${domain}`, this.#folder, 30);
    this.authority = authority;
    this.#files = { cert: readFileSync(certificate), key: readFileSync(key) };
  }

  /**
   * @param gateway of that platform, which may be another one after a while
   * @param hosts names that lead to it, at the ports 443 and 80
   */
  static async start(
    network: PodNetwork,
    gateway: () => RunningPod,
    domain: string,
    hosts: readonly string[],
  ): Promise<TlsEdge> {
    const edge = new TlsEdge(domain);
    const passOn = createServer({ ...edge.#files, minVersion: 'TLSv1.2' }, (from, to) => {
      // Of a gateway that runs no more the edge of a cluster knows.
      const pod = gateway();
      if (!pod.alive()) return void to.writeHead(503).end();
      const headers = { ...from.headers, 'x-forwarded-proto': 'https', 'x-forwarded-for': '198.51.100.7' };
      const { method, url: path } = from;
      const options = { host: pod.address, port: pod.pod.main.ports.http, method, path, headers, agent: false };
      const sent = request(options, (answer) => {
        to.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(to);
      });
      sent.on('error', () => to.writeHead(502).end());
      from.pipe(sent);
    });
    const redirect = createPlain(({ headers, url }, to) =>
      to.writeHead(301, { location: `https://${headers.host}${url}` }).end(),
    );
    for (const [server, port] of [[passOn, 443] as const, [redirect, 80] as const]) {
      await edge.#listen(server, network, hosts, port);
    }
    return edge;
  }

  /** Takes TLS away before a port of a pod that speaks something else than HTTP. */
  async carry(
    network: PodNetwork,
    host: string,
    port: number,
    to: { readonly pod: RunningPod; readonly port: number },
  ) {
    const server = createTls({ ...this.#files, minVersion: 'TLSv1.2' }, (client) => {
      const inner = connect(to.port, to.pod.address);
      for (const socket of [client, inner]) socket.on('error', () => [client, inner].map((one) => one.destroy()));
      client.pipe(inner).pipe(client);
    });
    await this.#listen(server, network, [host], port);
  }

  async #listen(server: Server, network: PodNetwork, hosts: readonly string[], port: number): Promise<void> {
    const own = await freePort();
    await new Promise<void>((resolve) => server.listen(own, '127.0.0.1', resolve));
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    this.#servers.push(server);
    for (const host of hosts) this.#forwards.push(await network.forward(host, port, own));
  }

  async stop(): Promise<void> {
    for (const close of this.#forwards.splice(0)) close();
    for (const server of this.#servers.splice(0)) {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of this.#sockets) socket.destroy();
      await closed;
    }
  }

  /** Takes the certificate away, too. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
