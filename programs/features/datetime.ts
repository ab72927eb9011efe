import type { Note } from '../shared/json-value';
import type { Clock, Span } from './clock';

/** From and to, in milliseconds since 1970, both in it. */
export interface Interval {
  /** @default - it has no beginning */
  readonly from?: number;
  /** @default - it has no end */
  readonly to?: number;
}

/** A `datetime`: an instant, a date, or an interval of them; a date is its whole day, also at the end of an interval. */
export function parseInterval(text: string, note: Note, clock: Clock): Interval | undefined {
  const parts = text.split('/');
  const isOpen = (part: string | undefined) => part === '' || part === '..';
  const [first, last] = [parts[0]!, parts.at(-1)!].map((part) => (isOpen(part) ? undefined : clock.span(part)));
  const isWrong = (span: Span | undefined, part: string | undefined) => !span && (parts.length === 1 || !isOpen(part));
  if (parts.length > 2 || (!first && !last) || isWrong(first, parts[0]) || isWrong(last, parts.at(-1))) {
    note('must be a time such as 2026-05-01T10:00:00Z, a date, or two of them with a / between; .. leaves an end open');
    return undefined;
  }
  const from = first?.start;
  const to = last && (last.end === last.start ? last.end : last.end - 1);
  if (from !== undefined && to !== undefined && from > to) {
    note('must not end before it begins');
    return undefined;
  }
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}
