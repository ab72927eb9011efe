import type { HarvestedCity } from '../../constructs/components/federation/harvested-city';
import { Missing } from '../federation/missing';
import { Transport } from '../federation/transport';
import type { HttpResponse } from '../shared/http';
import { BrokenCatalogue } from './broken';
import { HarvestedPage } from './catalogue-page';

/** Bounds of what is read of one catalogue. */
export interface ReaderLimits {
  /** For one page, in milliseconds. */
  readonly timeout: number;
  /** Longest page, in bytes. */
  readonly longest: number;
  /** Most datasets of all pages. */
  readonly most: number;
}

const path = '/catalog.ttl';

/** For all pages together, in milliseconds. */
const wholeTimeout = 10 * 60_000;

/** Reads the DCAT catalogue of one city, as CKAN with ckanext-dcat and the kit's own program serve it. */
export class CatalogueReader {
  /** Public address of the catalogue. */
  readonly url: string;
  readonly #transport: Transport;

  constructor(
    { portal }: HarvestedCity,
    private readonly limits: ReaderLimits,
  ) {
    this.url = `${portal.url}${path}`;
    this.#transport = new Transport(portal, { timeout: limits.timeout, longest: limits.longest, connections: 1 });
  }

  /**
   * The pages of the catalogue, one after the other.
   *
   * @throws BrokenCatalogue when they do not come all, or have not as many datasets as they say together
   */
  async *pages(): AsyncGenerator<HarvestedPage> {
    const until = performance.now() + wholeTimeout;
    const totals = new Set<number>();
    let met = 0;
    let search: string | undefined = '';
    for (const asked = new Set<string>(); search !== undefined; ) {
      if (asked.has(search)) throw new BrokenCatalogue('nonsense', 'a page leads back to one before');
      if (performance.now() > until) throw new BrokenCatalogue('late', 'its pages take too long');
      asked.add(search);
      const page: HarvestedPage = new HarvestedPage(await this.#text(`${path}${search}`), this.url);
      met += page.datasets.length;
      if (met > this.limits.most || asked.size > this.limits.most)
        throw new BrokenCatalogue('too-large', `it has more than ${this.limits.most} datasets`);
      if (page.total !== undefined) totals.add(page.total);
      yield page;
      search = page.next === undefined ? undefined : this.#searchOf(page.next);
    }
    const [total = met] = totals;
    if (totals.size > 1 || total !== met)
      throw new BrokenCatalogue('changing', `its pages have ${met} datasets, and say ${[...totals].join(' and ')}`);
  }

  /** Ends kept connections. */
  close(): void {
    this.#transport.close();
  }

  async #text(at: string): Promise<string> {
    const { status, body } = await this.#ask(at);
    if (status !== 200)
      throw new BrokenCatalogue(status >= 500 ? 'failing' : 'nonsense', `its catalogue answered ${status}`);
    return body;
  }

  async #ask(at: string): Promise<HttpResponse> {
    try {
      return await this.#transport.ask({ path: at, headers: { accept: 'text/turtle' } });
    } catch (error) {
      if (!(error instanceof Missing)) throw error;
      const { reason, message } = error;
      throw new BrokenCatalogue(reason === 'late' || reason === 'too-large' ? reason : 'unreachable', message);
    }
  }

  /** Only the query of a page's address is followed: whatever a catalogue says, no other place is asked. */
  #searchOf(next: string): string {
    const page = URL.canParse(next, this.url) ? new URL(next, this.url) : undefined;
    const { pathname } = new URL(this.url);
    if (page?.pathname === pathname && page.search.length <= 500) return page.search;
    throw new BrokenCatalogue('nonsense', 'its next page is somewhere else');
  }
}
