import { type Check, must, passed } from '../check';
import { fixtureType } from '../fixture';

const asked = ['application/json', 'application/ld+json', 'application/geo+json'];

/** Content negotiation of a query (ETSI GS CIM 009, 6.3.4 and 6.3.7). */
export const contentTypes: Check = {
  mechanisms: { '2015': 'M2', '2024': 'MIM1', current: 'MIM0' },
  level: 'MUST',
  component: 'Context broker',
  needs: ['token'],
  hint: 'Let the broker answer in application/json, application/ld+json and application/geo+json as Accept says.',
  async run({ api }) {
    const query = (accept: string) => api(`/entities?type=${fixtureType}&limit=1`, { headers: { accept } });
    for (const type of asked) {
      const answer = await query(type);
      const given = answer.headers['content-type'] ?? 'none';
      must(answer.status === 200, `A query for ${type} answers ${answer.status}.`, answer);
      must(given.split(';')[0] === type, `A query for ${type} is answered with ${given}.`, answer);
    }
    const other = await query('text/turtle');
    must(other.status === 406, `A query for text/turtle, which there is not, answers ${other.status}.`, other);
    return passed(other, 'JSON, JSON-LD and GeoJSON are given as asked for, and text/turtle is refused with 406.');
  },
};
