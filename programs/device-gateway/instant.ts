const written = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)$/;

/**
 * A time with its offset (RFC 3339, or ISO 8601 to the minute), in milliseconds since 1970.
 *
 * @returns undefined for everything else: a time without an offset could be meant in any time zone
 */
export function tryInstant(text: string): number | undefined {
  const match = written.exec(text.trim());
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = '00', fraction = '', offset = 'Z'] = match;
  const zone = offset === 'Z' || offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
  const milliseconds = fraction.slice(0, 3).padEnd(3, '0');
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}${zone}`);
  // Node takes 30 February for 1 March.
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number.isNaN(time) || Number(day) > days ? undefined : time;
}

/** In UTC, to the millisecond: `2026-11-28T10:00:00.250Z`. */
export const instantText = (time: number): string => new Date(time).toISOString();
