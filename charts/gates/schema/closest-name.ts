import { closest, distance } from 'fastest-levenshtein';

/** The known name a misspelled one was probably meant to be, if any is near. */
export function tryClosestName(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) {
    return undefined;
  }
  const sameLetters = known.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  const candidate = sameLetters ?? closest(name, known);
  return sameLetters !== undefined || distance(name, candidate) <= Math.max(1, Math.floor(name.length / 3))
    ? candidate
    : undefined;
}
