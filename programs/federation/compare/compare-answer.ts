import type { IncomingMessage } from 'node:http';
import type { Indicator } from '../../../constructs/components/federation/indicator';
import type { CityClient } from '../city-client';
import type { FederationAnswer } from '../federated-reads';
import { FederationProblem } from '../problem';
import { type Comparison, comparedRows } from './comparison';
import { comparisonPage } from './comparison-page';
import { measureCity } from './measure-city';
import { languageOf } from './words';

/** For how long a comparison is shown again, in milliseconds: whoever looks, each city is asked once in this time. */
const freshness = 30_000;

/** Compares the cities when somebody asks: all of them at the same time, and each as far as it answers. */
export class Comparisons {
  #made: { readonly at: number; readonly comparison: Promise<Comparison> } | undefined;

  constructor(
    private readonly federation: string,
    private readonly cities: readonly CityClient[],
    private readonly indicators: readonly Indicator[],
  ) {}

  /**
   * `/compare` is the page, in the language of the reader; `/compare.json` the same as data.
   *
   * @throws FederationProblem
   */
  async answer(request: IncomingMessage): Promise<FederationAnswer> {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new FederationProblem(
        405,
        undefined,
        'Read only',
        'The comparison is only read.',
        {},
        { allow: 'GET, HEAD' },
      );
    const path = request.url?.split('?')[0];
    if (path === '/compare.json') {
      const body = `${JSON.stringify(await this.#comparison(), null, 1)}\n`;
      return { status: 200, headers: { 'content-type': 'application/json' }, body };
    }
    const language = languageOf(request.headers['accept-language']);
    return {
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-language': language, vary: 'Accept-Language' },
      body: comparisonPage(await this.#comparison(), language),
    };
  }

  #comparison(): Promise<Comparison> {
    if (!this.#made || performance.now() - this.#made.at > freshness)
      this.#made = { at: performance.now(), comparison: this.#compare() };
    return this.#made.comparison;
  }

  async #compare(): Promise<Comparison> {
    const time = new Date().toISOString();
    const measured = await Promise.all(
      this.cities.map(async (city) => [city.city.id, await measureCity(city, this.indicators)] as const),
    );
    return {
      federation: this.federation,
      time,
      cities: this.cities.map(({ city: { id, title } }) => ({ id, title })),
      rows: comparedRows(new Map(measured)),
    };
  }
}
