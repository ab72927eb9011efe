import type { HarvestedCity } from '../../constructs/components/federation/harvested-city';
import { extraOf } from '../publisher/describe-dataset';
import { type Portal, PortalRefusal, PortalUnavailable } from '../publisher/portal';
import { type JsonObject, objectsOf } from '../shared/json-value';
import type { Log } from '../shared/log';
import { BrokenCatalogue, type BrokenReason, brokenReasons } from './broken';
import { CatalogueReader } from './catalogue-reader';
import { fingerprint } from './fingerprint';
import type { HarvestConfig } from './harvest-config';
import { type HarvestedDataset, harvestedDataset, harvestedFrom } from './harvested-dataset';
import type { KnownDataset, KnownDatasets } from './known-datasets';
import { organizationText } from './organization-text';

/** With fewer datasets gone at once, that is believed. */
const fewGone = 5;

/** Most URIs of duplicates that are named. */
const mostNamed = 20;

/** What became of datasets, for the metrics. */
export interface HarvestCounts {
  written: number;
  removed: number;
  /** Those that the portal does not take, or that have no URI. */
  refused: number;
  readonly broken: Map<BrokenReason, number>;
}

/**
 * Keeps the country's portal equal to the catalogue of one city. Datasets are written as they are read, page by page; what is
 * gone is removed after the whole catalogue was read twice without it, so that no fault of the city's takes anything away.
 */
export class CityHarvest {
  readonly counts: HarvestCounts = { written: 0, removed: 0, refused: 0, broken: new Map() };
  /** Why it was not read as a whole the last time. */
  broken: BrokenReason | undefined;
  /** When it was last read as a whole, in milliseconds since 1970. */
  goodAt: number | undefined;
  /** Datasets that the portal has already, from another city or of its own. */
  duplicates: readonly string[] = [];
  /** With a dataset the portal failed the last time, and not with others. */
  failed: PortalUnavailable | undefined;
  readonly #reader: CatalogueReader;
  #shrunkSince: number | undefined;
  #told = '';

  constructor(
    readonly city: HarvestedCity,
    private readonly config: HarvestConfig,
    private readonly portal: Portal,
    private readonly known: KnownDatasets,
    private readonly log: Log,
  ) {
    this.#reader = new CatalogueReader(city, config);
  }

  /** Datasets that the portal has from it. */
  get datasets(): number {
    return this.known.of(this.city.id).length;
  }

  /**
   * Takes over what the portal has of an earlier run of the program.
   *
   * @throws PortalUnavailable, PortalRefusal; Error when the organisation is missing
   */
  async remember(): Promise<void> {
    const { id } = this.city;
    const organization = await this.portal.organization(id);
    if (!organization) throw new PortalRefusal(`the portal has no organisation ${id}`);
    const goodAt = Date.parse(extraOf(organization, 'harvest_good_at') ?? '');
    this.goodAt ??= Number.isNaN(goodAt) ? undefined : goodAt;
    const state = extraOf(organization, 'harvest_state');
    this.broken ??= brokenReasons.find((reason) => reason === state);
    const shrunkSince = Date.parse(extraOf(organization, 'harvest_shrunk_since') ?? '');
    this.#shrunkSince ??= Number.isNaN(shrunkSince) ? undefined : shrunkSince;
    this.known.forget(id);
    for await (const dataset of this.portal.datasetsOf(id)) {
      if (extraOf(dataset, 'managed_by') === harvestedFrom(id)) this.#keep(dataset);
    }
  }

  /**
   * Reads the catalogue, and has the portal say the same.
   *
   * @param others the cities whose datasets are left to their own catalogues
   * @throws BrokenCatalogue when it was not read as a whole; PortalUnavailable
   */
  async harvest(others: readonly string[]): Promise<void> {
    const began = Date.now();
    this.failed = undefined;
    const seen = new Set<string>();
    const twice: string[] = [];
    for await (const page of this.#reader.pages()) {
      for (const node of page.datasets) {
        const dataset = harvestedDataset(page, node, this.#source);
        if (!dataset) this.#refuse(node.value, 'it has no URI');
        else if (!seen.has(dataset.uri)) {
          if (await this.#isElsewhere(dataset, others)) twice.push(dataset.uri);
          else {
            seen.add(dataset.uri);
            await this.#store(dataset);
          }
        }
      }
    }
    this.#tellDuplicates(twice);
    await this.#removeGone(seen);
    this.goodAt = began;
  }

  /** Has the city's organisation say how its catalogue is. */
  async tell(): Promise<void> {
    const { id, title } = this.city;
    const { broken, goodAt, duplicates } = this;
    const state = { title, catalogue: this.#reader.url, broken, goodAt, duplicates: duplicates.length };
    const time = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());
    const extras: Readonly<Record<string, string | undefined>> = {
      harvest_source: this.#reader.url,
      harvest_state: broken ?? 'good',
      harvest_good_at: time(goodAt),
      harvest_shrunk_since: time(this.#shrunkSince),
      harvest_duplicates: duplicates.length > 0 ? JSON.stringify(duplicates.slice(0, mostNamed)) : undefined,
    };
    const organization = {
      id,
      description: organizationText(state, this.config.languages[0] ?? 'en'),
      extras: Object.entries(extras).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }])),
    };
    const text = JSON.stringify(organization);
    if (text === this.#told) return;
    await this.portal.patchOrganization(organization);
    this.#told = text;
  }

