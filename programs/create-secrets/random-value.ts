import { randomInt } from 'node:crypto';

/** Characters that need no escape in a URL, a shell word, an INI file or YAML. */
export const alphabets = {
  alphanumeric: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  hex: '0123456789abcdef',
} as const;

/** Name of an alphabet. */
export type Alphabet = keyof typeof alphabets;

/** Characters drawn from a cryptographic source, each equally likely. */
export function randomValue(length: number, alphabet: Alphabet): string {
  const characters = alphabets[alphabet];
  return Array.from({ length }, () => characters.charAt(randomInt(characters.length))).join('');
}
