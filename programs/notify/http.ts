import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** An error as NGSI-LD has it (RFC 7807, ETSI GS CIM 009, 6.3.2). */
export class NgsiLdError extends Error {
  constructor(
    readonly status: number,
    readonly type: 'BadRequestData' | 'InternalError' | 'InvalidRequest' | 'RequestEntityTooLarge' | 'ResourceNotFound',
    readonly detail: string,
    /** Methods that are allowed, of a 405 (RFC 9110, 15.5.6). @default - it is none */
    readonly allow?: string,
  ) {
    super(detail);
  }
}

/** What the relay answers a request with. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers?: IncomingHttpHeaders;
  readonly body?: string;
}

/** Headers of one connection (RFC 9110, 7.6.1), and of a body that is written anew. */
const ownHeaders = new Set([
  ...['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
  ...['content-length', 'accept-encoding', 'expect', 'content-encoding'],
]);

/** The headers that go on to the next server, without those of `also`. */
export function endToEnd(
  headers: IncomingHttpHeaders,
  also: readonly string[] = [],
): Record<string, string | string[]> {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  const entries = Object.entries(headers).filter(
    ([name, value]) => value !== undefined && !ownHeaders.has(name) && !also.includes(name) && !named.includes(name),
  );
  return Object.fromEntries(entries) as Record<string, string | string[]>;
}

/**
 * Reads the body of a request.
 *
 * @throws NgsiLdError when it is longer than `limit` bytes.
 */
export async function bodyOf(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) throw new NgsiLdError(413, 'RequestEntityTooLarge', `The body has more than ${limit} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Sends an answer, without the headers of one connection. */
export function reply(response: ServerResponse, { status, headers = {}, body }: HttpAnswer): void {
  response.writeHead(status, {
    ...endToEnd(headers),
    ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
  });
  response.end(body);
}

/** Sends an error as NGSI-LD has it; it ends the connection where an answer has begun. */
export function replyError(response: ServerResponse, { status, type, detail, allow }: NgsiLdError): void {
  if (response.headersSent) return void response.destroy();
  const body = { type: `https://uri.etsi.org/ngsi-ld/errors/${type}`, title: type, status, detail };
  // A body that was not read to its end would be taken for the next request.
  const headers = {
    'content-type': 'application/problem+json',
    ...(status === 413 && { connection: 'close' }),
    ...(status === 503 && { 'retry-after': '5' }),
    ...(allow !== undefined && { allow }),
  };
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
