import { randomInt } from 'node:crypto';

const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Letters and digits from a cryptographic source: what a password between programs may hold everywhere. */
export function randomPassword(length: number): string {
  return Array.from({ length }, () => characters.charAt(randomInt(characters.length))).join('');
}
