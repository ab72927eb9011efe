import { coreTerms } from '../../constructs/models/core-context';
import { type Check, must, passed, skipped } from '../check';
import { noEntity, sampledTypes } from '../sample';

/**
 * Attributes without a meaning of their own: of an answer without a context, those that are neither an IRI nor a term of the
 * core context are of the default context.
 */
export const namedAttributes: Check = {
  mechanisms: { '2015': 'M3', '2024': 'MIM2', current: 'MIM2' },
  level: 'MUST',
  component: 'Data model registry',
  needs: ['token'],
  hint: 'Send entities with the city’s @context, and add attributes of your own to a model in dataModels.',
  async run(context) {
    const sample = await sampledTypes(context);
    const [any] = sample;
    if (!any) return skipped(noEntity);
    for (const { type, entities, answer } of sample) {
      const names = new Set(entities.flatMap((entity) => Object.keys(entity)));
      const nameless = [type, ...names].filter(
        (name) => name.startsWith('https://uri.etsi.org/ngsi-ld/default-context/') || !(isIri(name) || isCore(name)),
      );
      must(nameless.length === 0, `In the default @context: ${nameless.join(', ')} (of ${type}).`, answer);
    }
    return passed(any.answer, `Attributes of ${sample.length} types have an IRI of their own.`);
  },
};

const isIri = (name: string) => /^[a-z][a-z0-9+.-]*:/i.test(name);

const isCore = (name: string) => ['id', 'type', '@context'].includes(name) || coreTerms.has(name);
