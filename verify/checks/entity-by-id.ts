import { type Check, must, passed, skipped } from '../check';
import { objectOf } from '../exchange';
import { anyEntity, noEntity } from '../sample';

/** Retrieval by id. */
export const entityById: Check = {
  mechanisms: { '2015': 'M2', '2024': 'MIM1', current: 'MIM1' },
  level: 'MUST',
  component: 'Context broker',
  needs: ['token'],
  hint: 'Let the gateway pass ids, encoded or not, to the broker.',
  async run(context) {
    const entity = await anyEntity(context);
    if (!entity) return skipped(noEntity);
    const ask = (id: string) => context.api(`/entities/${id}`, { tenant: entity.tenant ?? null });
    const plain = await ask(entity.id);
    must(plain.status === 200 && objectOf(plain).id === entity.id, 'An entity is not found by its id.', plain);
    const encoded = await ask(encodeURIComponent(entity.id));
    must(objectOf(encoded).id === entity.id, 'An entity is not found by its id when that is encoded.', encoded);
    return passed(encoded, 'An entity is found by its id alone, encoded or not.');
  },
};
