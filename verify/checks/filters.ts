import { type Check, must, passed } from '../check';
import { listOfObjects, type PlatformAnswer } from '../exchange';
import { fixtureType } from '../fixture';

/** Filters of a query, each against what the fixture holds (ETSI GS CIM 009, 4.9 to 4.11). */
export const filters: Check = {
  mechanisms: { '2015': 'M2', '2024': 'MIM1', current: 'MIM0' },
  level: 'MUST',
  component: 'Context broker',
  needs: ['token', 'write'],
  hint: 'Let the broker filter by q, attrs, georel and timerel as ETSI GS CIM 009 says.',
  async run({ api, fixture }) {
    must(fixture, 'There is no fixture.');
    const query = (filter: string) => api(`/entities?type=${fixtureType}&limit=100&${filter}`);
    const own = (answer: PlatformAnswer) =>
      [1, 2, 3, 4, 5].filter((number) => listOfObjects(answer).some(({ id }) => id === fixture.id(number)));
    const near = 'georel=near;maxDistance==2000&geometry=Point&coordinates=[0.01,0.01]';
    const box = 'georel=within&geometry=Polygon&coordinates=[[[0,0],[0.0125,0],[0.0125,0.1],[0,0.1],[0,0]]]';
    const wanted: readonly (readonly [filter: string, numbers: readonly number[]])[] = [
      ['q=level>2', [3, 4, 5]],
      ['q=level==2%7Clevel==4', [2, 4]],
      ['attrs=next', [1, 2, 3, 4]],
      [near, [1, 2, 3]],
      [box, [1, 2]],
    ];
    let last: PlatformAnswer | undefined;
    for (const [filter, numbers] of wanted) {
      last = await query(filter);
      const given = own(last);
      must(
        given.join() === numbers.join(),
        `${filter} gives the entities ${given.join(', ') || 'none'} of the fixture in place of ${numbers.join(', ')}.`,
        last,
      );
    }
    const time = `timerel=after&timeAt=2026-01-01T12:00:00Z&timeproperty=observedAt`;
    const history = await api(`/temporal/entities?type=${fixtureType}&attrs=level&${time}&limit=100`);
    must(history.status === 200, `A temporal query answers ${history.status}.`, history);
    must(!own(history).includes(1), 'timerel=after gives a value from before.', history);
    return passed(
      last as PlatformAnswer,
      'q, attrs, georel=near and within, and timerel give the right part of the fixture.',
    );
  },
};
