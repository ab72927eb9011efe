import { type Check, must, passed, skipped } from '../check';
import { modelOf, publishedModels } from '../models';
import { listedTypes, noEntity } from '../sample';

/** What is stored has a model. */
export const knownTypes: Check = {
  mechanisms: { '2015': 'M3', '2024': 'MIM2', current: 'MIM2' },
  level: 'MUST',
  component: 'Data model registry',
  needs: ['token'],
  hint: 'Add the type to dataModels, or send entities with the city’s @context so that their type is the model’s.',
  async run(context) {
    const listed = (await listedTypes(context)).filter(({ types }) => types.length > 0);
    const [first] = listed;
    if (!first) return skipped(noEntity);
    const models = await publishedModels(context);
    for (const { types, tenant, answer } of listed) {
      const unknown = types.filter((type) => !modelOf(models, type));
      must(unknown.length === 0, `No model has ${unknown.join(', ')} (tenant ${tenant ?? 'by default'}).`, answer);
    }
    const amount = new Set(listed.flatMap(({ types }) => types)).size;
    return passed(first.answer, `${amount} ${amount === 1 ? 'type is' : 'types are'} stored; each has a model.`);
  },
};
