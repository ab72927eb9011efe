import { type Check, must, passed } from '../check';
import { listOfObjects, objectOf } from '../exchange';
import { fixtureType } from '../fixture';

/** The life of an entity (ETSI GS CIM 009, 5.6 and 5.7). */
export const entities: Check = {
  mechanisms: { '2015': 'M2', '2024': 'MIM1', current: 'MIM1' },
  level: 'MUST',
  component: 'Context broker',
  needs: ['token', 'write'],
  hint: 'Give the token the role editor in the tenant; the broker has to take entities and batches of them.',
  async run({ api, fixture }) {
    must(fixture, 'There is no fixture.');
    const id = fixture.id('life');
    const path = `/entities/${id}`;
    fixture.keep(path);
    const made = await api('/entities', { method: 'POST', json: { ...fixture.entity(5), id } });
    must(made.status === 201, `An entity that is made is answered with ${made.status}.`, made);
    must(made.headers.location?.endsWith(id), 'The answer has no Location that ends with the id.', made);
    const value = async () => {
      const answer = await api(path);
      const { level } = objectOf(answer) as { level?: { value?: unknown } };
      return { answer, level: level?.value };
    };
    const read = await value();
    must(read.level === 5, 'The entity does not read as it was written.', read.answer);
    const json = { level: { type: 'Property', value: 6 } };
    const patched = await api(`${path}/attrs`, { method: 'PATCH', json });
    must(patched.status === 204, `A change of an attribute is answered with ${patched.status}.`, patched);
    const changed = await value();
    must(changed.level === 6, 'The entity does not read as it was changed.', changed.answer);
    const batch = await api(`/entities?type=${fixtureType}&limit=100`);
    const found = listOfObjects(batch).filter((one) => String(one.id).startsWith(fixture.id('')));
    must(found.length >= 5, 'Of a batch of five entities not all are found.', batch);
    for (const list of ['/types', '/attributes']) {
      const answer = await api(list);
      must(answer.status === 200, `${list} answers ${answer.status}.`, answer);
    }
    const deleted = await api(path, { method: 'DELETE' });
    must(deleted.status === 204, `A deletion is answered with ${deleted.status}.`, deleted);
    const gone = await value();
    must(gone.answer.status === 404, `A deleted entity answers ${gone.answer.status}.`, gone.answer);
    return passed(
      gone.answer,
      'An entity was made, read, changed and deleted; a batch, /types and /attributes answer.',
    );
  },
};
