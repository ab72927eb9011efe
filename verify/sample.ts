import { must } from './check';
import type { CheckContext } from './check-context';
import { listOfObjects, objectOf, type PlatformAnswer } from './exchange';
import { fixtureType, isFixtureId } from './fixture';

/** Entities of a type in a tenant, as the broker gives them without a context: names that it does not know are IRIs. */
export interface SampledType {
  readonly tenant: string | undefined;
  /** IRI of the type, or a bare name where it has none of its own. */
  readonly type: string;
  readonly entities: readonly Readonly<Record<string, unknown>>[];
  readonly answer: PlatformAnswer;
}

/** How many types, and entities of each, a run looks at. */
const most = { types: 60, entities: 20 };

/** Types of each tenant that the token may read, as the broker lists them, without that of fixtures. */
export function listedTypes(context: CheckContext) {
  return context.once('types', async () => {
    const found: {
      readonly tenant: string | undefined;
      readonly types: readonly string[];
      readonly answer: PlatformAnswer;
    }[] = [];
    for (const tenant of context.tenants) {
      const answer = await context.api('/types', { tenant: tenant ?? null });
      // A tenant that nothing was ever written to.
      must(answer.status === 200 || answer.status === 404, `/types answers ${answer.status}.`, answer);
      // Of a list of one some brokers give the item, and none at all of an empty one.
      const { typeList = [] } = answer.status === 404 ? {} : objectOf(answer);
      const types = [typeList].flat().map(String);
      found.push({ tenant, types: types.filter((type) => !type.endsWith(fixtureType)), answer });
    }
    return found;
  });
}

/** Some entities of each type in each tenant that the token may read; none of a fixture. */
export function sampledTypes(context: CheckContext): Promise<readonly SampledType[]> {
  return context.once('sample', async () => {
    const listed = (await listedTypes(context)).flatMap(({ tenant, types }) => types.map((type) => ({ tenant, type })));
    const found: SampledType[] = [];
    for (const { tenant, type } of listed.slice(0, most.types)) {
      const path = `/entities?type=${encodeURIComponent(type)}&limit=${most.entities}`;
      const answer = await context.api(path, { tenant: tenant ?? null });
      const entities = listOfObjects(answer).filter(({ id }) => !isFixtureId(String(id)));
      if (entities.length > 0) found.push({ tenant, type, entities, answer });
    }
    return found;
  });
}

/** One entity that is there, with its tenant: of the fixture, or of what the city stores; undefined where there is none. */
export async function anyEntity(
  context: CheckContext,
): Promise<{ readonly id: string; readonly tenant: string | undefined } | undefined> {
  if (context.fixture) return { id: context.fixture.id(1), tenant: context.tenant };
  const [first] = await sampledTypes(context);
  const id = first?.entities[0]?.id;
  return first && typeof id === 'string' ? { id, tenant: first.tenant } : undefined;
}

/** Why a check that needs entities could not be tried. */
export const noEntity = 'The tenants hold no entity yet: store some, or let the run write its own with --write.';
