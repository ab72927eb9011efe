import { type Check, must, notApplicable, passed } from '../check';
import { listOfObjects, objectOf, type PlatformAnswer } from '../exchange';

/** Entities that are asked for. */
const limit = 20;

/**
 * One query for several cities: each answer has all of them, or names the ones that it lacks, in `Federation-Answer` for programs
 * and in `NGSILD-Warning` (ETSI GS CIM 009 V1.8.1, 6.3.17) for people.
 */
export const federatedAnswers: Check = {
  mechanisms: { '2024': 'MIM1', current: 'MIM1' },
  level: 'SHOULD',
  component: 'Federated query',
  needs: ['token'],
  hint: 'Look at the city that is missing, and whether it still lets the client of the federation in: docs/guide/federation.md.',
  async run({ client, platform, token }) {
    const { federation } = platform;
    if (!federation || !token) return notApplicable('The platform answers for no other city.');
    const ask = (path: string, shown = token.value) =>
      client.ask(`${federation.api}${path}`, {
        headers: shown === '' ? {} : { authorization: `Bearer ${shown}` },
      });
    const stranger = await ask('/types', '');
    const wanted = federation.readers === 'anyone' ? 200 : 401;
    must(stranger.status === wanted, `A stranger is answered with ${stranger.status}, and not ${wanted}.`, stranger);
    const types = await ask('/types');
    mustSayWhatItLacks(types, federation.cities, token.value);
    // Of a list of one some brokers give the item.
    const [type] = [objectOf(types).typeList ?? []].flat().map(String);
    if (type === undefined) return passed(types, `${list(federation.cities)} answer, and share no entity yet.`);
    const found = await ask(`/entities?${new URLSearchParams({ type, limit: String(limit), count: 'true' })}`);
    mustSayWhatItLacks(found, federation.cities, token.value);
    const counted = Number(found.headers['ngsild-results-count']);
    const entities = listOfObjects(found);
    // An id that several cities have is counted for each, and shown once.
    const fits = entities.length > 0 && entities.length <= counted;
    must(fits, `Of ${found.headers['ngsild-results-count']} entities ${entities.length} were given.`, found);
    const one = await ask(`/entities/${encodeURIComponent(String(entities[0]?.id))}`);
    mustSayWhatItLacks(one, federation.cities, token.value);
    return passed(found, `One query has ${list(federation.cities)}: ${counted} entities of ${type}.`);
  },
};

/** An answer is whole, and would say so if it were not. @throws Shortfall */
function mustSayWhatItLacks(answer: PlatformAnswer, cities: readonly string[], token: string): void {
  const { status, headers, body } = answer;
  must(status === 200, `The federation answers ${status}.`, answer);
  const shown = `${Object.values(headers).join('\n')}\n${body}`;
  must(!shown.includes(token) && !/\beyJ[\w-]{8,}\.[\w-]+\./.test(shown), 'A token stands in the answer.', answer);
  const says = headers['federation-answer'];
  must(says !== undefined, 'The answer does not say which cities are in it.', answer);
  const [asked, answered, missing] = ['asked', 'answered', 'missing'].map((member) => citiesIn(says, member));
  const untold = cities.filter((city) => !asked!.has(city) || !(answered!.has(city) || missing!.has(city)));
  must(untold.length === 0, `The answer does not tell of ${list(untold)}.`, answer);
  const warned = headers['ngsild-warning'] ?? '';
  const unwarned = [...missing!].filter((city) => !warned.includes(city));
  must(unwarned.length === 0, `No warning tells that ${list(unwarned)} is missing.`, answer);
  must(missing!.size === 0, `${list([...missing!])} is missing, and the answer says so: ${warned}.`, answer);
}

/** Strings of an inner list of a dictionary (RFC 9651): `asked=("izmir" "istanbul")`. Parameters of an item are other strings. */
function citiesIn(dictionary: string, member: string): ReadonlySet<string> {
  const [, items = ''] = new RegExp(`(?:^|,)\\s*${member}=\\(([^)]*)\\)`).exec(dictionary) ?? [];
  return new Set([...items.matchAll(/(?:^|\s)"([^"]*)"/g)].map(([, city = '']) => city));
}

const list = (cities: readonly string[]): string => cities.join(', ');