  close(): void {
    this.#reader.close();
  }

  get #source() {
    return { city: this.city.id, catalogue: this.#reader.url, languages: this.config.languages };
  }

  /** Whether the dataset is the portal's own, another city's, or here from another city. */
  async #isElsewhere(dataset: HarvestedDataset, others: readonly string[]): Promise<boolean> {
    if (others.some((site) => dataset.uri.startsWith(`${site}/`))) return true;
    const same = this.known.sameAs(dataset);
    return same !== undefined && same.city !== this.city.id;
  }

  async #store(dataset: HarvestedDataset): Promise<void> {
    const { uri, fields } = dataset;
    const known = this.known.get(uri);
    if (known?.fingerprint === fingerprint(fields)) return;
    try {
      const before = known ? await this.portal.dataset(known.id) : await this.#underItsName(dataset);
      this.#keep(before ? await this.#patch(before, fields) : await this.#create(dataset));
      this.counts.written++;
    } catch (error) {
      if (error instanceof PortalUnavailable) {
        // It throws where the portal is away; where it is not, the other datasets are taken all the same.
        await this.portal.organization(this.city.id);
        this.failed = error;
      } else if (!(error instanceof PortalRefusal)) throw error;
      this.#refuse(uri, error.message);
    }
  }

  /** One that was written and is not in the search index. */
  async #underItsName(dataset: HarvestedDataset): Promise<JsonObject | undefined> {
    const found = await this.portal.dataset(this.#nameOf(dataset));
    return found &&
      extraOf(found, 'uri') === dataset.uri &&
      extraOf(found, 'managed_by') === harvestedFrom(this.city.id)
      ? found
      : undefined;
  }

  #create(dataset: HarvestedDataset): Promise<JsonObject> {
    return this.portal.createDataset({
      ...dataset.fields,
      name: this.#nameOf(dataset),
      owner_org: this.city.id,
    });
  }

  #patch(before: JsonObject, fields: JsonObject): Promise<JsonObject> {
    const known = objectsOf(before.resources);
    const resources = objectsOf(fields.resources).map((resource) => {
      const same = known.find(({ uri }) => uri !== '' && uri === resource.uri);
      return { ...(same && { id: same.id }), ...resource };
    });
    return this.portal.patchDataset({ ...fields, id: before.id, resources });
  }

  /** What the city names it, and a mark of its URI: nobody else in the portal has this name. */
  #nameOf({ name, uri }: HarvestedDataset): string {
    return `${this.city.id}-${name}-${fingerprint({ url: uri }).toLowerCase().slice(0, 8)}`;
  }

  async #removeGone(seen: Set<string>): Promise<void> {
    const missing = () => this.known.of(this.city.id).filter(({ uri }) => !seen.has(uri));
    if (missing().length > 0) {
      // A dataset that is made or deleted while pages are read shifts others from one to the next.
      for await (const page of this.#reader.pages())
        for (const node of page.datasets) {
          const dataset = harvestedDataset(page, node, this.#source);
          if (dataset) seen.add(dataset.uri);
        }
    }
    const gone = missing();
    this.#doubt(gone.length, seen.size);
    for (const { id, uri, name } of gone) {
      await this.portal.deleteDataset({ id });
      this.known.delete(uri);
      this.counts.removed++;
      this.log('dataset removed', { city: this.city.id, dataset: name });
    }
  }

  /** @throws BrokenCatalogue when most of the catalogue is gone, and has not been for long */
  #doubt(gone: number, left: number): void {
    const isDoubtful = gone > 0 && (left === 0 || (gone >= fewGone && gone > left));
    if (!isDoubtful) {
      this.#shrunkSince = undefined;
      return;
    }
    this.#shrunkSince ??= Date.now();
    if (Date.now() - this.#shrunkSince < this.config.doubt)
      throw new BrokenCatalogue('shrunk', `${gone} datasets are gone at once, ${left} are left`);
    this.#shrunkSince = undefined;
  }

  #tellDuplicates(uris: readonly string[]): void {
    const before = new Set(this.duplicates);
    const added = uris.filter((uri) => !before.has(uri));
    if (added.length > 0)
      this.log('datasets that stand here already', {
        city: this.city.id,
        count: added.length,
        uris: added.slice(0, mostNamed),
      });
    this.duplicates = uris;
  }

  #refuse(dataset: string, reason: string): void {
    this.counts.refused++;
    this.log('dataset refused', { city: this.city.id, dataset, reason });
  }

  #keep(dataset: JsonObject): void {
    const uri = extraOf(dataset, 'uri');
    if (uri === undefined) return;
    const known: KnownDataset = {
      id: String(dataset.id),
      name: String(dataset.name),
      city: this.city.id,
      uri,
      identifier: extraOf(dataset, 'identifier'),
      fingerprint: fingerprint(dataset),
    };
    this.known.set(known);
  }
}
