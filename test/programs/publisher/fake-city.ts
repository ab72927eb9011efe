import { Broker } from '../../../programs/publisher/broker';
import { Portal } from '../../../programs/publisher/portal';
import type { PublisherConfig } from '../../../programs/publisher/publisher-config';
import { type FakeServer, fakeServer, type Received, type Reply } from '../support/fake-server';
import { parking } from './published-type';

type Json = Record<string, unknown>;

/** A broker with entities, and a CKAN with one organisation, as far as the publisher asks them; both can be away. */
export class FakeCity {
  readonly entities = new Map<string, Json>();
  readonly subscriptions = new Map<string, Json>();
  readonly datasets = new Map<string, Json>();
  readonly tables = new Map<string, { fields: Json[]; rows: Map<string, Json> }>();
  /** Ids of rows that the portal refuses. */
  readonly refused = new Set<string>();
  /** Is told of the ids of rows that the publisher writes. */
  written: (ids: readonly string[]) => unknown = () => undefined;
  brokerAway = false;
  /** Of the broker, what is asked of entities. */
  entitiesAway = false;
  portalAway = false;
  /** Whether the publisher may make datasets. */
  mayCreate = true;
  broker!: FakeServer;
  portal!: FakeServer;
  /** What was there when a snapshot was made, by its token. */
  readonly #maps = new Map<string, string[]>();
  #ids = 0;

