import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer, type Server } from 'node:https';
import { gunzipSync } from 'node:zlib';
import type { Certificate } from '../support/certificate';
import { type Point, pointsOf } from './otlp-request';

/** A receiver of OTLP over HTTP that keeps what it has taken. */
export class OtlpReceiver {
  readonly points: Point[] = [];
  /** The path and the headers of the last request. */
  last: { readonly path: string; readonly headers: IncomingHttpHeaders } | undefined;
  /** Answers with it, and takes only what it answers with 200. */
  status = 200;
  #server: Server | undefined;

  constructor(
    private readonly port: number,
    private readonly certificate: Certificate,
  ) {}

  async start(): Promise<void> {
    const { key, certificate } = this.certificate;
    const server = createServer(
      { key: readFileSync(key), cert: readFileSync(certificate) },
      async (request, response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk);
        this.last = { path: request.url ?? '', headers: request.headers };
        const body = Buffer.concat(chunks);
        const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
        if (this.status === 200) this.points.push(...pointsOf(plain));
        response.writeHead(this.status, { 'content-type': 'application/x-protobuf' }).end();
      },
    );
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
