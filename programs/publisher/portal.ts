import { send } from '../shared/http';
import { isObject, type JsonObject, objectsOf } from '../shared/json-value';
import { reasonOf } from '../shared/retry';
import type { DatastoreColumn } from './row';

/** The portal cannot be asked, or refuses. */
export class PortalUnavailable extends Error {}

/** The portal refuses what it is given, and would refuse it again. */
export class PortalRefusal extends Error {}

/** CKAN's action API with the right to write into an organisation. */
export class Portal {
  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly timeout: number,
  ) {}

  /** @returns undefined when there is none of that name, or it is deleted */
  async dataset(name: string): Promise<JsonObject | undefined> {
    const dataset = await this.#tryAction('package_show', { id: name });
    return dataset?.state === 'active' ? dataset : undefined;
  }

  /**
   * All datasets of an organisation, a hundred at a time. None may be deleted before the last one is read: those behind it
   * would move to a page that was read already.
   */
  async *datasetsOf(organization: string): AsyncGenerator<JsonObject> {
    const rows = 100;
    for (let start = 0; ; start += rows) {
      const query = { q: '*:*', fq: `organization:"${organization}"`, include_private: true, sort: 'name asc' };
      const found = objectsOf((await this.#action('package_search', { ...query, start, rows })).results);
      yield* found;
      if (found.length < rows) return;
    }
  }

  /** @returns undefined when there is none of that name, or it is deleted */
  async organization(name: string): Promise<JsonObject | undefined> {
    const found = await this.#tryAction('organization_show', { id: name, include_datasets: false });
    return found?.state === 'active' ? found : undefined;
  }

  patchOrganization(organization: JsonObject): Promise<JsonObject> {
    return this.#action('organization_patch', organization);
  }

  createDataset(dataset: JsonObject): Promise<JsonObject> {
    return this.#action('package_create', dataset);
  }

  patchDataset(dataset: JsonObject): Promise<JsonObject> {
    return this.#action('package_patch', dataset);
  }

  /** Deletes a dataset with its tables. */
  async deleteDataset(dataset: JsonObject): Promise<void> {
    // Of its own CKAN keeps the tables of a deleted dataset, for everybody who knows the address.
    for (const { id } of objectsOf(dataset.resources)) await this.#action('resource_delete', { id });
    await this.#action('package_delete', { id: dataset.id });
  }

  /**
   * Makes sure that a resource has a table with these columns, and a preview.
   *
   * @returns whether the table had to be made anew, and so is empty
   */
  async table(resource: string, columns: readonly DatastoreColumn[]): Promise<boolean> {
    const known = await this.#tryAction('datastore_info', { id: resource });
    const isMade = !(known && isSame(objectsOf(known.fields), columns));
    if (isMade && known) await this.#action('datastore_delete', { resource_id: resource });
    if (isMade) await this.#action('datastore_create', { resource_id: resource, fields: columns, primary_key: ['id'] });
    await this.#preview(resource);
    return isMade;
  }

  /** A portal without that sort of preview is as good otherwise. */
  async #preview(resource: string): Promise<void> {
    const [shown] = await this.#list('resource_view_list', { id: resource });
    if (shown) return;
    const view = { resource_id: resource, view_type: 'datatables_view', title: 'Table' };
    await this.#action('resource_view_create', view).catch((error: unknown) => {
      if (!(error instanceof PortalRefusal)) throw error;
    });
  }

  /** How many rows a table has. */
  async count(resource: string): Promise<number> {
    const { total } = await this.#action('datastore_search', { resource_id: resource, limit: 0, include_total: true });
    return Number(total);
  }

  /** Of those ids that have a row, `modifiedAt`. */
  async versions(resource: string, ids: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
    const rows = await this.#rows(resource, { filters: { id: ids }, limit: ids.length, fields: ['id', 'modifiedAt'] });
    return new Map(rows.map(({ id, modifiedAt }) => [String(id), modifiedAt]));
  }

  /** Ids of rows, in the order in which they were made. */
  async ids(resource: string, offset: number, limit: number): Promise<readonly string[]> {
    const rows = await this.#rows(resource, { sort: '_id', fields: ['id'], offset, limit });
    return rows.map(({ id }) => String(id));
  }

  /** Some rows, in the order of their ids. @param offset how many come before */
  async #rows(resource: string, query: JsonObject): Promise<readonly JsonObject[]> {
    const { records } = await this.#action('datastore_search', {
      resource_id: resource,
      include_total: false,
      ...query,
    });
    return objectsOf(records);
  }

  /**
   * Writes rows, of which `insert` says that none is there.
   *
   * @throws PortalRefusal when one of them is refused, and none is written
   */
  async write(resource: string, method: 'insert' | 'upsert', records: readonly JsonObject[]): Promise<void> {
    await this.#action('datastore_upsert', { resource_id: resource, method, records });
  }

  /** Removes the rows with these ids; those that are not there are none. */
  async remove(resource: string, ids: readonly string[]): Promise<void> {
    // Without a filter it would remove all.
    if (ids.length > 0) await this.#action('datastore_records_delete', { resource_id: resource, filters: { id: ids } });
  }

  async #action(name: string, body: JsonObject): Promise<JsonObject> {
    const result = await this.#tryAction(name, body);
    if (!result) throw new PortalUnavailable(`${name}: there is none`);
    return result;
  }

  /** @returns undefined where something is not found */
  async #tryAction(name: string, body: JsonObject): Promise<JsonObject | undefined> {
    const result = await this.#ask(name, body);
    return result === undefined || isObject(result) ? result : {};
  }

  async #list(name: string, body: JsonObject): Promise<readonly JsonObject[]> {
    return objectsOf(await this.#ask(name, body));
  }

  async #ask(name: string, body: JsonObject): Promise<unknown> {
    const { status, body: text } = await send(`${this.url}/api/3/action/${name}`, {
      method: 'POST',
      timeout: this.timeout,
      headers: { 'content-type': 'application/json', accept: 'application/json', authorization: this.token },
      body: JSON.stringify(body),
    }).catch((error: unknown) => {
      throw new PortalUnavailable(`the portal cannot be reached: ${reasonOf(error)}`);
    });
    if (status === 404) return undefined;
    const answer = tryParse(text);
    if (status === 200 && isObject(answer)) return answer.result;
    const reason = `${name} was answered ${status}${isObject(answer) ? ` ${JSON.stringify(answer.error)}` : ''}`;
    throw status === 409 ? new PortalRefusal(reason) : new PortalUnavailable(reason);
  }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Names that CKAN has for types of its own. */
const shownTypes: Readonly<Record<string, string>> = { json: 'nested' };

function isSame(known: readonly JsonObject[], columns: readonly DatastoreColumn[]): boolean {
  const key = (id: unknown, type: unknown) => `${id} ${type}`;
  const have = known.map(({ id, type }) => key(id, shownTypes[String(type)] ?? type));
  const want = columns.map(({ id, type }) => key(id, shownTypes[type] ?? type));
  return have.length === want.length && want.every((column) => have.includes(column));
}
