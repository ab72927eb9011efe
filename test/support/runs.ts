/**
 * How often a property is tried. In CI with the same inputs each time, so that whether a commit passes is no draw; elsewhere with
 * others each time, and `npm run test:properties` tries many of them.
 *
 * @param count when nothing else is asked for
 */
export function runs(count = 100): { numRuns: number; seed?: number } {
  const times = Number(process.env.CITYKIT_RUNS ?? 1);
  return { numRuns: count * times, ...(process.env.CI && times === 1 && { seed: 1 }) };
}
