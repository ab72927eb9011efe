import { request } from 'node:http';
import type { HarvestedCity } from '../../../constructs/components/federation/harvested-city';
import { type Dataset, FakeCkan } from '../dcat-ap/fake-ckan';
import { catalogueEnvironment, startCatalogue } from '../dcat-ap/running';
import { type FakeServer, fakeServer, type Reply } from '../support/fake-server';

/** A city with the kit's own catalogue program, and what stands between it and its readers. */
export class Neighbour {
  /** What is answered in place of the catalogue; `silent` answers nothing. */
  fault: ((page: number) => Reply | 'silent' | undefined) | undefined;
  /** Is called before each page. */
  before: (page: number) => void = () => undefined;

  private constructor(
    readonly id: string,
    readonly ckan: FakeCkan,
    readonly edge: FakeServer,
  ) {}

  static async start(id: string, datasets: readonly Dataset[], pageSize = 2): Promise<Neighbour> {
    const ckan = await FakeCkan.start(datasets);
    const environment = { ...catalogueEnvironment(ckan.server.url), SITE_URL: `https://data.${id}.example` };
    const { url } = await startCatalogue({ ...environment, PAGE_SIZE: String(pageSize) });
    let neighbour: Neighbour;
    const edge = await fakeServer(async ({ path }) => {
      const page = Number(new URL(path, url).searchParams.get('page') ?? 1);
      neighbour.before(page);
      const reply = neighbour.fault?.(page);
      if (reply === 'silent') return undefined;
      return reply ?? forwarded(`${url}${path}`);
    });
    neighbour = new Neighbour(id, ckan, edge);
    return neighbour;
  }

  /** As the harvester is told of it: its public address, and where it is in this test. */
  get city(): HarvestedCity {
    return { id: this.id, title: this.id.toUpperCase(), portal: { url: this.site, via: this.edge.url } };
  }

  get site(): string {
    return `https://data.${this.id}.example`;
  }

  get datasets(): Dataset[] {
    return this.ckan.datasets as Dataset[];
  }

  set datasets(datasets: readonly Dataset[]) {
    this.ckan.datasets = datasets;
  }
}

/** A dataset of a city's CKAN. */
export function datasetOf(number: number, more: Dataset = {}): Dataset {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return {
    id,
    name: `dataset-${String(number).padStart(4, '0')}`,
    type: 'dataset',
    state: 'active',
    private: false,
    title: `Dataset ${number}`,
    notes: 'As it is.',
    metadata_created: '2026-01-01T10:00:00',
    metadata_modified: '2026-01-02T10:00:00',
    license_id: 'CC-BY-4.0',
    organization: { name: 'town', title: 'The town' },
    tags: [{ name: 'parking' }],
    extras: [
      { key: 'contact_email', value: 'data@town.example' },
      { key: 'theme', value: '["http://publications.europa.eu/resource/authority/data-theme/TRAN"]' },
    ],
    resources: [
      { id: `r-${number}`, name: 'CSV', format: 'CSV', url: `https://data.town.example/${number}.csv`, size: 12 },
    ],
    ...more,
  };
}

function forwarded(url: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    request(url, (incoming) => {
      let body = '';
      incoming.setEncoding('utf8').on('data', (chunk) => {
        body += chunk;
      });
      incoming.on('end', () =>
        resolve({ status: incoming.statusCode ?? 0, headers: { 'content-type': 'text/turtle' }, body }),
      );
    })
      .on('error', reject)
      .end();
  });
}