  static async start(): Promise<FakeCity> {
    const city = new FakeCity();
    city.broker = await fakeServer((request) => city.#broker(request));
    city.portal = await fakeServer((request) => city.#portal(request));
    return city;
  }

  config(changes: Partial<PublisherConfig> = {}): PublisherConfig {
    return {
      brokerUrl: this.broker.url,
      subscriptionsUrl: this.broker.url,
      notifyUrl: 'http://publisher:8081',
      portalUrl: this.portal.url,
      portalToken: 'token-of-the-publisher',
      organization: 'town',
      downloadsUrl: 'https://data.town.example/open-data',
      city: 'town',
      contact: { name: 'Town', email: 'data@town.example' },
      languages: ['en'],
      types: [parking],
      httpPort: 0,
      notifyPort: 0,
      metricsPort: 0,
      timeout: 60_000,
      scanPause: 3_600_000,
      pause: 20,
      downloads: 2,
      grace: 1000,
      ...changes,
    };
  }

  brokerClient = () => new Broker(this.broker.url, this.broker.url, 60_000);
  portalClient = () => new Portal(this.portal.url, 'token-of-the-publisher', 60_000);

  put(number: number, values: Readonly<Record<string, unknown>> = {}): string {
    const id = `urn:ngsi-ld:OffStreetParking:${number}`;
    const attributes = Object.entries(values).map(([name, value]) => [name, { type: 'Property', value }]);
    const modifiedAt = new Date(1_800_000_000_000 + ++this.#ids).toISOString();
    this.entities.set(id, { id, type: 'OffStreetParking', modifiedAt, ...Object.fromEntries(attributes) });
    return id;
  }

  /** The rows of a dataset by their ids: the value of `free`. */
  rows(name = parking.name): Record<string, unknown> {
    const [resource] = (this.datasets.get(name)?.resources ?? []) as Json[];
    const rows = this.tables.get(String(resource?.id))?.rows ?? new Map<string, Json>();
    return Object.fromEntries([...rows].map(([id, { free }]) => [id, free]));
  }

  close = () => Promise.all([this.broker.close(), this.portal.close()]);

  #broker({ method, path, body, headers: asked }: Received): Reply {
    if (this.brokerAway) return { status: 503 };
    const url = new URL(path, 'http://broker');
    const of = url.pathname.replace('/ngsi-ld/v1', '');
    if (this.entitiesAway && of.startsWith('/entities')) return { status: 503 };
    if (of === '/entityOperations/query') {
      const { entities } = JSON.parse(body) as { entities: { id: string }[] };
      return { status: 200, body: entities.flatMap(({ id }) => this.entities.get(id) ?? []) };
    }
    if (of === '/entities') {
      const [offset, limit] = ['offset', 'limit'].map((name) => Number(url.searchParams.get(name)));
      const known = String(asked['ngsild-entitymap'] ?? `urn:map:${this.#maps.size}`);
      const ids = this.#maps.get(known) ?? [...this.entities.keys()];
      this.#maps.set(known, ids);
      const page = ids.slice(offset, offset! + limit!).map((id) => this.entities.get(id));
      // As Scorpio does for a page of a snapshot of which an entity was deleted since.
      if (page.includes(undefined)) return { status: 500 };
      const headers = { 'ngsild-results-count': String(this.entities.size), 'ngsild-entitymap': known };
      return { status: 200, headers, body: page };
    }
    const id = decodeURIComponent(of.split('/')[2] ?? '');
    if (method === 'POST') {
      const subscription = JSON.parse(body) as { id: string };
      this.subscriptions.set(subscription.id, subscription);
      return { status: 201 };
    }
    if (method === 'DELETE') return { status: this.subscriptions.delete(id) ? 204 : 404 };
    if (id === '') return { status: 200, body: [] };
    return this.subscriptions.has(id) ? { status: 200, body: this.subscriptions.get(id) } : { status: 404 };
  }

  #portal({ path, body, headers }: Received): Reply {
    if (this.portalAway) return { status: 502, body: '<html>' };
    if (headers.authorization !== 'token-of-the-publisher') return { status: 403, body: { error: {} } };
    if (!this.mayCreate && path.endsWith('package_create')) return { status: 403, body: { error: {} } };
    const result = this.#action(path.replace('/api/3/action/', ''), JSON.parse(body) as Json);
    if (result === undefined) return { status: 404, body: { error: {} } };
    return result === 'refused'
      ? { status: 409, body: { error: { records: ['no'] } } }
      : { status: 200, body: { result } };
  }

  #action(name: string, asked: Json): unknown {
    const id = String(asked.id ?? asked.resource_id);
    const table = this.tables.get(id);
    switch (name) {
      case 'package_show':
        return this.datasets.get(id);
      case 'package_search':
        return {
          results: [...this.datasets.values()].slice(Number(asked.start), Number(asked.start) + Number(asked.rows)),
        };
      case 'package_create':
        return this.#keep({ id: asked.name, state: 'active', ...asked });
      case 'package_patch':
        return this.#keep({ ...this.datasets.get(id), ...asked });
      case 'package_delete':
        return this.datasets.delete(id) ? {} : undefined;
      case 'resource_delete':
        return this.tables.delete(id) || {};
      case 'resource_view_list':
        return [];
      case 'resource_view_create':
        return {};
      case 'datastore_info':
        return table && { fields: table.fields };
      case 'datastore_create':
        this.tables.set(id, { fields: asked.fields as Json[], rows: new Map() });
        return {};
      case 'datastore_delete':
        return this.tables.delete(id) ? {} : undefined;
      case 'datastore_search':
        return this.#search(id, asked);
      case 'datastore_records_delete':
        for (const one of (asked.filters as { id: string[] }).id) table?.rows.delete(one);
        return {};
      case 'datastore_upsert': {
        const records = asked.records as { id: string }[];
        if (records.some((one) => this.refused.has(one.id) || (asked.method === 'insert' && table?.rows.has(one.id))))
          return 'refused';
        for (const one of records) table?.rows.set(one.id, one);
        this.written(records.map((one) => one.id));
        return {};
      }
      default:
        throw new Error(`CKAN is asked for ${name}`);
    }
  }

  #search(id: string, { filters, offset = 0, limit }: Json): unknown {
    const rows = this.tables.get(id)?.rows ?? new Map<string, Json>();
    const ids = (filters as { id?: string[] } | undefined)?.id;
    const found = ids ? ids.flatMap((one) => rows.get(one) ?? []) : limit === 0 ? [] : [...rows.values()];
    return { total: rows.size, records: found.slice(Number(offset), Number(offset) + Number(limit)) };
  }

  #keep(dataset: Json): Json {
    const resources = (dataset.resources ?? []) as Json[];
    const kept = { ...dataset, resources: resources.map((one) => ({ ...one, id: one.id ?? `r${++this.#ids}` })) };
    this.datasets.set(String(dataset.id), kept);
    return kept;
  }
}
