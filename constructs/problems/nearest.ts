import { closest, distance } from 'fastest-levenshtein';

/**
 * The candidate a word was most likely meant to be: the same in another case, one at most two
 * letters (in short words one) away, or the one it begins. Undefined when nothing is near.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const same = candidates.find((candidate) => candidate.toLowerCase() === lower);
  if (same !== undefined) return same;
  if (word.length < 3 || word.length > 100 || candidates.length === 0) return undefined;
  const found = closest(
    lower,
    candidates.map((candidate) => candidate.toLowerCase()),
  );
  if (distance(lower, found) <= (word.length < 4 ? 1 : 2)) {
    return candidates.find((candidate) => candidate.toLowerCase() === found);
  }
  return candidates.find((candidate) => candidate.toLowerCase().startsWith(lower));
}
