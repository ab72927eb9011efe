import { send } from '../shared/http';
import { isObject, type JsonObject, objectsOf } from '../shared/json-value';
import { reasonOf } from '../shared/retry';

/** CKAN cannot be asked, or does not answer as it should. */
export class CkanUnavailable extends Error {}

/** A page of the catalogue. */
export interface DatasetPage {
  /** Datasets of the whole catalogue. */
  readonly count: number;
  readonly datasets: readonly JsonObject[];
}

/** The public part of a CKAN, through its action API. */
export class Ckan {
  constructor(
    private readonly url: string,
    private readonly timeout: number,
  ) {}

  /** Datasets in the order of their names. */
  page(start: number, rows: number): Promise<DatasetPage> {
    return this.#search({ sort: 'name asc', start: String(start), rows: String(rows) });
  }

  /** The dataset made first, undefined in an empty catalogue. */
  oldest(): Promise<JsonObject | undefined> {
    return this.#first('metadata_created asc');
  }

  /** The dataset changed last, undefined in an empty catalogue. */
  newest(): Promise<JsonObject | undefined> {
    return this.#first('metadata_modified desc');
  }

  async #first(sort: string): Promise<JsonObject | undefined> {
    const { datasets } = await this.#search({ sort, start: '0', rows: '1' });
    return datasets[0];
  }

  /** @returns undefined when there is none, or none that everybody may see */
  async dataset(name: string): Promise<JsonObject | undefined> {
    const dataset = await this.#action('package_show', { id: name });
    return dataset?.state === 'active' && dataset.private !== true && dataset.type === 'dataset' ? dataset : undefined;
  }

  /** @throws CkanUnavailable */
  async ready(): Promise<void> {
    await this.#action('status_show', {});
  }

  async #search(query: Readonly<Record<string, string>>): Promise<DatasetPage> {
    const result = await this.#action('package_search', { q: '*:*', fq: 'dataset_type:dataset', ...query });
    if (typeof result?.count !== 'number') throw new CkanUnavailable('CKAN answered without a count');
    return { count: result.count, datasets: objectsOf(result.results) };
  }

  /** @returns the result, undefined for what is not found or not public */
  async #action(name: string, query: Readonly<Record<string, string>>): Promise<JsonObject | undefined> {
    const url = `${this.url}/api/3/action/${name}?${new URLSearchParams(query)}`;
    const { status, body } = await send(url, { timeout: this.timeout, headers: { accept: 'application/json' } }).catch(
      (error: unknown) => {
        throw new CkanUnavailable(`CKAN cannot be reached: ${reasonOf(error)}`);
      },
    );
    if (status === 403 || status === 404) return undefined;
    if (status !== 200) throw new CkanUnavailable(`CKAN answered ${status} to ${name}`);
    try {
      const answer: unknown = JSON.parse(body);
      if (isObject(answer) && isObject(answer.result)) return answer.result;
    } catch {
      // Reported below, as any other answer that is none.
    }
    throw new CkanUnavailable(`CKAN answered ${name} with something else than its result`);
  }
}
