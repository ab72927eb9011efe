import { type Check, must, passed, skipped } from '../check';
import { compacted, modelOf, publishedModels } from '../models';
import { noEntity, sampledTypes } from '../sample';

/** The share of entities that may disagree with their schema. */
const mostWrong = 0.05;

/** What is stored, against its model. */
export const liveEntities: Check = {
  mechanisms: { '2015': 'M3', '2024': 'MIM2', current: 'MIM2' },
  level: 'MUST',
  component: 'Data model registry',
  needs: ['token'],
  hint: 'Correct what writes the entities: the schema under /schemas says what they have to look like.',
  async run(context) {
    const sample = await sampledTypes(context);
    const models = await publishedModels(context);
    const wrong: { readonly says: string; readonly answer: (typeof sample)[number]['answer'] }[] = [];
    let looked = 0;
    for (const { type, entities, answer } of sample) {
      const model = modelOf(models, type);
      if (!model?.firstFault) continue;
      for (const entity of entities) {
        looked += 1;
        const fault = model.firstFault(compacted(entity, model));
        if (fault) wrong.push({ says: `${String(entity.id)}: ${fault.place} ${fault.message}`, answer });
      }
    }
    const [any] = sample;
    if (!any || looked === 0) return skipped(noEntity);
    const [first] = wrong;
    const share = wrong.length / looked;
    const says = `${wrong.length} of ${looked} entities disagree with the schema of their type, such as ${first?.says}.`;
    must(share <= mostWrong, says, first?.answer);
    return passed(any.answer, `${looked - wrong.length} of ${looked} entities agree with the schema of their type.`);
  },
};
