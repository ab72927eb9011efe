import type { FederatedCity } from '../../constructs/components/federation/federated-city';
import type { HttpResponse } from '../shared/http';
import { isObject } from '../shared/json-value';
import type { Log } from '../shared/log';
import { AccessToken } from './access-token';
import { Breaker } from './breaker';
import { Missing, type MissingReason } from './missing';
import { type CityRequest, Transport } from './transport';

/** Bounds of what one city may cost. */
export interface CityLimits {
  /** For a city's whole answer, in milliseconds. */
  readonly timeout: number;
  /** Longest answer of a city, in bytes. */
  readonly longest: number;
  /** Questions to one city at the same time. */
  readonly concurrency: number;
  /** Failures in a row after which nobody waits for a city. */
  readonly failures: number;
  /** Before the first probe of a city that failed, in milliseconds. */
  readonly pause: number;
  /** Longest time between two such probes, in milliseconds. */
  readonly longestPause: number;
}

/** Upper bounds, in seconds, of the classes in which times of answers are counted. */
export const latencyClasses = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5] as const;

/** What became of the questions to a city. */
export interface CityCounts {
  asked: number;
  answered: number;
  readonly missing: Map<MissingReason, number>;
  /** Answers by {@link latencyClasses}, each counted once, and those that took longer. */
  readonly latencies: number[];
  /** Of all answers together, in seconds. */
  latency: number;
}

/** A question of a client, in the words of one city. */
export interface QuestionToCity extends CityRequest {
  readonly path: string;
  /** What the path is below. @default `/ngsi-ld/v1` */
  readonly root?: string;
  readonly tenant?: string | undefined;
}

/** Reasons that are no sign that the next question would fail too. */
const passing: ReadonlySet<MissingReason> = new Set(['busy', 'too-large', 'refused', 'no-tenant', 'limited']);

/** A city, asked at its own gateway with a token of its own identity. */
export class CityClient {
  readonly counts: CityCounts = {
    asked: 0,
    answered: 0,
    missing: new Map(),
    latencies: [...latencyClasses, Number.POSITIVE_INFINITY].map(() => 0),
    latency: 0,
  };
  readonly #api: Transport;
  readonly #identity: Transport;
  readonly #portal: Transport;
  readonly #token: AccessToken;
  readonly #breaker: Breaker;
  #open = 0;

