import { type Check, must, notApplicable, passed } from '../check';
import { isPlainObject } from '../exchange';

/** What each entry of a register has to say. */
const members = ['purpose', 'contact'];

/** The public register of algorithms. */
export const algorithms: Check = {
  mechanisms: { '2024': 'MIM5', current: 'MIM5' },
  level: 'SHOULD',
  component: 'Open data portal',
  hint: 'Declare in declarations.algorithms where the register is (url), or why no algorithm decides anything (none).',
  async run({ client, platform: { declared = {} } }) {
    const { algorithms: own } = declared;
    must(own, 'The spec does not say whether algorithms are in use.');
    if ('none' in own) return notApplicable(`Declared: no algorithm in use. ${own.none}`);
    const answer = await client.ask(own.url, { headers: { accept: 'application/json, text/html;q=0.8' } });
    must(answer.status === 200, `The register answers ${answer.status}.`, answer);
    if (!(answer.headers['content-type'] ?? '').includes('json'))
      return passed(answer, 'The register is a page that everybody can read.');
    const value: unknown = JSON.parse(answer.body);
    const entries = Array.isArray(value)
      ? value
      : isPlainObject(value)
        ? Object.values(value).find(Array.isArray)
        : undefined;
    must(Array.isArray(entries), 'The register is no list.', answer);
    const poor = entries.filter((entry) => !isPlainObject(entry) || members.some((member) => !entry[member]));
    must(poor.length === 0, `${poor.length} entries have no ${members.join(' or no ')}.`, answer);
    return passed(answer, `${entries.length} algorithms, each with ${members.join(' and ')}.`);
  },
};
