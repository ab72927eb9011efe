import type { IncomingMessage } from 'node:http';
import { ProblemDetails } from '../dcat-ap/answer';

/**
 * The address that a request names: a path, or as proxies have it the whole (RFC 9112, 3.2). `//a` is a path, and no host.
 *
 * @throws ProblemDetails when it is neither
 */
export function requestedUrl({ url = '/' }: Pick<IncomingMessage, 'url'>): URL {
  const text = url.startsWith('/') ? `http://devices${url}` : url;
  if (!URL.canParse(text)) throw new ProblemDetails(404, 'Not found', 'There is no such path.');
  return new URL(text);
}
