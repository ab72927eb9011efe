import { setTimeout as sleep } from 'node:timers/promises';
import { type Portal, PortalRefusal } from '../publisher/portal';
import type { Log } from '../shared/log';
import { reasonOf } from '../shared/retry';
import { BrokenCatalogue } from './broken';
import { CityHarvest } from './city-harvest';
import type { HarvestConfig } from './harvest-config';
import { KnownDatasets } from './known-datasets';

/** A city, and when it is due. */
interface Due {
  readonly harvest: CityHarvest;
  remembered: boolean;
  at: number;
  /** Before the next attempt, in milliseconds; 0 after one that was good. */
  wait: number;
  failing: string | undefined;
}

/** What is wrong with one city in the portal, such as that its organisation is gone, is no matter of another city's. */
function ofItsOwn(error: unknown): void {
  if (!(error instanceof PortalRefusal)) throw error;
}

/** Reads the catalogues of all cities, one after the other, again and again. */
export class HarvestLoop {
  /** When the program began, in milliseconds since 1970. */
  readonly began = Date.now();
  readonly #cities: readonly Due[];
  readonly #stop = new AbortController();
  /** Attempts that the portal let fail. */
  portalFailures = 0;

  constructor(
    private readonly config: HarvestConfig,
    portal: Portal,
    private readonly log: Log,
  ) {
    const known = new KnownDatasets();
    this.#cities = config.cities.map((city) => ({
      harvest: new CityHarvest(city, config, portal, known, log),
      remembered: false,
      at: 0,
      wait: 0,
      failing: undefined,
    }));
  }

  get cities(): readonly CityHarvest[] {
    return this.#cities.map(({ harvest }) => harvest);
  }

  /** Works until {@link stop} is called. */
  async run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const [next] = [...this.#cities].sort((one, other) => one.at - other.at);
      if (!next) return;
      const wait = next.at - performance.now();
      if (wait > 0) await sleep(wait, undefined, { signal: this.#stop.signal }).catch(() => undefined);
      else await this.#attempt(next);
    }
  }

  /** Ends after what is under way. */
  stop(): void {
    this.#stop.abort();
    for (const { harvest } of this.#cities) harvest.close();
  }

  async #attempt(due: Due): Promise<void> {
    const { harvest } = due;
    const { id } = harvest.city;
    try {
      // All at first: a dataset that two cities have stays with the one that it is from.
      for (const other of this.#cities) if (other !== due) await this.#remember(other).catch(ofItsOwn);
      await this.#remember(due);
      await this.#harvest(harvest);
      await harvest.tell();
      if (harvest.failed) throw harvest.failed;
      this.#noteState(due, harvest.broken);
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.portalFailures++;
      this.#noteState(due, reasonOf(error));
    }
    const { every, pause } = this.config;
    due.wait = due.failing === undefined ? 0 : Math.min(Math.max(pause, 2 * due.wait), every);
    due.at = performance.now() + (due.wait || every);
    if (due.failing === undefined) this.log('catalogue read', { city: id, datasets: harvest.datasets });
  }

  async #remember(due: Due): Promise<void> {
    if (due.remembered) return;
    await due.harvest.remember();
    due.remembered = true;
  }

  /** What is wrong with the catalogue is noted; what is wrong with the portal is thrown. */
  async #harvest(harvest: CityHarvest): Promise<void> {
    const { config } = this;
    const sites = config.cities.flatMap(({ id, portal }) => (id === harvest.city.id ? [] : [portal.url]));
    try {
      await harvest.harvest([config.siteUrl, ...sites]);
      harvest.broken = undefined;
    } catch (error) {
      if (!(error instanceof BrokenCatalogue)) throw error;
      const { counts } = harvest;
      harvest.broken = error.reason;
      counts.broken.set(error.reason, (counts.broken.get(error.reason) ?? 0) + 1);
      this.log('catalogue broken', { city: harvest.city.id, reason: error.reason, detail: error.message });
    }
  }

  /** What goes on for hours is said when it begins and when it ends. */
  #noteState(due: Due, failing: string | undefined): void {
    const { id } = due.harvest.city;
    if (failing !== undefined && failing !== due.failing)
      this.log('the last good state stays', { city: id, reason: failing });
    if (failing === undefined && due.failing !== undefined) this.log('catalogue is whole again', { city: id });
    due.failing = failing;
  }
}
