import { readCatalogue } from '../catalogue';
import { type Check, must, passed, skipped } from '../check';

/** `dct:conformsTo` of what is published. */
export const datasetModels: Check = {
  mechanisms: { '2015': 'M3', '2024': 'MIM2', current: 'MIM2' },
  level: 'SHOULD',
  component: 'Publisher',
  hint: 'Let each dataset name the schema of its type by dct:conformsTo.',
  async run(context) {
    const { datasets } = context.platform;
    if (datasets?.length === 0) return skipped('The spec publishes no type: openData is empty.');
    const catalogue = await readCatalogue(context);
    const nodes = datasets
      ? datasets.flatMap(({ name }) => catalogue.dataset(name) ?? [])
      : catalogue.instances('dcat:Dataset');
    must(nodes.length > 0, 'The catalogue has none of the published types.', catalogue.answer);
    const silent = nodes.filter((node) => catalogue.missing(node, ['dct:conformsTo']).length > 0);
    must(silent.length === 0, `Without dct:conformsTo: ${silent.join(', ')}.`, catalogue.answer);
    return passed(catalogue.answer, `${nodes.length} datasets name the model that they conform to.`);
  },
};
