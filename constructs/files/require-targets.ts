import { requireTarget, type TargetName } from '../spec/city';
import { CityError } from '../spec/city-error';
import type { LoadedCity, LoadedSpec } from './load-spec';
import { ProblemCollector } from './problem-collector';

/**
 * Makes sure that every city of a spec can be deployed to the targets, also where its spec has no section for one.
 *
 * @throws {CityError} with every problem of every city, each with its place in the city's file.
 */
export async function requireTargets(spec: LoadedSpec, targets: readonly TargetName[]): Promise<void> {
  const collector = new ProblemCollector();
  for (const member of spec.kind === 'city' ? [spec] : spec.members) {
    for (const target of targets) await collector.collect(() => requireTargetOf(member, target));
  }
  collector.unlessProblems(spec);
}

function requireTargetOf({ city, file, locate }: LoadedCity, target: TargetName): void {
  try {
    requireTarget(city, target);
  } catch (error) {
    if (!(error instanceof CityError)) throw error;
    throw new CityError(error.problems.map((problem) => ({ ...problem, file, ...locate(problem.path) })));
  }
}
