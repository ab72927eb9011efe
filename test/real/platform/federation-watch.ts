import { setTimeout as sleep } from 'node:timers/promises';
import type { PodAnswer } from '../support/rendered/call-pod';

/** How many entities an answer has to have: of both cities, and of the host alone. */
export interface WatchedCounts {
  /** In which all of them are: an answer that lacks a city's other tenants alone has every one. */
  readonly tenant: string;
  readonly whole: number;
  readonly partial: number;
}

/** A city that did not answer, as a problem names it. */
interface MissingMember {
  readonly city: string;
  readonly tenant?: string;
  readonly reason: string;
}

/** Asks a federated query again and again, and notes each answer that is late, or neither whole nor marked. */
export class FederationWatch {
  /** Answers that are not right, each in a sentence. */
  readonly wrong: string[] = [];
  /** When the first was asked, in milliseconds since 1970. */
  readonly began = Date.now();
  asked = 0;
  /** Longest answer, in milliseconds. */
  longest = 0;
  /** Reasons for which a city was missing. */
  readonly missing = new Set<string>();
  #on = true;
  readonly #work: Promise<void>;

  /** @param ask the query, of at most one page */
  constructor(
    private readonly ask: () => Promise<PodAnswer>,
    private readonly counts: WatchedCounts,
  ) {
    this.#work = this.#run();
  }

  /**
   * Waits for the answer under way. Every answer was right where `wrong` is empty. None waited for a silent city where
   * `longest` is below five seconds: two that it has, and what a shared machine may add.
   */
  async end(): Promise<void> {
    this.#on = false;
    await this.#work;
  }

  async #run(): Promise<void> {
    while (this.#on) {
      const began = performance.now();
      const answer = await this.ask().catch((error: unknown) => String(error));
      this.asked++;
      this.longest = Math.max(this.longest, performance.now() - began);
      if (typeof answer === 'string') this.wrong.push(answer);
      else this.#judge(answer);
      await sleep(50);
    }
  }

  /** Whether a city that is missing, as `"izmir";tenant="parking";reason=late`, is so with what is counted. */
  #concerns(missing: string): boolean {
    return (/;tenant="([^"]*)"/.exec(missing)?.[1] ?? this.counts.tenant) === this.counts.tenant;
  }

  /** Whether it says that neither of both cities answered, each by its name: then there is nothing to show. */
  #namesBoth({ status, text }: PodAnswer): boolean {
    if (status !== 503 && status !== 504) return false;
    const { missing = [] } = JSON.parse(text) as { missing?: readonly MissingMember[] };
    const here = missing.filter(({ tenant }) => (tenant ?? this.counts.tenant) === this.counts.tenant);
    for (const { reason } of here) this.missing.add(reason);
    return new Set(here.map(({ city }) => city)).size === 2;
  }

  #judge(answer: PodAnswer): void {
    if (this.#namesBoth(answer)) return;
    const { status, text, headers } = answer;
    const missing = missingIn(headers['federation-answer']);
    for (const [, reason] of missing?.matchAll(/reason=([\w-]+)/g) ?? []) this.missing.add(reason ?? '');
    const found = status === 200 ? (JSON.parse(text) as unknown[]).length : 0;
    const lacking = missing?.match(/"[^"]*"(;\w+=("[^"]*"|[\w-]+))*/g)?.some((one) => this.#concerns(one)) ?? false;
    const wanted = lacking ? this.counts.partial : this.counts.whole;
    if (found !== wanted)
      this.wrong.push(`${status} with ${found} entities, missing ${missing}: ${text.slice(0, 500)}`);
    if ((missing === undefined) !== (headers['ngsild-warning'] === undefined)) this.wrong.push('no warning');
  }
}

/** What a `Federation-Answer` says is missing; undefined where nothing is. */
export function missingIn(header: PodAnswer['headers'][string]): string | undefined {
  return /missing=\(([^)]*)\)/.exec(String(header))?.[1];
}
