const written = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?([Zz]|[+-]\d\d:?\d\d)$/;

/** RFC 3339 has four digits for the year, and PostgreSQL no year 0. */
const [earliest, latest] = [Date.parse('0001-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')];

/**
 * A time with its offset (RFC 3339, or ISO 8601 to the minute), in milliseconds since 1970. A leap second is the last
 * millisecond before it: that count has no other place for it.
 *
 * @returns undefined for everything else: a time without an offset could be meant in any time zone
 */
export function tryInstant(text: string): number | undefined {
  const match = written.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = '00', fraction = '', offset = 'Z'] = match;
  const isZoned = offset.length === 1 || offset.includes(':');
  const zone = isZoned ? offset.toUpperCase() : `${offset.slice(0, 3)}:${offset.slice(3)}`;
  const isLeap = second === '60';
  const clock = isLeap ? '59.999' : `${second}.${fraction.slice(0, 3).padEnd(3, '0')}`;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${clock}${zone}`);
  // Node takes 30 February for 1 March.
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (!(time >= earliest && time <= latest) || Number(day) > days) return undefined;
  // There is one at the end of a day in UTC alone (RFC 3339, 5.7).
  return isLeap && (time + 1) % 86_400_000 !== 0 ? undefined : time;
}

/** In UTC, to the millisecond: `2026-11-28T10:00:00.250Z`. */
export const instantText = (time: number): string => new Date(time).toISOString();
