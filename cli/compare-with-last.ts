import type { LoadedCity } from '../constructs/files/load-spec';
import { ProblemCollector } from '../constructs/files/problem-collector';
import { changeProblems } from '../constructs/platform/changes/changes';
import type { PlatformFacts } from '../constructs/platform/changes/platform-facts';
import type { Problem } from '../constructs/problems/city-error';

/** A city as it was made just now. */
export interface Made {
  readonly member: LoadedCity;
  readonly facts: PlatformFacts;
}

/**
 * Compares what was made with what was made the last time.
 *
 * @param known what the record of the folder keeps of earlier runs
 * @param accepted codes of the changes that the user has taken care of
 * @throws {CityError} with every change that is neither brought about by applying nor accepted, of all cities at once.
 */
export function compareWithLast(
  known: readonly PlatformFacts[],
  made: readonly Made[],
  accepted: readonly string[],
): void {
  const collector = new ProblemCollector(
    made.flatMap(({ member, facts }) => {
      const before = lastOf(facts, known, made);
      return before ? changeProblems(before, facts, accepted).map((problem) => placed(problem, member)) : [];
    }),
  );
  collector.unlessProblems(true);
}

function placed(problem: Problem, { file, locate }: LoadedCity): Problem {
  return { ...problem, file, ...locate(problem.path) };
}

/** Those of the same name; else those of a city that answered under the same domain and is not made any more. */
function lastOf(now: PlatformFacts, known: readonly PlatformFacts[], made: readonly Made[]): PlatformFacts | undefined {
  const ofTarget = known.filter(({ target }) => target === now.target);
  return (
    ofTarget.find(({ name }) => name === now.name) ??
    ofTarget.find(({ name, domain }) => domain === now.domain && !made.some(({ facts }) => facts.name === name))
  );
}