  constructor(
    readonly city: FederatedCity,
    secret: string,
    private readonly limits: CityLimits,
    log: Log,
  ) {
    const { timeout, longest, concurrency, failures, pause, longestPause } = limits;
    this.#api = new Transport(city.api, { timeout, longest, connections: concurrency });
    this.#identity = new Transport(city.token, { timeout, longest: 64 * 1024, connections: 2 });
    this.#portal = new Transport(city.portal, { timeout, longest, connections: 2 });
    this.#token = new AccessToken({ clientId: city.clientId, secret, post: this.#identity.ask });
    this.#breaker = new Breaker({
      failures,
      pause,
      longestPause,
      probe: () => this.#probe(),
      changed: (reason) =>
        reason
          ? log('nobody waits for the city any more', { city: city.id, reason })
          : log('the city answers again', { city: city.id }),
    });
  }

  /** Why nobody waits for it at present. Undefined: it is asked. */
  get open(): MissingReason | undefined {
    return this.#breaker.open;
  }

  /** When its token ends, in milliseconds since 1970. */
  get tokenExpiresAt(): number | undefined {
    return this.#token.expiresAt;
  }

  /**
   * Asks, and has the answer read.
   *
   * @param share of the time that a city has
   * @param read takes an answer of any status that {@link judged} lets pass.
   * @throws Missing
   */
  async ask<T>(question: QuestionToCity, share: number, read: (answer: HttpResponse) => T): Promise<T> {
    const { counts } = this;
    const began = performance.now();
    counts.asked++;
    try {
      this.#breaker.check();
      if (this.#open >= this.limits.concurrency) throw new Missing('busy');
      this.#open++;
      try {
        const answer = read(await this.#exchange(question, began + share * this.limits.timeout));
        this.#breaker.succeeded();
        counts.answered++;
        this.#took((performance.now() - began) / 1000);
        return answer;
      } catch (error) {
        if (error instanceof Missing && !passing.has(error.reason)) this.#breaker.failed(error.reason);
        throw error;
      } finally {
        this.#open--;
      }
    } catch (error) {
      if (error instanceof Missing) counts.missing.set(error.reason, (counts.missing.get(error.reason) ?? 0) + 1);
      throw error;
    }
  }

  /**
   * Reads a document of its portal, which is for everybody.
   *
   * @returns undefined where there is none
   * @throws Missing
   */
  async askPortal(path: string, accept = 'text/turtle'): Promise<string | undefined> {
    const { status, body } = await this.#portal.ask({ path, headers: { accept } });
    if (status === 404) return undefined;
    if (status !== 200) throw new Missing(status >= 500 ? 'failing' : 'nonsense', `its portal answered ${status}`);
    return body;
  }

  stop(): void {
    this.#breaker.stop();
    this.#api.close();
    this.#portal.close();
    this.#identity.close();
  }

  async #exchange(question: QuestionToCity, deadline: number): Promise<HttpResponse> {
    const first = await within(deadline, this.#token.current());
    const answer = await this.#send(question, first, deadline);
    if (answer.status !== 401) return judged(answer);
    // Its keys may have changed, or its session ended.
    this.#token.refused(first);
    const second = await within(deadline, this.#token.current());
    return judged(await this.#send(question, second, deadline));
  }

  #send(
    { root = '/ngsi-ld/v1', path, tenant, headers, ...question }: QuestionToCity,
    token: string,
    deadline: number,
  ): Promise<HttpResponse> {
    return this.#api.ask(
      {
        ...question,
        path: `${root}${path}`,
        headers: {
          ...headers,
          authorization: `Bearer ${token}`,
          ...(tenant !== undefined && { 'ngsild-tenant': tenant }),
        },
      },
      deadline,
    );
  }

  async #probe(): Promise<void> {
    const [tenant] = this.city.tenants;
    const headers = { accept: 'application/json' };
    await this.#exchange({ path: '/types?limit=1', tenant, headers }, performance.now() + this.limits.timeout);
  }

  #took(seconds: number): void {
    const at = latencyClasses.findIndex((bound) => seconds <= bound);
    const { latencies } = this.counts;
    const index = at < 0 ? latencies.length - 1 : at;
    latencies[index] = (latencies[index] ?? 0) + 1;
    this.counts.latency += seconds;
  }
}

/** The answer, if it is one to the question. @throws Missing */
function judged(answer: HttpResponse): HttpResponse {
  const { status } = answer;
  if (status === 401 || status === 403) throw new Missing('no-access', `its gateway answered ${status}`);
  if (status === 404 && /Tenant/.test(problemType(answer) ?? '')) throw new Missing('no-tenant');
  if (status === 429) throw new Missing('limited');
  if (status >= 500) throw new Missing('failing', `it answered ${status}`);
  if (status !== 200 && status !== 400 && status !== 404) throw new Missing('nonsense', `it answered ${status}`);
  return answer;
}

/** `TenantNotFound` of Scorpio, `NonexistentTenant` of ETSI GS CIM 009 and of the gateway. */
function problemType({ body }: HttpResponse): string | undefined {
  try {
    const problem: unknown = JSON.parse(body);
    return isObject(problem) && typeof problem.type === 'string' ? problem.type.split('/').at(-1) : undefined;
  } catch {
    return undefined;
  }
}

/** Waits no longer. What it waits for goes on: others wait for the same. @throws Missing */
async function within<T>(deadline: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Missing('late')), Math.max(1, deadline - performance.now()));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
