import { TZDate } from '@date-fns/tz';
import { add, type Duration, startOfDay } from 'date-fns';
import { isCalendarDay } from '../shared/calendar-day';
import { timeInQuery } from '../shared/time-in-query';

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

  /**
   * An instant that a query names, or a whole day of the city's: from its first instant, which is not midnight where clocks go
   * forward then, to that of the day after. Undefined for another text, and for a day that there is not.
   */
  span(written: string): Span | undefined {
    const text = timeInQuery(written);
    const [, year, month, day] = (date.exec(text) ?? []).map(Number);
    if (year !== undefined && month !== undefined && day !== undefined) {
      const [start, end] = [this.#dayStart(year, month, day), this.#dayStart(year, month, day + 1)];
      return isCalendarDay(text) && start < end ? { start: sayable(start), end: sayable(end) } : undefined;
    }
    if (!instant.test(text) || !isCalendarDay(text.slice(0, 10))) return undefined;
    const time = sayable(Date.parse(text.toUpperCase()));
    return Number.isNaN(time) ? undefined : { start: time, end: time };
  }

  #dayStart(year: number, month: number, day: number): number {
    const time = new TZDate(0, this.timeZone);
    // The constructor takes the year 1 for 1901.
    time.setFullYear(year, month - 1, day);
    return startOfDay(time).getTime();
  }

  /** Days and what is longer by the calendar, from the start of a day to that of another; what is shorter as it passes. */
  later(time: number, duration: Duration): number {
    const { years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0 } = duration;
    const passing = 1000 * (seconds + 60 * (minutes + 60 * hours));
    // The calendar of a time zone takes a hundred times longer than a sum.
    if (years + months + weeks + days === 0) return time + passing;
    const here = new TZDate(time, this.timeZone);
    const there = add(here, { years, months, weeks, days });
    return (startOfDay(here).getTime() === time ? startOfDay(there) : there).getTime() + passing;
  }

  /** As RFC 3339 has it, with the offset of the city at that time. */
  text(time: number): string {
    return new TZDate(time, this.timeZone).toISOString();
  }
}

/** RFC 3339 has four digits for the year, in whatever time zone. */
const [earliest, latest] = [Date.parse('0001-01-02T00:00:00Z'), Date.parse('9999-12-31T00:00:00Z')];
const sayable = (time: number): number => Math.min(Math.max(time, earliest), latest);

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
