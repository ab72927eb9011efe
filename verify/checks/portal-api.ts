import { type Check, must, passed, skipped } from '../check';
import { objectOf } from '../exchange';

/** How many datasets are asked for where the spec does not say which. */
const most = 50;

/** CKAN's action API (https://docs.ckan.org/en/2.11/api/). */
export const portalApi: Check = {
  mechanisms: { '2015': 'M4', '2024': 'MIM3', current: 'MIM3' },
  level: 'MUST',
  component: 'Open data portal',
  hint: 'Let the portal answer package_list and package_show to everybody.',
  async run({ client, platform }) {
    const action = (name: string) => client.ask(`${platform.portal}/api/3/action/${name}`);
    const list = await action('package_list');
    const { success, result } = objectOf(list);
    must(list.status === 200 && success === true && Array.isArray(result), 'package_list gives no list.', list);
    const names = platform.datasets?.map(({ name }) => name) ?? result.map(String).slice(0, most);
    if (names.length === 0) return skipped('The portal has no dataset yet, and the spec publishes none.');
    let shown = list;
    for (const name of names) {
      shown = await action(`package_show?id=${encodeURIComponent(name)}`);
      must(shown.status === 200 && objectOf(shown).success === true, `The portal does not show ${name}.`, shown);
    }
    return passed(shown, `The portal's API shows ${names.length} datasets.`);
  },
};
