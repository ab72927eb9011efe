import { folded } from '../output/folded';
import { addDays, type Day } from './day';
import type { Plan, PlannedStep } from './plan';

/** What of a plan is not done, as a calendar (RFC 5545): an event of a whole day for each, with an alarm a week before. */
export function calendar(plan: Plan): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//citykit//plan//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    property('X-WR-CALNAME', `${plan.title}: one year to the mechanisms`),
    ...plan.steps.filter(({ state }) => state !== 'done').flatMap((step) => event(plan, step)),
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

function event({ city, title, joined }: Plan, { id, title: what, due, says, how }: PlannedStep): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${city}-${id}-${basic(joined)}@citykit.invalid`,
    // The plan has no time of its own: the same plan is the same file.
    `DTSTAMP:${basic(joined)}T000000Z`,
    `DTSTART;VALUE=DATE:${basic(due)}`,
    `DTEND;VALUE=DATE:${basic(addDays(due, 1))}`,
    property('SUMMARY', `${title}: ${what}`),
    property('DESCRIPTION', [says, ...how].join('\n')),
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    property('DESCRIPTION', what),
    'TRIGGER:-P7D',
    'END:VALARM',
    'END:VEVENT',
  ];
}

const basic = (day: Day) => day.replaceAll('-', '');

function property(name: string, value: string): string {
  const escaped = value.replace(/[\\;,]/g, (character) => `\\${character}`).replace(/\r\n|\r|\n/g, '\\n');
  return `${name}:${escaped}`;
}
