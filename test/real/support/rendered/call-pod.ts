import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';

export interface PodCall {
  /** Name of the port. @default http */
  readonly port?: string;
  readonly method?: string;
  /** `host` among them names the public host. */
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

export interface PodAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One request over HTTP/1.1, redirects not followed. */
export function callAddress(host: string, port: number, path: string, call: PodCall): Promise<PodAnswer> {
  const { method = 'GET', headers = {}, body } = call;
  return new Promise((resolve, reject) => {
    const sent = request({ host, port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
