/** A day of the calendar: `2026-11-28`. */
export type Day = `${number}-${number}-${number}`;

const milliseconds = 86_400_000;

/** A day from its text; undefined where the calendar does not have it. */
export function tryDay(text: string): Day | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && dayOf(date) === text ? (text as Day) : undefined;
}

/** The day that is so many days later. */
export function addDays(day: Day, days: number): Day {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * milliseconds));
}

/** The same day of the next year; of 29 February the day before. */
export function addYear(day: Day): Day {
  const [year, rest] = [Number(day.slice(0, 4)) + 1, day.slice(4)];
  return tryDay(`${year}${rest}`) ?? (`${year}-02-28` as Day);
}

function dayOf(date: Date): Day {
  return date.toISOString().slice(0, 10) as Day;
}
