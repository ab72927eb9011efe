import { setTimeout as sleep } from 'node:timers/promises';
import { type Check, must, passed } from '../check';
import { objectOf } from '../exchange';

/** The temporal API (ETSI GS CIM 009, 5.7.3), and that tenants stand apart. */
export const temporalHistory: Check = {
  mechanisms: { '2015': 'M2', '2024': 'MIM1', current: 'MIM1' },
  level: 'MUST',
  component: 'Context broker',
  needs: ['token', 'write'],
  hint: 'Let the broker keep a history; it may take minutes after a start of the broker until it begins.',
  async run({ api, fixture, platform, tenant, patience }) {
    must(fixture, 'There is no fixture.');
    const id = fixture.id('series');
    const path = `/entities/${id}`;
    fixture.keep(path);
    fixture.keep(`/temporal${path}`);
    await api('/entities', { method: 'POST', json: { ...fixture.entity(1), id } });
    for (const value of [2, 3])
      await api(`${path}/attrs`, { method: 'PATCH', json: { level: { type: 'Property', value } } });
    const until = Date.now() + patience;
    for (;;) {
      const answer = await api(`/temporal${path}?attrs=level`);
      const { level } = objectOf(answer);
      const instances = (Array.isArray(level) ? level : [level]) as readonly ({ value?: unknown } | undefined)[];
      const values = instances.flatMap((one) => (typeof one?.value === 'number' ? [one.value] : [])).sort();
      if (values.join() === '1,2,3') {
        const other = platform.tenants?.find((one) => one !== tenant) ?? 'citykit_verify_nobody';
        const elsewhere = await api(path, { tenant: other });
        const isHidden = elsewhere.status === 403 || elsewhere.status === 404;
        must(isHidden, `An entity of another tenant answers ${elsewhere.status}.`, elsewhere);
        return passed(answer, `The history has the three values; in the tenant ${other} the entity is not there.`);
      }
      must(
        Date.now() < until,
        `After ${patience / 1000} s the history has the values ${values.join(', ') || 'none'}.`,
        answer,
      );
      await sleep(500);
    }
  },
};
