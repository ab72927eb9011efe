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
   * The probe chain: who may, writes an entity of OffStreetParking and reads it back; its history, its dataset and its
   * feature follow; everything public answers, and a stranger is refused.
   *
   * @throws Error naming what is not so within 3 minutes
   */
  async chain(client: Client, id: string): Promise<void> {
    const urn = `urn:ngsi-ld:OffStreetParking:${id}`;
    const is = (what: string, check: () => Promise<unknown>, seconds = 180) =>
      until(what, async () => (await check()) === true, seconds);
    const ok = async (host: string, path: string, text: string) => {
      const { status, body } = await this.ask(host, path);
      if (status !== 200 || !body.includes(text)) throw new Error(`${host} ${path}: ${status} ${body.slice(0, 500)}`);
      return true;
    };
    await is('models', () => ok('models', '/context.jsonld', 'OffStreetParking'));
    await is('identity', () => ok('id', `/realms/${this.place.city}/.well-known/openid-configuration`, 'issuer'));
    // Below .localhost a context by its URL is out of the broker's reach: it stands in the request.
    const { '@context': context } = JSON.parse((await this.ask('models', '/context.jsonld')).body);
    const entity = {
      id: urn,
      type: 'OffStreetParking',
      name: { type: 'Property', value: `Market square ${id}` },
      availableSpotNumber: { type: 'Property', value: 42 },
      location: { type: 'GeoProperty', value: { type: 'Point', coordinates: [24.94, 60.17] } },
      '@context': [context],
    };
    const json = ['--header', 'Content-Type: application/ld+json', '--data', JSON.stringify(entity)];
    await is('written', async () => {
      const { status, body } = await this.api(client, '/ngsi-ld/v1/entities', ...json);
      if (status !== 201 && status !== 409) throw new Error(`${status} ${body}`);
      return true;
    });
    const reads = (path: string, text: string) => async () => {
      const { status, body } = await this.api(client, path);
      if (status !== 200 || !body.includes(text)) throw new Error(`${path}: ${status} ${body.slice(0, 500)}`);
      return true;
    };
    await is('read', reads(`/ngsi-ld/v1/entities/${urn}`, entity.name.value));
    await is('history', reads(`/ngsi-ld/v1/temporal/entities/${urn}`, entity.name.value));
    await is('feature with a token', reads(`/features/collections/OffStreetParking/items`, urn));
    await is('portal', () => ok('data', '/api/3/action/status_show', '"success": true'));
    await is('portal, a page', () => ok('data', '/dataset/', '<html'));
    await is('catalogue', () => ok('data', '/catalog.ttl', 'dcat:Catalog'));
    await is('dataset', () => ok('data', '/api/3/action/package_search', `${this.place.tenant}-offstreetparking`));
    await is('feature', () =>
      ok('data', `/features/collections/${this.place.tenant}-offstreetparking/items?limit=1000`, urn),
    );
    await is('a stranger is refused', async () => {
      return (await this.ask('api', '/ngsi-ld/v1/entities?type=OffStreetParking')).status === 401;
    });
  }
}
