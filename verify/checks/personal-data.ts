import { type Check, must, notApplicable, passed } from '../check';

/** What the city declares of personal data. */
export const personalData: Check = {
  mechanisms: { '2024': 'MIM4', current: 'MIM4' },
  level: 'SHOULD',
  component: 'Context broker',
  hint: 'Declare in declarations.personalData where consent is kept (url), or why the platform holds no personal data (none).',
  async run({ client, platform: { declared = {} } }) {
    const { personalData: own } = declared;
    must(own, 'The spec does not say whether the platform holds personal data.');
    if ('none' in own) return notApplicable(`Declared: no personal data. ${own.none}`);
    const answer = await client.ask(own.url, { headers: { accept: '*/*' } });
    const isThere = answer.status === 200 || answer.status === 401;
    must(isThere, `Where consent is kept answers ${answer.status}.`, answer);
    return passed(answer, 'Where consent is kept answers; what it does is its own to show.');
  },
};
