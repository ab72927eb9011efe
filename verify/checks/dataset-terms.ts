import { readCatalogue } from '../catalogue';
import { type Check, must, passed, skipped } from '../check';

/** Licence, access rights, publisher and contact of each dataset. */
export const datasetTerms: Check = {
  mechanisms: { '2015': 'M4', '2024': 'MIM3', current: 'MIM3' },
  level: 'MUST',
  component: 'Open data portal',
  hint: 'Say licence, access rights, publisher and contact of each dataset in the portal.',
  async run(context) {
    const read = await readCatalogue(context);
    const { answer } = read;
    const datasets = read.instances('dcat:Dataset');
    if (datasets.length === 0) return skipped('The catalogue has no dataset yet.');
    for (const node of datasets) {
      const missing: string[] = [...read.missing(node, ['dct:accessRights', 'dct:publisher', 'dcat:contactPoint'])];
      const restricted = read.values(node, 'dct:accessRights').some((rights) => !rights.endsWith('/PUBLIC'));
      const forms = read.values(node, 'dcat:distribution');
      const licensed = [node, ...forms].some((one) => read.missing(one, ['dct:license']).length === 0);
      // What nobody may have has no file, and so no licence.
      if (!licensed && !(restricted && forms.length === 0)) missing.push('dct:license');
      must(missing.length === 0, `${node} has no ${missing.join(' and no ')}.`, answer);
    }
    return passed(answer, `${datasets.length} datasets have licence, access rights, publisher and contact.`);
  },
};
