import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** What the service answers a request with. */
export interface CatalogueAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An error as RFC 9457 has it. */
export class ProblemDetails extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
    /** For the log only: it can name what is inside the platform. @default - the detail */
    readonly reason = detail,
  ) {
    super(detail);
  }

  toAnswer(): CatalogueAnswer {
    const { status, title, detail } = this;
    return {
      status,
      headers: { ...this.headers, 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
      body: `${JSON.stringify({ type: 'about:blank', title, status, detail })}\n`,
    };
  }
}

/** A document that a client may keep for a minute, and then ask whether it changed. */
export function document(request: IncomingMessage, mediaType: string, body: string): CatalogueAnswer {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  const headers = { etag, 'cache-control': 'public, max-age=60' };
  const known = (request.headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known.includes(etag) || known.includes('*')) return { status: 304, headers };
  return { status: 200, headers: { ...headers, 'content-type': `${mediaType}; charset=utf-8` }, body };
}

/** Sends an answer, without its body to a HEAD request. */
export function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: CatalogueAnswer,
): void {
  response.writeHead(status, {
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
    ...headers,
    ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
