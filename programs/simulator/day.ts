/** A moment by the clocks of a city. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** Hours since midnight, from 0 to 24. */
  readonly hour: number;
  readonly isWeekend: boolean;
  /** Of the year, from 0 to 1. */
  readonly season: number;
}

/** Tells the moments of a city. @param timeZone of the IANA database */
export function clockOf(timeZone: string): (time: number) => Moment {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hourCycle: 'h23', weekday: 'short', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  return (time) => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
    const { weekday = '', hour, minute, second } = parts;
    const begin = Date.UTC(new Date(time).getUTCFullYear(), 0);
    return {
      time,
      hour: Number(hour) + Number(minute) / 60 + Number(second) / 3600,
      isWeekend: weekday === 'Sat' || weekday === 'Sun',
      season: (time - begin) / (365.25 * 86_400_000),
    };
  };
}

/** The shape of a day: what is so at some hours. Between them it changes evenly, over midnight too. */
export type DayShape = readonly (readonly [hour: number, value: number])[];

/** The value of a shape at an hour. */
export function shapeAt(shape: DayShape, hour: number): number {
  const after = shape.findIndex(([at]) => at > hour);
  const [to, end] = shape[after === -1 ? 0 : after]!;
  const [from, start] = shape.at(after === -1 ? -1 : after - 1)!;
  const span = (to - from + 24) % 24 || 24;
  return start + ((end - start) * ((hour - from + 24) % 24)) / span;
}

/** How high the sun stands, from 0 at night to 1 at noon. */
export const sunAt = ({ hour }: Moment): number => Math.max(0, Math.sin(((hour - 6) / 12) * Math.PI));
