import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { rootCertificates } from 'node:tls';
import type { PlatformAnswer } from './exchange';
import type { Redactor } from './redact';

/** How the platform is reached. */
export interface ClientOptions {
  readonly redactor: Redactor;
  /** Ends everything that is under way. */
  readonly signal: AbortSignal;
  /** Authorities to trust besides those of Node, as PEM. @default none */
  readonly ca?: string | undefined;
  /**
   * Where hosts of the platform are reached instead of their public address: `http://…` as an edge that has taken TLS away,
   * `https://…` as the edge itself.
   * @default their public address
   */
  readonly via?: Via | undefined;
  /** For one exchange, in milliseconds. @default 10000 */
  readonly timeout?: number | undefined;
}

/** Another way to the hosts of the platform. */
export interface Via {
  readonly url: string;
  /** Hosts that are reached by it. */
  readonly hosts: readonly string[];
}

/** What is asked. */
export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as `application/json`, unless the headers name another type. */
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** Longest answer read, in bytes. @default 8388608 */
  readonly limit?: number;
}

/** How much of a body is kept as evidence. */
const shownBody = 600;

/** Asks the platform over HTTP. Every exchange has an end, redirects are not followed, and a busy gateway is asked again. */
export class Client {
  /** How often in a row a host kept silent. */
  readonly #silent = new Map<string, number>();
  /** Hosts that have answered once. */
  readonly #heard = new Set<string>();
  /** Answers with 429, and whether they said when to come back. */
  readonly busy: PlatformAnswer[] = [];

  constructor(readonly options: ClientOptions) {}

  /**
   * One question.
   *
   * @throws Error where nothing came back in time, with what the connection said as its cause; a host that kept silent once is
   * not asked again
   */
  async ask(url: string, question: Question = {}): Promise<PlatformAnswer> {
    const { host } = new URL(url);
    // One answer that takes too long is one answer; a host that never said a word, or a whole round of them, is not there.
    const few = this.#heard.has(host) ? 6 : 1;
    if ((this.#silent.get(host) ?? 0) >= few) throw new Error(this.#lateness(host));
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#once(url, question);
      if (answer.status !== 429) return answer;
      this.busy.push(answer);
      if (attempt === 4) return answer;
      await sleep(Math.min(2, Number(answer.headers['retry-after']) || 1) * 1000, undefined, {
        signal: this.options.signal,
      });
    }
  }

  #once(url: string, question: Question): Promise<PlatformAnswer> {
    const { method = 'GET', json, form, limit = 8 * 1024 * 1024 } = question;
    const { signal, redactor } = this.options;
    const address = new URL(url);
    const body = form ? new URLSearchParams(form).toString() : json === undefined ? undefined : JSON.stringify(json);
    const headers: Record<string, string> = {
      accept: 'application/json',
      'user-agent': 'citykit-verify',
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...question.headers,
    };
    const asked = redactor.clean(
      [
        `${method} ${url}`,
        ...Object.entries(headers)
          .filter(([name]) => name !== 'user-agent')
          .map(([name, value]) => `${name}: ${value}`),
        ...(body === undefined ? [] : ['', cut(body)]),
      ].join('\n'),
    );
    return new Promise((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException) =>
        reject(
          new Error(`${method} ${url}: ${redactor.clean(error.message || error.code || 'no answer')}`, {
            cause: error,
          }),
        );
      const { start, options } = this.#way(address, method, {
        ...headers,
        ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
      });
      const sent = start(options, (incoming) => {
        this.#heard.add(address.host);
        this.#silent.delete(address.host);
        read(incoming, limit).then((text) => resolve(answered(incoming, text)), failed);
      });
      const answered = (
        { statusCode: status = 0, headers: received }: IncomingMessage,
        text: string,
      ): PlatformAnswer => {
        const given = plain(received);
        const shown = Object.entries(given).filter(([name]) => !unremarkable.has(name));
        const answer = [
          `HTTP ${status}`,
          ...shown.map(([name, value]) => `${name}: ${value}`),
          ...(text === '' ? [] : ['', cut(text)]),
        ].join('\n');
        return { url, request: asked, answer: redactor.clean(answer), status, headers: given, body: text };
      };
      const timer = setTimeout(() => {
        this.#silent.set(address.host, (this.#silent.get(address.host) ?? 0) + 1);
        sent.destroy(new Error(this.#lateness(address.host)));
      }, this.#timeout);
      sent.on('close', () => clearTimeout(timer));
      sent.on('error', failed);
      if (signal.aborted) sent.destroy(new Error('the run was ended'));
      else {
        const end = () => sent.destroy(new Error('the run was ended'));
        signal.addEventListener('abort', end, { once: true });
        sent.on('close', () => signal.removeEventListener('abort', end));
      }
      sent.end(body);
    });
  }

  #lateness(host: string): string {
    return `${host} did not answer within ${this.#timeout / 1000} s`;
  }

  get #timeout(): number {
    return this.options.timeout ?? 10_000;
  }

  #way(url: URL, method: string, headers: Record<string, string>) {
    const { via, ca } = this.options;
    const path = `${url.pathname}${url.search}`;
    const trust: RequestOptions = ca === undefined ? {} : { ca: [...rootCertificates, ca] };
    if (via === undefined || !via.hosts.includes(url.hostname)) {
      const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const options = {
        ...trust,
        host: url.hostname,
        port: url.port || undefined,
        path,
        method,
        headers,
        agent: false,
      };
      return { start, options: options as RequestOptions };
    }
    const { protocol, hostname, port } = new URL(via.url);
    const options = { host: hostname.replace(/^\[|\]$/g, ''), port: port || undefined, path, method, agent: false };
    const named = { ...headers, host: url.host };
    if (protocol === 'https:')
      return {
        start: httpsRequest,
        options: { ...trust, ...options, servername: url.hostname, headers: named } as RequestOptions,
      };
    // What an edge that has taken TLS away says.
    const forwarded = { ...named, 'x-forwarded-proto': 'https' };
    return { start: httpRequest, options: { ...options, headers: forwarded } as RequestOptions };
  }
}

/** Headers that decide nothing and would fill the evidence. */
const unremarkable = new Set([
  ...['date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length', 'vary'],
  ...['x-content-type-options', 'referrer-policy', 'x-frame-options', 'x-envoy-upstream-service-time'],
]);

async function read(incoming: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    length += (chunk as Buffer).length;
    if (length > limit) throw new Error(`the answer has more than ${limit} bytes`);
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

function plain(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

function cut(text: string): string {
  return text.length <= shownBody ? text : `${text.slice(0, shownBody)}…`;
}
