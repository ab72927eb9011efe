import { type Check, must, passed, skipped } from '../check';
import type { CheckContext } from '../check-context';
import { isPlainObject } from '../exchange';
import { sampledTypes } from '../sample';

/** How many relationships are followed. */
const mostFollowed = 10;

interface Link {
  readonly object: string;
  readonly tenant: string | undefined;
}

/** Objects of relationships (ETSI GS CIM 009, 4.5.3), and a `Link` that names a context. */
export const relationships: Check = {
  mechanisms: { '2024': 'MIM1', current: 'MIM1' },
  level: 'MUST',
  component: 'Context broker',
  needs: ['token'],
  hint: 'Store the entities that relationships point to, in the same tenant.',
  async run(context) {
    const links = await linksOf(context);
    if (links.length === 0)
      return skipped('No entity has a relationship: store some, or let the run write its own with --write.');
    const core = 'https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context-v1.8.jsonld';
    const link = `<${core}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
    let shown = await context.api('/types', { headers: { link } });
    must(shown.status === 200, `A request that names the core @context by Link answers ${shown.status}.`, shown);
    for (const { object, tenant } of links.slice(0, mostFollowed)) {
      shown = await context.api(`/entities/${encodeURIComponent(object)}`, { tenant: tenant ?? null });
      must(shown.status === 200, `A relationship points to ${object}, which answers ${shown.status}.`, shown);
    }
    return passed(shown, `${Math.min(links.length, mostFollowed)} relationships lead to entities that are there.`);
  },
};

async function linksOf({ fixture, tenant, ...context }: CheckContext): Promise<readonly Link[]> {
  if (fixture) return [2, 3].map((number) => ({ object: fixture.id(number), tenant }));
  return (await sampledTypes(context)).flatMap(({ entities, tenant: own }) =>
    entities.flatMap((entity) =>
      Object.values(entity).flatMap((attribute) =>
        isPlainObject(attribute) && attribute.type === 'Relationship' && typeof attribute.object === 'string'
          ? [{ object: attribute.object, tenant: own }]
          : [],
      ),
    ),
  );
}
