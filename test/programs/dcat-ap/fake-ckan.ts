import { type FakeServer, fakeServer, type Reply } from '../support/fake-server';

export type Dataset = Readonly<Record<string, unknown>>;

/** As much of CKAN's action API as the catalogue asks; `down` makes it answer as told instead. */
export class FakeCkan {
  down: Reply | undefined;

  private constructor(
    readonly server: FakeServer,
    public datasets: readonly Dataset[],
  ) {}

  static async start(datasets: readonly Dataset[] = []): Promise<FakeCkan> {
    let ckan: FakeCkan | undefined;
    const server = await fakeServer(({ path }) => ckan?.answer(path));
    ckan = new FakeCkan(server, datasets);
    return ckan;
  }

  answer(path: string): Reply {
    const { pathname, searchParams } = new URL(path, this.server.url);
    if (this.down) return this.down;
    const result = (value: unknown): Reply => ({ status: 200, body: { success: true, result: value } });
    if (pathname === '/api/3/action/status_show') return result({ ckan_version: '2.11.4' });
    if (pathname === '/api/3/action/package_show') {
      const id = searchParams.get('id');
      const found = this.datasets.find((dataset) => dataset.name === id || dataset.id === id);
      return found ? result(found) : { status: 404, body: { success: false, error: { message: 'Not found' } } };
    }
    const start = Number(searchParams.get('start'));
    const order = orders[searchParams.get('sort') ?? ''];
    const by = order ? [...this.datasets].sort(order) : this.datasets;
    return result({ count: this.datasets.length, results: by.slice(start, start + Number(searchParams.get('rows'))) });
  }
}

const compared = (a: unknown, b: unknown) => String(a ?? '').localeCompare(String(b ?? ''));

/** Those given are in the order of their names. */
const orders: Readonly<Record<string, (a: Dataset, b: Dataset) => number>> = {
  // Solr puts one without the field last.
  'metadata_created asc': (a, b) => compared(a.metadata_created ?? '9', b.metadata_created ?? '9'),
  'metadata_modified desc': (a, b) => compared(b.metadata_modified, a.metadata_modified),
};

/** A dataset as package_show has it, with all that the catalogue reads. */
export const fullDataset: Dataset = {
  id: '2f1c6b9e-7a52-4f60-9e2f-1d0a3f9f0001',
  name: 'car-parks',
  type: 'dataset',
  state: 'active',
  private: false,
  title: 'Car "parks" \\ of İzmir',
  notes: 'Line one\nline two with <b>markup</b> and """quotes"""',
  metadata_created: '2026-01-01T10:00:00.000001',
  metadata_modified: '2026-02-01T10:00:00.5',
  version: '2',
  license_id: 'cc-by-4.0',
  maintainer: 'Parking desk',
  maintainer_email: 'parking@example.org',
  organization: { name: 'transport', title: 'Department of Transport' },
  groups: [{ name: 'tran' }, { name: 'air' }, { name: 'misc' }],
  tags: [{ name: 'parking' }],
  extras: [
    { key: 'theme', value: '["http://publications.europa.eu/resource/authority/data-theme/REGI"]' },
    { key: 'conforms_to', value: 'https://models.example.org/schemas/OffStreetParking.schema.json' },
    { key: 'language', value: '["tr"]' },
    { key: 'frequency', value: 'daily' },
    { key: 'spatial_uri', value: 'https://sws.geonames.org/311046/' },
    { key: 'spatial', value: '{"type":"Point","coordinates":[27.1,38.4]}' },
    { key: 'temporal_start', value: '2026-01-01' },
    { key: 'temporal_end', value: '2026-01-31T23:59:59' },
    { key: 'applicable_legislation', value: 'http://data.europa.eu/eli/reg_impl/2023/138/oj' },
  ],
  resources: [
    {
      id: 'r-1',
      name: 'As CSV',
      description: 'One line a car park.',
      url: 'https://data.example.org/files/car parks".csv',
      url_type: 'upload',
      format: 'CSV',
      size: 2048,
      hash: 'md5:d41d8cd98f00b204e9800998ecf8427e',
      created: '2026-01-01T10:00:00',
      last_modified: '2026-01-02T10:00:00',
    },
    { id: 'r-2', url: 'not a url', format: 'SHP', license_id: 'own', mimetype: 'application/zip' },
  ],
};

/** A dataset with as little as CKAN demands. */
export const bareDataset: Dataset = { id: 'bare-id', name: 'bare', type: 'dataset', state: 'active', private: false };
