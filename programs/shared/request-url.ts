import type { IncomingMessage } from 'node:http';
import { ProblemDetails } from '../dcat-ap/answer';

/**
 * The address that is asked for; of its host nothing is known. A path that begins with `//` is one too, and no host.
 *
 * @throws ProblemDetails where it is none
 */
export function requestUrl({ url = '/' }: Pick<IncomingMessage, 'url'>): URL {
  const address = url.startsWith('/') ? `http://localhost${url}` : url;
  if (!URL.canParse(address)) throw new ProblemDetails(404, 'Not found', 'There is nothing at this address.');
  return new URL(address);
}
