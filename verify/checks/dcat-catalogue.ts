import { readCatalogue } from '../catalogue';
import { type Check, must, passed } from '../check';

/** What DCAT-AP 3 has as mandatory (https://semiceu.github.io/DCAT-AP/releases/3.0.0/), and that nothing is missing. */
export const dcatCatalogue: Check = {
  mechanisms: { '2015': 'M4', '2024': 'MIM3', current: 'MIM3' },
  level: 'MUST',
  component: 'Open data portal',
  hint: 'Serve the catalogue as Turtle at /catalog.ttl, with a dataset for each entry of openData.',
  async run(context) {
    const read = await readCatalogue(context);
    const { answer } = read;
    const [node, ...others] = read.instances('dcat:Catalog');
    must(node && others.length === 0, 'The document describes no catalogue, or more than one.', answer);
    const mandatory = [
      [[node], ['dct:title', 'dct:description', 'dct:publisher']],
      [read.instances('dcat:Dataset'), ['dct:title', 'dct:description']],
      [read.instances('dcat:Distribution'), ['dcat:accessURL']],
    ] as const;
    for (const [nodes, properties] of mandatory) {
      for (const one of nodes) {
        const missing = read.missing(one, properties);
        must(missing.length === 0, `${one} has no ${missing.join(' and no ')}, which DCAT-AP 3 asks for.`, answer);
      }
    }
    const absent = (context.platform.datasets ?? []).filter(({ name }) => read.dataset(name) === undefined);
    must(absent.length === 0, `Not in the catalogue: ${absent.map(({ name }) => name).join(', ')}.`, answer);
    const amount = read.instances('dcat:Dataset').length;
    return passed(answer, `The catalogue has ${amount} datasets with all that DCAT-AP 3 asks for.`);
  },
};
