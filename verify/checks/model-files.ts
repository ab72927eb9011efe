import { type Check, must, passed } from '../check';
import { isPlainObject, objectOf } from '../exchange';
import { cityContext, compacted, publishedModels } from '../models';

/** Schema, context and example of each model. */
export const modelFiles: Check = {
  mechanisms: { '2015': 'M3', '2024': 'MIM2', current: 'MIM2' },
  level: 'MUST',
  component: 'Data model registry',
  hint: 'Publish for each model of dataModels a JSON Schema, the @context and an example that agrees with it.',
  async run(context) {
    const terms = await cityContext(context);
    must(terms.status === 200, `The city's @context answers ${terms.status}.`, terms);
    const { '@context': definitions } = objectOf(terms);
    must(isPlainObject(definitions), 'The document at /context.jsonld has no @context.', terms);
    const models = await publishedModels(context);
    must(models.length > 0, 'No data model is published.', terms);
    let shown = terms;
    for (const model of models) {
      must(model.firstFault, `The schema of ${model.type} cannot be used: ${model.fault}.`, model.answer);
      const draft = objectOf(model.answer).$schema;
      must(String(draft).includes('2020-12'), `The schema of ${model.type} is not of draft 2020-12.`, model.answer);
      must(definitions[model.type], `The @context does not have ${model.type}.`, terms);
      shown = await context.client.ask(model.example);
      must(shown.status === 200, `The example of ${model.type} answers ${shown.status}.`, shown);
      const fault = model.firstFault(compacted(objectOf(shown), model));
      must(!fault, `The example of ${model.type} does not agree: ${fault?.place} ${fault?.message}`, shown);
    }
    return passed(shown, `${models.length} models have a JSON Schema, a term in the @context and a valid example.`);
  },
};
