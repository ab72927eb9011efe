import { type Check, must, passed, skipped } from '../check';
import type { CheckContext } from '../check-context';
import { isPlainObject, objectOf, type PlatformAnswer } from '../exchange';
import { cityContext, publishedModels } from '../models';
import { noEntity, sampledTypes } from '../sample';

/** How many IRIs that the city does not describe are asked for at their own address. */
const mostAsked = 10;

/** Whether the IRI of each attribute leads to what it means. */
export const attributeMeaning: Check = {
  mechanisms: { '2024': 'MIM1', current: 'MIM1' },
  level: 'SHOULD',
  component: 'Data model registry',
  needs: ['token'],
  hint: 'Add the model that the attributes are of to dataModels, so that schema and @context name them.',
  async run(context) {
    const sample = await sampledTypes(context);
    const [first] = sample;
    if (!first) return skipped(noEntity);
    const used = new Set(sample.flatMap(({ entities }) => entities.flatMap((entity) => Object.keys(entity))));
    const iris = [...used].filter((name) => /^https?:/.test(name)).sort();
    const known = await describedIris(context);
    const unknown = iris.filter((iri) => !known.has(iri));
    let shown: PlatformAnswer = first.answer;
    for (const iri of unknown.slice(0, mostAsked)) {
      shown = await context.client.ask(iri, { headers: { accept: 'application/ld+json, text/turtle, text/html' } });
      must(shown.status < 400, `Nothing says what ${iri} means: it answers ${shown.status}.`, shown);
    }
    return passed(shown, `Of ${iris.length} IRIs ${iris.length - unknown.length} are described by the city's models.`);
  },
};

async function describedIris(context: CheckContext): Promise<ReadonlySet<string>> {
  const models = await publishedModels(context);
  const { '@context': terms } = objectOf(await cityContext(context));
  const ofContext = Object.values(isPlainObject(terms) ? terms : {}).map((term) =>
    isPlainObject(term) ? term['@id'] : term,
  );
  return new Set([...models.flatMap(({ names }) => [...names.keys()]), ...ofContext.map(String)]);
}
