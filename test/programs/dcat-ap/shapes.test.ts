import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { loadSpec } from '../../../constructs/files/load-spec';
import type { Service } from '../../../constructs/waist/primitives';
import { composed } from '../../platform/composed';
import { bareDataset, type Dataset, FakeCkan, fullDataset } from './fake-ckan';
import { catalogueEnvironment, startCatalogue } from './running';

/** Folder of the SHACL shapes of DCAT-AP 3.0.1 as SEMIC publishes them (SEMICeu/DCAT-AP, releases/3.0.1). */
const folder = process.env.CITYKIT_DCAT_AP_SHAPES ?? '';
const shapes = ['shapes.ttl', 'range.ttl', 'mdr-vocabularies.shape.ttl'].map((file) => join(folder, file));
const examples = readdirSync(join(__dirname, '../../../examples')).filter((name) =>
  existsSync(join(__dirname, '../../../examples', name, 'city.yaml')),
);

/** What the shapes demand of a document and it does not have. */
function violations(turtle: string): unknown[] {
  const program = join(__dirname, 'shacl.mjs');
  return JSON.parse(execFileSync('node', [program, ...shapes], { input: turtle, encoding: 'utf8' }));
}

/** The catalogue of datasets, which has them all, and the document of the first, as Turtle. */
async function documents(variables: Record<string, string>, datasets: readonly Dataset[]): Promise<string[]> {
  const ckan = await FakeCkan.start(datasets);
  const { url } = await startCatalogue({ ...variables, CKAN_URL: ckan.server.url, PORT: '0' });
  const paths = ['/catalog.ttl', `/dataset/${datasets[0]?.name}.ttl`];
  const texts = await Promise.all(paths.map(async (path) => (await fetch(url + path)).text()));
  await ckan.server.close();
  return texts;
}

/** Without the checksum of its file, of which the shapes want one thing and its opposite. */
const { resources, ...rest } = fullDataset;
const dataset = { ...rest, resources: (resources as readonly Dataset[]).map(({ hash: _, ...resource }) => resource) };

(existsSync(join(folder, 'shapes.ttl')) ? describe : describe.skip)('by the shapes of DCAT-AP 3.0.1', () => {
  test.each(examples)('the catalogue of %s has all that they demand', async (example) => {
    const { portal } = await composed(example);
    const { env } = portal!.catalogue as Service;
    const known = (parts: readonly unknown[]) => parts.filter((part) => typeof part === 'string').join('');
    const variables = Object.fromEntries(Object.entries(env).map(([name, { parts }]) => [name, known(parts)]));
    const spec = await loadSpec(`examples/${example}/city.yaml`);
    const published = spec.kind === 'city' ? spec.city.openData : [];
    const themed = published.map(({ type }, at) => ({
      ...dataset,
      id: `id-${at}`,
      name: `open-${at}`,
      title: type,
      extras: [{ key: 'theme', value: ['TRAN', 'ENVI', 'GOVE', 'https://example.org/themes/street-life'][at % 4] }],
    }));
    for (const text of await documents(variables, [dataset, bareDataset, ...themed])) {
      expect(violations(text)).toEqual([]);
    }
  });

  test('they find what is missing: the name of each theme', async () => {
    const [text = ''] = await documents(catalogueEnvironment(''), [dataset]);
    expect(violations(text)).toEqual([]);
    const without = text.replace(/skos:prefLabel "[^"]*"@en/g, 'skos:note "a"');
    expect(violations(without)).toEqual([
      expect.objectContaining({ path: 'http://www.w3.org/2004/02/skos/core#prefLabel' }),
      expect.objectContaining({ path: 'http://www.w3.org/2004/02/skos/core#prefLabel' }),
      expect.objectContaining({ path: 'http://www.w3.org/2004/02/skos/core#prefLabel' }),
    ]);
  });

  test('of a checksum they want an address that begins with https, which the class of the same shape does not have', async () => {
    const [text = ''] = await documents(catalogueEnvironment(''), [fullDataset]);
    expect(violations(text)).toEqual([
      expect.objectContaining({ path: 'http://spdx.org/rdf/terms#algorithm', constraint: 'NodeConstraintComponent' }),
    ]);
  });
});
