import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { CityAddress } from '../../constructs/components/federation/federated-city';
import { AnswerTooLongError, type HttpRequest, type HttpResponse, send } from '../shared/http';
import { reasonOf } from '../shared/retry';
import { Missing } from './missing';

/** A question to a city. */
export interface CityRequest extends Pick<HttpRequest, 'method' | 'headers' | 'body'> {
  /** Below the address: path and query. */
  readonly path?: string;
}

/** Asks, and reads the whole answer. @throws Missing */
export type Ask = (question: CityRequest, deadline?: number) => Promise<HttpResponse>;

/** How a city is reached. */
export interface TransportOptions {
  /** For one exchange, in milliseconds. */
  readonly timeout: number;
  /** Longest answer, in bytes. */
  readonly longest: number;
  /** Connections at most. */
  readonly connections: number;
}

/** Kept connections to one address, of which nothing takes longer or is larger than it may be. */
export class Transport {
  readonly #agent: HttpAgent | HttpsAgent;
  readonly #origin: string;
  readonly #path: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor(
    { url, via }: CityAddress,
    private readonly options: TransportOptions,
  ) {
    const { origin, host, pathname } = new URL(url);
    this.#origin = via === undefined ? origin : new URL(via).origin;
    this.#path = pathname.replace(/\/$/, '');
    // What stands before the gateway says by what the client came.
    this.#headers = via === undefined ? {} : { host, 'x-forwarded-proto': 'https' };
    const Agent = this.#origin.startsWith('https:') ? HttpsAgent : HttpAgent;
    this.#agent = new Agent({ keepAlive: true, maxSockets: options.connections, timeout: 60_000 });
  }

  /** @throws Missing when there is no whole answer in time */
  readonly ask: Ask = async (question, deadline = performance.now() + this.options.timeout) => {
    try {
      return await this.#send(question, deadline);
    } catch (error) {
      throw missing(error, deadline);
    }
  };

  close(): void {
    this.#agent.destroy();
  }

  #send({ path = '', headers, ...question }: CityRequest, deadline: number): Promise<HttpResponse> {
    return send(`${this.#origin}${this.#path}${path}`, {
      ...question,
      headers: { ...headers, ...this.#headers },
      agent: this.#agent,
      // Nothing that is asked changes anything.
      repeatable: true,
      timeout: Math.max(1, deadline - performance.now()),
      limit: this.options.longest,
    });
  }
}

function missing(error: unknown, deadline: number): Missing {
  if (error instanceof AnswerTooLongError) return new Missing('too-large');
  if (performance.now() >= deadline - 5) return new Missing('late');
  return new Missing('unreachable', reasonOf(error));
}
