import { lookup } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import type { WatchedSource } from '../../constructs/components/monitoring/watched';
import { growthSeconds } from '../../constructs/waist/quantity';
import { send } from '../shared/http';
import type { Log } from '../shared/log';
import { reasonOf } from '../shared/retry';
import { type Sample, samplesOf } from './exposition';
import { measureQuantity } from './measure-quantity';
import { Readings } from './readings';
import type { WatchConfig } from './watch-config';

/** Reads the metrics of every replica of every source, and says the number of each quantity. */
export class Watch {
  readonly #readings: readonly Readings[];
  readonly #names: readonly ReadonlySet<string>[];
  /** Sources that could not be read last time. */
  readonly #unread = new Set<string>();

  constructor(
    private readonly config: WatchConfig,
    private readonly log: Log,
  ) {
    this.#readings = config.sources.map(() => new Readings(1000 * growthSeconds));
    this.#names = config.sources.map(
      (_, at) =>
        new Set(
          config.quantities
            .filter(({ source }) => source === at)
            .flatMap(({ series, within }) => [series.name, ...(within ? [within.name] : [])]),
        ),
    );
  }

  /**
   * Reads once.
   *
   * @returns the numbers that are known, by the keys of their quantities, and how many replicas or sources could not be read
   */
  async look(time = Date.now()): Promise<{ readonly numbers: ReadonlyMap<string, number>; readonly unread: number }> {
    const missed = await Promise.all(
      this.config.sources.map(async (source, at) => {
        const { samples, unread } = await this.#read(source, this.#names[at]!);
        this.#readings[at]!.take(samples, time);
        return unread;
      }),
    );
    const numbers = new Map<string, number>();
    for (const quantity of this.config.quantities) {
      const value = measureQuantity(quantity, this.#readings[quantity.source]!, time);
      if (value !== undefined && Number.isFinite(value)) numbers.set(quantity.key, value);
    }
    return { numbers, unread: missed.reduce((sum, unread) => sum + unread, 0) };
  }

  async #read(
    source: WatchedSource,
    names: ReadonlySet<string>,
  ): Promise<{ readonly samples: ReadonlyMap<string, readonly Sample[]>; readonly unread: number }> {
    const { host, port, path } = source;
    const addresses = await lookup(host, { all: true }).catch((error: unknown) => this.#miss(host, error));
    if (!addresses) return { samples: new Map(), unread: 1 };
    const found = await Promise.all(
      addresses.map(async ({ address }) => {
        const url = `http://${isIPv6(address) ? `[${address}]` : address}:${port}${path}`;
        const answer = await send(url, { timeout: this.config.timeout }).catch((error: unknown) =>
          this.#miss(host, error),
        );
        if (answer && answer.status !== 200) this.#miss(host, new Error(`it answered ${answer.status}`));
        return answer?.status === 200 ? ([address, samplesOf(answer.body, names)] as const) : undefined;
      }),
    );
    const read = found.filter((one) => one !== undefined);
    if (read.length === found.length && this.#unread.delete(host)) this.log('metrics are read again', { host });
    return { samples: new Map(read), unread: found.length - read.length };
  }

  /** Says it when it begins. */
  #miss(host: string, error: unknown): undefined {
    if (!this.#unread.has(host)) this.log('metrics are not read', { host, reason: reasonOf(error) });
    this.#unread.add(host);
  }
}
