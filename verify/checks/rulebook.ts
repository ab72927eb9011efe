import { type Check, must, passed } from '../check';

/** Documents that the city declares. */
export const rulebook: Check = {
  mechanisms: { '2024': 'MIM3', current: 'MIM3' },
  level: 'SHOULD',
  component: 'Open data portal',
  hint: 'Publish the rulebook and the terms of use, and name their addresses in declarations.rulebook and declarations.terms.',
  async run({ client, platform: { declared = {} } }) {
    const { rulebook: rules, terms } = declared;
    must(rules !== undefined && terms !== undefined, 'The spec declares no rulebook, or no terms of use.');
    const read = async (url: string) => {
      const answer = await client.ask(url, { headers: { accept: 'text/html, application/pdf, */*' } });
      must(answer.status === 200, `${url} answers ${answer.status}.`, answer);
      return answer;
    };
    await read(rules);
    return passed(await read(terms), 'The rulebook and the terms of use can be read.');
  },
};
