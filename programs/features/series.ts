import type { PublishedAttribute } from '../../constructs/components/publisher/published-type';
import { ProblemDetails } from '../dcat-ap/answer';
import { isInUnit } from '../publisher/attribute-value';
import { longestPage } from '../publisher/broker';
import type { Collection } from './collection';
import type { EntityReader, PastValue } from './entity-reader';

/** Whose values, and from when (in it) to when (not in it), in milliseconds since 1970. */
export interface SeriesOf {
  readonly collection: Collection;
  readonly id: string;
  readonly attribute: PublishedAttribute;
  /** Of an attribute with several values at the same time, which one. @default - the one without a name */
  readonly datasetId?: string;
  readonly from: number;
  readonly to: number;
}

/** What one request may cost. */
export interface SeriesLimits {
  /** Values looked at. */
  readonly values: number;
  /** Milliseconds. */
  readonly time: number;
}

/**
 * All values in the unit of the data model, newest first, in parts of at most a thousand: those before the oldest one known, and
 * those of its millisecond once more, of which the ones that are known are left out.
 *
 * @throws BrokerUnavailable
 * @throws ProblemDetails beyond the limits
 */
export async function* series(
  reader: EntityReader,
  { collection, id, attribute, datasetId, from, to }: SeriesOf,
  limits: SeriesLimits,
): AsyncGenerator<readonly PastValue[]> {
  const deadline = performance.now() + limits.time;
  let known = new Set<string>();
  let seen = 0;
  for (let end = to; ; ) {
    const part = await reader.values(collection, id, attribute.name, { from, to: end });
    yield part.filter(
      (one) =>
        one.datasetId === datasetId &&
        isInUnit(one, attribute) &&
        one.time >= from &&
        one.time < to &&
        !known.has(one.instance),
    );
    if (part.length < longestPage) return;
    seen += part.length;
    const oldest = part.at(-1)!.time;
    // Parts of a millisecond are in the broker's times and not in ours.
    const next = oldest + 1;
    if (next >= end)
      throw new ProblemDetails(422, 'Too many values', `More than ${longestPage} values have the same time.`);
    if (seen >= limits.values)
      throw new ProblemDetails(422, 'Too many values', `There are more than ${limits.values}: ask for a shorter time.`);
    if (performance.now() > deadline)
      throw new ProblemDetails(503, 'Too slow', 'There is too much to read at once: ask for a shorter time.');
    known = new Set(part.filter(({ time }) => time <= next).map(({ instance }) => instance));
    end = next;
  }
}
