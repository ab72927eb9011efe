import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { comparedBy as indicators } from '../../../constructs/components/federation/indicator';
import { Comparisons } from '../../../programs/federation/compare/compare-answer';
import { FederatedReads } from '../../../programs/federation/federated-reads';
import type { FederationConfig } from '../../../programs/federation/federation-config';
import { federationServer } from '../../../programs/federation/federation-server';
import { type HttpRequest, type HttpResponse, send } from '../../../programs/shared/http';
import { recordedLog } from '../support/recorded-log';
import type { FakeNeighbour } from './fake-neighbour';

/** Time of a city where one is waited for in vain, in milliseconds. */
export const timeout = 2000;

/** A city has its time, also on a machine that stands still for a moment. */
export const limits = {
  timeout: 60_000,
  longest: 500_000,
  concurrency: 8,
  failures: Number.POSITIVE_INFINITY,
  pause: 50,
  longestPause: 100,
};

export const hurried = { ...limits, timeout };

export interface Told {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
  /** Milliseconds that the answer took. */
  readonly took: number;
  /** Texts of the warnings. */
  readonly warnings: readonly string[];
}

/** The federation of some fake cities, on loopback. */
export class RunningFederation {
  readonly recorded = recordedLog();
  readonly federation: FederatedReads;
  readonly #server: Server;

  private constructor(
    readonly cities: readonly FakeNeighbour[],
    changes: Partial<FederationConfig>,
  ) {
    this.federation = new FederatedReads(
      {
        cities: cities.map(({ city }) => city),
        secrets: cities.map(() => 'key-of-the-federation'),
        title: 'Land',
        indicators,
        agent: 'federation.land.example',
        context: 'https://models.host.example/context.jsonld',
        limits,
        concurrency: 16,
        httpPort: 0,
        metricsPort: 0,
        grace: 100,
        ...changes,
      },
      this.recorded.log,
    );
    const comparisons = new Comparisons('Land', this.federation.cities, indicators);
    this.#server = federationServer(this.federation, comparisons, this.recorded.log);
  }

  static async of(
    cities: readonly FakeNeighbour[],
    changes: Partial<FederationConfig> = {},
  ): Promise<RunningFederation> {
    const running = new RunningFederation(cities, changes);
    await new Promise<void>((done) => running.#server.listen(0, '127.0.0.1', done));
    running.#server.unref();
    return running;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async ask(path: string, request: HttpRequest = {}): Promise<Told> {
    for (const city of this.cities) city.newQuestion();
    const began = performance.now();
    const { status, headers, body } = await send(`http://127.0.0.1:${this.port}/ngsi-ld/v1${path}`, request);
    const took = performance.now() - began;
    const warning = headers['ngsild-warning'];
    const warnings = [...String(warning ?? '').matchAll(/199 federation\.land\.example "((?:[^"\\]|\\.)*)"/g)];
    return {
      status,
      headers,
      body: body === '' ? undefined : JSON.parse(body),
      took,
      warnings: warnings.map(([, text]) => text ?? ''),
    };
  }

  /** What a browser gets below the root. */
  page(path: string, headers: Readonly<Record<string, string>> = {}): Promise<HttpResponse> {
    return send(`http://127.0.0.1:${this.port}${path}`, { headers });
  }

  async stop(): Promise<void> {
    this.federation.stop();
    await new Promise((done) => {
      this.#server.close(done);
      this.#server.closeAllConnections();
    });
  }
}
