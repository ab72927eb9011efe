import { until } from '../../real/support/wait';
import { edgeAddress } from './cluster';
import type { Node } from './node';

/** A machine that may edit what a tenant has. */
export interface Client {
  readonly id: string;
  readonly secret: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

export interface Place {
  readonly city: string;
  readonly domain: string;
  readonly tenant: string;
  /** File with the authority of the edge, in PEM. */
  readonly authority: string;
}

/** What somebody sees of a city from outside, through its edge. */
export class Outside {
  constructor(
    private readonly node: Node,
    private readonly place: Place,
  ) {}

  async ask(host: string, path: string, ...options: readonly string[]): Promise<Answer> {
    const url = `https://${host}.${this.place.domain}${path}`;
    const way = ['--cacert', this.place.authority, '--connect-to', `::${edgeAddress}`, '--max-time', '30'];
    const words = ['--silent', '--show-error', ...way, '--write-out', '\n%{http_code}', ...options, url];
    const { code, stdout, stderr } = await this.node.inside('curl', words);
    if (code !== 0) throw new Error(`${url}: ${stderr}`);
    const at = stdout.lastIndexOf('\n');
    return { status: Number(stdout.slice(at + 1)), body: stdout.slice(0, at) };
  }

  async api(client: Client, path: string, ...options: readonly string[]): Promise<Answer> {
    const { body } = await this.ask(
      'id',
      `/realms/${this.place.city}/protocol/openid-connect/token`,
      ...['grant_type=client_credentials', `client_id=${client.id}`, `client_secret=${client.secret}`].flatMap(
        (data) => ['--data-urlencode', data],
      ),
    );
    const headers = [`Authorization: Bearer ${JSON.parse(body).access_token}`, `NGSILD-Tenant: ${this.place.tenant}`];
    return this.ask('api', path, ...headers.flatMap((header) => ['--header', header]), ...options);
  }

  /**
   * Writes an entity of OffStreetParking, as soon as that is possible.
   *
   * @returns its id
   * @throws Error with the last answer where it is not within 3 minutes
   */
  async write(client: Client, id: string): Promise<string> {
    // Below .localhost a context by its URL is out of the broker's reach: it stands in the request.
    const { '@context': context } = JSON.parse((await this.ask('models', '/context.jsonld')).body);
    const entity = {
      id: `urn:ngsi-ld:OffStreetParking:${id}`,
      type: 'OffStreetParking',
      name: { type: 'Property', value: `Market square ${id}` },
      availableSpotNumber: { type: 'Property', value: 42 },
      location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [24.94, 60.17] } },
      '@context': [context],
    };
    const json = ['--header', 'Content-Type: application/ld+json', '--data', JSON.stringify(entity)];
    // An attempt without an answer may have written it.
    await this.#so('it is written', () => this.api(client, '/ngsi-ld/v1/entities', ...json), [201, 409]);
    return entity.id;
  }

  /**
   * The probe chain: who may, writes an entity and reads it back; its history, its dataset and its feature follow;
   * everything public answers, and a stranger is refused.
   *
   * @throws Error naming what is not so within 3 minutes, with the last answer
   */
  async chain(client: Client, id: string): Promise<void> {
    const { city, tenant } = this.place;
    const dataset = `${tenant}-offstreetparking`;
    const open = (what: string, host: string, path: string, text: string) =>
      this.#so(what, () => this.ask(host, path), [200], text);
    await open('models answer', 'models', '/context.jsonld', 'OffStreetParking');
    await open('identity answers', 'id', `/realms/${city}/.well-known/openid-configuration`, 'issuer');
    const urn = await this.write(client, id);
    const reads = (what: string, path: string, text: string) =>
      this.#so(what, () => this.api(client, path), [200], text);
    await reads('the entity is read', `/ngsi-ld/v1/entities/${urn}`, `Market square ${id}`);
    await reads('its history is read', `/ngsi-ld/v1/temporal/entities/${urn}`, `Market square ${id}`);
    await reads('its feature is read', '/features/collections/OffStreetParking/items?limit=1000', urn);
    await open('the portal answers', 'data', '/api/3/action/status_show', '"success": true');
    await open('the portal has pages', 'data', '/dataset/', '<html');
    await open('the catalogue answers', 'data', '/catalog.ttl', 'dcat:Catalog');
    await open('the dataset is there', 'data', '/api/3/action/package_search', dataset);
    await open('the feature is open', 'data', `/features/collections/${dataset}/items?limit=1000`, urn);
    await open('the download has it', 'data', `/open-data/${dataset}.jsonld`, urn);
    const row = async () => {
      const shown = await this.ask('data', `/api/3/action/package_show?id=${dataset}`);
      const [, table] = /"(?:https:[^"]+)(\/datastore\/dump\/[^"]+)"/.exec(shown.body) ?? [];
      return table === undefined ? shown : this.ask('data', table);
    };
    await this.#so('the portal has its row', row, [200], urn);
    await this.#so('a stranger is refused', () => this.ask('api', '/ngsi-ld/v1/entities?type=OffStreetParking'), [401]);
  }

  async #so(what: string, ask: () => Promise<Answer>, statuses: readonly number[], text = ''): Promise<void> {
    const check = async () => {
      const { status, body } = await ask();
      if (statuses.includes(status) && body.includes(text)) return true;
      throw new Error(`${status} ${body.slice(0, 500)}`);
    };
    await until(what, check).catch((error: Error) => {
      throw new Error(`${error.message}: ${error.cause}`);
    });
  }
}
