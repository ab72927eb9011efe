/** First and last number of each field: minute, hour, day of month, month, day of week. */
export const cronBounds = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;

/**
 * Whether this is a cron schedule of five fields (minute, hour, day of month, month, day of week) in numbers, with
 * lists, ranges and steps: the part of the format that every scheduler reads alike.
 */
export function isCronSchedule(schedule: string): boolean {
  const fields = schedule.split(' ');
  return (
    fields.length === cronBounds.length && cronBounds.every(([min, max], at) => isField(fields[at] ?? '', min, max))
  );
}

function isField(field: string, min: number, max: number): boolean {
  return field.split(',').every((part) => {
    const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
    if (!match) return false;
    const [, from = String(min), to = match[1] ?? String(max), step = '1'] = match;
    return min <= Number(from) && Number(from) <= Number(to) && Number(to) <= max && Number(step) > 0;
  });
}
