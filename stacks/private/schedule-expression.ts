/**
 * A cron schedule of five fields, in numbers, as EventBridge Scheduler writes it: six fields, days of the week from 1 for
 * Sunday, and a question mark in one of the two fields for days.
 *
 * @throws when both fields for days are set: cron runs on either day, EventBridge cannot.
 */
export function scheduleExpression(cron: string): string {
  const [minute, hour, day, month, weekday] = cron.split(' ');
  if (day !== '*' && weekday !== '*')
    throw new Error(`EventBridge knows days of the month or of the week, not both: ${cron}`);
  const days = weekday === '*' ? [day, month, '?'] : ['?', month, weekdays(weekday!)];
  return `cron(${[minute, hour, ...days, '*'].join(' ')})`;
}

/** Written out as a list, because a range such as 5-7 wraps around where the week starts on Sunday. */
function weekdays(field: string): string {
  const days = field.split(',').flatMap((part) => {
    const [range = '*', step = '1'] = part.split('/');
    const [from = 0, to = part.includes('/') ? 6 : from] = range === '*' ? [0, 6] : range.split('-').map(Number);
    return Array.from(
      { length: Math.floor((to - from) / Number(step)) + 1 },
      (_, index) => (from + index * Number(step)) % 7,
    );
  });
  return [...new Set(days)]
    .sort((a, b) => a - b)
    .map((day) => day + 1)
    .join(',');
}
