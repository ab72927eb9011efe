import { readCatalogue } from '../catalogue';
import { type Check, must, notApplicable, passed } from '../check';

/** What is restricted is told of, and kept. */
export const restrictedData: Check = {
  mechanisms: { '2024': 'MIM3', current: 'MIM3' },
  level: 'MUST',
  component: 'Publisher',
  hint: 'Let the catalogue list the dataset with restricted access rights, and its downloads refuse strangers.',
  async run(context) {
    const { datasets, portal, downloads = `${portal}/open-data` } = context.platform;
    const restricted = datasets?.filter(({ access }) => access === 'restricted') ?? [];
    const [any] = restricted;
    if (!any) return notApplicable('Nothing that is published is restricted.');
    const read = await readCatalogue(context);
    let shown = read.answer;
    for (const { name } of restricted) {
      const node = read.dataset(name);
      must(node, `The catalogue does not list ${name}.`, read.answer);
      const rights = read.values(node, 'dct:accessRights');
      must(
        rights.length > 0 && !rights.some((one) => one.endsWith('/PUBLIC')),
        `${name} is said to be public.`,
        read.answer,
      );
      for (const form of ['.geojson', '.jsonld', '/ngsi-ld/v1/entities']) {
        shown = await context.client.ask(`${downloads}/${name}${form}`, { headers: { accept: '*/*' } });
        must([401, 403, 404].includes(shown.status), `Strangers are given ${name}${form}: ${shown.status}.`, shown);
      }
    }
    return passed(shown, `${restricted.length} restricted datasets are listed, and closed to strangers.`);
  },
};
