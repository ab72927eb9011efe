import type { IncomingMessage } from 'node:http';
import { requestUrl } from '../shared/request-url';
import { type CatalogueAnswer, document, ProblemDetails } from './answer';
import { Ckan, CkanUnavailable } from './ckan';
import type { DcatApConfig } from './dcat-ap-config';
import { describeCatalogue } from './describe-catalogue';
import { describeDataset } from './describe-dataset';
import { Graph } from './graph';
import { negotiate } from './negotiate';
import { describePublisherOfCatalogue } from './publisher';
import { type Representation, representations } from './serialise';

/** Answers what is asked of the catalogue; each answer holds one page of it in memory. */
export class CatalogueSite {
  readonly #ckan: Ckan;

  constructor(private readonly config: DcatApConfig) {
    this.#ckan = new Ckan(config.ckanUrl, config.timeout);
  }

  /** @throws ProblemDetails */
  async answer(request: IncomingMessage): Promise<CatalogueAnswer> {
    const { pathname, searchParams } = requestUrl(request);
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new ProblemDetails(405, 'Method not allowed', 'The catalogue can be read only.', { allow: 'GET, HEAD' });
    }
    if (pathname === '/health/live') return { status: 204 };
    try {
      if (pathname === '/health/ready') {
        await this.#ckan.ready();
        return { status: 204 };
      }
      if (pathname === '/catalog') {
        const answer = await this.#catalogue(request, accepted(request), searchParams.get('page'));
        return { ...answer, headers: { ...answer.headers, vary: 'accept' } };
      }
      for (const representation of representations) {
        const { extension } = representation;
        if (pathname === `/catalog.${extension}`) {
          return await this.#catalogue(request, representation, searchParams.get('page'));
        }
        const name = pathname.match(new RegExp(`^/dataset/([A-Za-z0-9_-]{2,100})\\.${extension}$`))?.[1];
        if (name !== undefined) return await this.#dataset(request, representation, name);
      }
    } catch (error) {
      if (!(error instanceof CkanUnavailable)) throw error;
      const detail = 'The portal behind the catalogue does not answer.';
      throw new ProblemDetails(503, 'Portal unavailable', detail, { 'retry-after': '10' }, error.message);
    }
    throw new ProblemDetails(
      404,
      'Not found',
      'There are /catalog, /catalog.ttl, /catalog.jsonld, and /catalog/dataset/<name>.ttl and .jsonld.',
    );
  }

  async #catalogue(
    request: IncomingMessage,
    representation: Representation,
    asked: string | null,
  ): Promise<CatalogueAnswer> {
    const { pageSize, siteUrl } = this.config;
    if (asked !== null && !/^[1-9]\d{0,6}$/.test(asked)) {
      throw new ProblemDetails(400, 'Bad page', 'page must be a whole number from 1.');
    }
    const number = Number(asked ?? 1);
    const [page, oldest, newest] = await Promise.all([
      this.#ckan.page((number - 1) * pageSize, pageSize),
      this.#ckan.oldest(),
      this.#ckan.newest(),
    ]);
    const pages = Math.max(1, Math.ceil(page.count / pageSize));
    if (number > pages) throw new ProblemDetails(404, 'No such page', `The catalogue has ${pages} pages.`);
    const url = (to: number) => `${siteUrl}/catalog.${representation.extension}?page=${to}`;
    const graph = describeCatalogue(this.config, { ...page, number, pages, url }, { oldest, newest });
    return document(request, representation.mediaType, representation.write(graph.quads));
  }

  async #dataset(request: IncomingMessage, representation: Representation, name: string): Promise<CatalogueAnswer> {
    const dataset = await this.#ckan.dataset(name);
    if (!dataset) throw new ProblemDetails(404, 'No such dataset', `There is no public dataset ${name}.`);
    const graph = new Graph(this.config.languages[0]);
    describePublisherOfCatalogue(graph, this.config);
    describeDataset(graph, this.config, dataset);
    return document(request, representation.mediaType, representation.write(graph.quads));
  }
}

function accepted(request: IncomingMessage): Representation {
  const representation = negotiate(request.headers.accept);
  if (representation) return representation;
  const known = representations.map(({ mediaType }) => mediaType).join(' and ');
  throw new ProblemDetails(406, 'Not acceptable', `The catalogue is served as ${known}.`, { vary: 'accept' });
}
