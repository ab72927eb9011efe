import { type Check, must, passed, skipped } from '../check';
import { modelOf, publishedModels } from '../models';
import { sampledTypes } from '../sample';

/** The model of an indicator (https://github.com/smart-data-models/dataModel.KeyPerformanceIndicator). */
const type = 'KeyPerformanceIndicator';

/** Indicators among the entities. */
export const indicators: Check = {
  mechanisms: { '2024': 'MIM8', current: 'MIM8' },
  level: 'SHOULD',
  component: 'Context broker',
  needs: ['token'],
  hint: `Add ${type} to dataModels, and store the city's indicators.`,
  async run(context) {
    const model = modelOf(await publishedModels(context), type);
    must(model, `The city has no model ${type}.`);
    const found = (await sampledTypes(context)).find((one) => one.type === model.iri || one.type === type);
    if (!found) return skipped('No indicator is stored yet.');
    return passed(found.answer, `Indicators are stored and can be queried, such as ${String(found.entities[0]?.id)}.`);
  },
};
