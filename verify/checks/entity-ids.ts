import { type Check, must, passed } from '../check';

/** Ids are URIs, and one of each in a tenant (ETSI GS CIM 009, 4.5.1 and 5.6.1). */
export const entityIds: Check = {
  mechanisms: { '2015': 'M2', '2024': 'MIM1', current: 'MIM1' },
  level: 'MUST',
  component: 'Context broker',
  needs: ['token', 'write'],
  hint: 'Let the broker refuse ids that are no URIs with 400, and an id that is taken with 409.',
  async run({ api, fixture }) {
    must(fixture, 'There is no fixture.');
    const make = (id: string) => api('/entities', { method: 'POST', json: { ...fixture.entity(5), id } });
    fixture.keep('/entities/no%20uri');
    const bad = await make('no uri');
    must(bad.status === 400, `An id that is no URI is answered with ${bad.status}.`, bad);
    const taken = await api('/entities', { method: 'POST', json: fixture.entity(1) });
    must(taken.status === 409, `An id that is taken is answered with ${taken.status}.`, taken);
    return passed(taken, 'An id that is no URI is refused with 400, and one that is taken with 409.');
  },
};
