import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { ForbiddenAddressError, guardedLookup } from './guarded-lookup';
import { SendError } from './outcome';
import type { Message, Send } from './send';

/** Answers that say: later. */
const passing = new Set([408, 425, 429, 502, 503, 504]);

/** Sends notifications to HTTP receivers, over connections that stay open. Redirects are not followed. */
export class HttpSender {
  readonly #agents = { 'http:': new HttpAgent({ keepAlive: true }), 'https:': new HttpsAgent({ keepAlive: true }) };

  readonly send: Send = (message) => this.#attempt(message, true);

  close(): void {
    for (const agent of Object.values(this.#agents)) agent.destroy();
  }

  #attempt(message: Message, again: boolean): Promise<void> {
    const { uri, check, headers, body, timeout } = message;
    const secure = uri.protocol === 'https:';
    const start = secure ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const request = start(
        uri,
        {
          method: 'POST',
          headers: { ...headers, 'content-length': body.length },
          agent: secure ? this.#agents['https:'] : this.#agents['http:'],
          lookup: guardedLookup(check),
          signal: AbortSignal.timeout(timeout),
        },
        (response) => {
          // The answer's body is nobody's; one that never ends must not hold the connection.
          response.on('error', () => undefined).resume();
          const status = response.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve();
          else reject(new SendError('refused', `the receiver answered ${status}`, passing.has(status)));
        },
      );
      // Where nobody listens, Node ends the connection of a 101 and tells neither of an answer nor of an error.
      request.on('upgrade', ({ statusCode }, socket) => {
        socket.destroy();
        reject(new SendError('refused', `the receiver answered ${statusCode}`));
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        if (error.name === 'AbortError' || error.name === 'TimeoutError')
          reject(new SendError('timeout', `no answer within ${timeout} ms`));
        else if (error instanceof ForbiddenAddressError) reject(new SendError('forbidden', error.message));
        // The receiver closed an idle connection while it was taken up again.
        else if (request.reusedSocket && error.code === 'ECONNRESET' && again)
          this.#attempt(message, false).then(resolve, reject);
        else reject(new SendError('unreachable', error.code ?? error.message, true));
      });
      request.end(body);
    });
  }
}
