import { type Check, must, passed, skipped } from '../check';
import type { CheckContext } from '../check-context';
import { listOfObjects } from '../exchange';
import { fixtureType } from '../fixture';
import { sampledTypes } from '../sample';

/** `limit`, `offset` and RFC 8288 links of a query (ETSI GS CIM 009, 6.3.10). */
export const paging: Check = {
  mechanisms: { '2015': 'M2', '2024': 'MIM1', current: 'MIM0' },
  level: 'MUST',
  component: 'Context broker',
  needs: ['token'],
  hint: 'Answer limit and offset, and give Link: rel="next" with an address that works outside the platform.',
  async run(context) {
    const listed = await pagedType(context);
    if (!listed) return skipped('No type has two entities yet: store some, or let the run write its own with --write.');
    const ask = (path: string) => context.api(path, { tenant: listed.tenant ?? null });
    const base = `/entities?type=${encodeURIComponent(listed.type)}`;
    const first = await ask(`${base}&limit=1`);
    const [one] = listOfObjects(first);
    must(first.status === 200 && listOfObjects(first).length === 1, 'limit=1 does not give one entity.', first);
    const second = await ask(`${base}&limit=1&offset=1`);
    const [other] = listOfObjects(second);
    must(other && other.id !== one?.id, 'offset=1 does not give another entity.', second);
    const next = /<([^>]+)>\s*;[^,]*rel="?next"?/.exec(first.headers.link ?? '')?.[1];
    must(next, 'The first page of several has no Link: rel="next".', first);
    const url = new URL(next, `${context.platform.api}/entities`);
    const inside = url.href.startsWith(`${context.platform.api}/`);
    must(inside, `Link: rel="next" leads to ${url.origin}${url.pathname}, outside the public API.`, first);
    const followed = await ask(url.href.slice(context.platform.api.length));
    must(listOfObjects(followed)[0]?.id === other.id, 'Link: rel="next" does not lead to the next page.', followed);
    return passed(followed, 'limit, offset and Link: rel="next" agree.');
  },
};

async function pagedType(context: CheckContext) {
  if (context.fixture) return { type: fixtureType, tenant: context.tenant };
  return (await sampledTypes(context)).find(({ entities }) => entities.length > 1);
}
