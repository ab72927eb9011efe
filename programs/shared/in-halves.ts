/** A part of a list, from where and how long. */
export interface PageSpan {
  readonly offset: number;
  readonly limit: number;
}

/** Too much of what was asked for cannot be had. */
export class TooManyParts extends Error {}

/** Requests for the parts of one page. */
const mostParts = 60;

/**
 * A page that could not be had as a whole, in halves, until what keeps it from being had is alone and left out.
 *
 * Scorpio 5.0.3 answers 500 for all of a page of a snapshot (`NGSILD-EntityMap`) of which an entity was deleted since.
 *
 * @param ask for a part; undefined where it cannot be had either.
 * @throws TooManyParts
 */
export async function inHalves<T>(
  page: PageSpan,
  ask: (part: PageSpan) => Promise<readonly T[] | undefined>,
): Promise<readonly T[]> {
  let left = mostParts;
  const halves = async ({ offset, limit }: PageSpan): Promise<readonly T[]> => {
    if (limit <= 1) return [];
    const half = limit >> 1;
    return [...(await part({ offset, limit: half })), ...(await part({ offset: offset + half, limit: limit - half }))];
  };
  const part = async (span: PageSpan): Promise<readonly T[]> => {
    if (left-- === 0) throw new TooManyParts('too much of the page is gone');
    return (await ask(span)) ?? halves(span);
  };
  return halves(page);
}
