import { type FakeServer, fakeServer, type Received, type Reply } from '../support/fake-server';

type Json = Record<string, unknown>;

/** As much of the action API of the country's CKAN as the harvester asks. */
export class CountryPortal {
  readonly datasets = new Map<string, Json>();
  readonly organizations = new Map<string, Json>();
  server!: FakeServer;
  away = false;
  /** Titles of datasets that it refuses. */
  readonly refused = new Set<string>();
  /** Titles of datasets that it fails with. */
  readonly failing = new Set<string>();
  /** Whether the search index has what was written. */
  indexed = true;
  #ids = 0;

  static async start(organizations: readonly string[]): Promise<CountryPortal> {
    const portal = new CountryPortal();
    for (const id of organizations) portal.organizations.set(id, { id, name: id, state: 'active', extras: [] });
    portal.server = await fakeServer((request) => portal.#answer(request));
    return portal;
  }

  /** Titles by the URI that the city has for the dataset, of one organisation. */
  titles(organization: string): Record<string, unknown> {
    const own = [...this.datasets.values()].filter(
      ({ owner_org, state }) => owner_org === organization && state === 'active',
    );
    return Object.fromEntries(own.map((dataset) => [String(extraOf(dataset, 'uri')), dataset.title]));
  }

  /** Writes since the last look. */
  writes(): readonly string[] {
    const lines = this.server.received.map(({ path }) => path.replace('/api/3/action/', ''));
    this.server.received.length = 0;
    return lines.filter((line) => /^package_(create|patch|delete)/.test(line));
  }

  text(organization: string): string {
    return String(this.organizations.get(organization)?.description);
  }

  extra(organization: string, key: string): unknown {
    return extraOf(this.organizations.get(organization) ?? {}, key);
  }

  #answer({ path, body, headers }: Received): Reply {
    if (this.away) return { status: 502, body: '<html>' };
    if (headers.authorization !== 'token-of-the-harvester') return { status: 403, body: { error: {} } };
    if (this.failing.has(String((JSON.parse(body) as Json).title))) return { status: 500, body: '<html>' };
    const result = this.#action(path.replace('/api/3/action/', ''), JSON.parse(body) as Json);
    if (result === undefined) return { status: 404, body: { error: {} } };
    return result === 'refused'
      ? { status: 409, body: { error: { title: ['no'] } } }
      : { status: 200, body: { result } };
  }

  #action(name: string, asked: Json): unknown {
    const id = String(asked.id);
    const found = [...this.datasets.values()].find((one) => one.id === id || one.name === id);
    switch (name) {
      case 'organization_show':
        return this.organizations.get(id);
      case 'organization_patch': {
        const organization = { ...this.organizations.get(id), ...asked };
        this.organizations.set(id, organization);
        return organization;
      }
      case 'package_show':
        return found;
      case 'package_search': {
        const organization = /organization:"(.+)"/.exec(String(asked.fq))?.[1];
        const all = [...this.datasets.values()].filter(
          (one) => one.owner_org === organization && one.state === 'active',
        );
        const start = Number(asked.start);
        return { results: this.indexed ? all.slice(start, start + Number(asked.rows)) : [] };
      }
      case 'package_create': {
        if (this.refused.has(String(asked.title)) || this.#named(String(asked.name))) return 'refused';
        return this.#keep({ id: `id-${this.#ids++}`, state: 'active', ...asked });
      }
      case 'package_patch':
        return found && (this.refused.has(String(asked.title)) ? 'refused' : this.#keep({ ...found, ...asked }));
      case 'package_delete':
        return found && this.#keep({ ...found, state: 'deleted' });
      default:
        throw new Error(`the portal is not asked ${name}`);
    }
  }

  #named(name: string): boolean {
    return [...this.datasets.values()].some((one) => one.name === name && one.state === 'active');
  }

  #keep(dataset: Json): Json {
    const resources = ((dataset.resources ?? []) as Json[]).map((one) => ({ id: `id-${this.#ids++}`, ...one }));
    const kept = { ...dataset, resources };
    this.datasets.set(String(dataset.id), kept);
    return kept;
  }
}

/** The value of an extra. */
export function extraOf({ extras }: Json, key: string): unknown {
  return ((extras ?? []) as Json[]).find((one) => one.key === key)?.value;
}
