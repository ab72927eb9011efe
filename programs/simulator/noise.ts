import { createHash } from 'node:crypto';

/** What looks like chance between 0 and 1, and is the same for the same seed and number. */
export function chance(seed: string, number: number): number {
  return createHash('sha256').update(`${seed} ${number}`).digest().readUInt32BE() / 2 ** 32;
}

/**
 * What looks like chance between -1 and 1, and changes without leaps.
 *
 * @param time in milliseconds since 1970
 * @param hours from one turning point to the next
 */
export function drift(seed: string, time: number, hours: number): number {
  const at = time / (hours * 3_600_000);
  const whole = Math.floor(at);
  const share = (1 - Math.cos((at - whole) * Math.PI)) / 2;
  return 2 * (chance(seed, whole) * (1 - share) + chance(seed, whole + 1) * share) - 1;
}
