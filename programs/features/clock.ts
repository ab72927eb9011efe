import { TZDate } from '@date-fns/tz';
import { add, type Duration } from 'date-fns';

const instant = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;
const date = /^(\d{4})-(\d{2})-(\d{2})$/;

/** A stretch of time, in milliseconds since 1970. An instant of RFC 3339 begins and ends at once; a date takes its day. */
export interface Span {
  readonly start: number;
  /** Not in it any more, unless it is the start. */
  readonly end: number;
}

/** The clocks of a city. */
export class Clock {
  constructor(
    /** Of the IANA database. */
    readonly timeZone: string,
  ) {}

  /** An instant, or a whole day of the city's. Undefined for another text, and for a day that no month has. */
  span(text: string): Span | undefined {
    const [, year, month, day] = date.exec(text) ?? [];
    if (year !== undefined) {
      if (!isDay(text)) return undefined;
      const midnight = new TZDate(Number(year), Number(month) - 1, Number(day), this.timeZone);
      return { start: midnight.getTime(), end: this.later(midnight.getTime(), { days: 1 }) };
    }
    if (!instant.test(text) || !isDay(text.slice(0, 10))) return undefined;
    const time = Date.parse(text.toUpperCase());
    return Number.isNaN(time) ? undefined : { start: time, end: time };
  }

  /** Days and what is longer by the calendar, hours and what is shorter as they pass. */
  later(time: number, duration: Duration): number {
    const { years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0 } = duration;
    const passing = 1000 * (seconds + 60 * (minutes + 60 * hours));
    // The calendar of a time zone takes a hundred times longer than a sum.
    if (years + months + weeks + days === 0) return time + passing;
    return add(new TZDate(time, this.timeZone), { years, months, weeks, days }).getTime() + passing;
  }

  /** As RFC 3339 has it, with the offset of the city at that time. */
  text(time: number): string {
    return new TZDate(time, this.timeZone).toISOString();
  }
}

/** `Date` takes the 30th of February for the 2nd of March. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

const units = [
  ['years', 'Y'],
  ['months', 'M'],
  ['weeks', 'W'],
  ['days', 'D'],
] as const;
const duration =
  /^P(?=\d|T\d)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?$/;

/** A duration of ISO 8601 in whole units, longer than nothing: `PT15M`, `P1D`. Undefined for another text. */
export function durationOf(text: string): Duration | undefined {
  const found = duration.exec(text);
  if (!found) return undefined;
  const names = [...units.map(([name]) => name), 'hours', 'minutes', 'seconds'] as const;
  const values = Object.fromEntries(names.map((name, index) => [name, Number(found[index + 1] ?? 0)])) as Duration;
  return Object.values(values).some((value) => value > 0) ? values : undefined;
}
