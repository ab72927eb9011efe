import { CityError, type Problem } from '../../problems/city-error';
import { changeRules } from './change-rules';
import { checkFacts } from './check-facts';
import type { PlatformFacts } from './platform-facts';

/** The codes of what may be refused, for whoever accepts one. */
export const changeCodes: readonly string[] = changeRules.map(({ code }) => code);

/**
 * The changes between two renders of a city that would empty, hide or lock its data, each with what to do. Every other
 * change of a spec is brought about by applying the new artefacts.
 *
 * @param before as the platform was rendered last
 * @param accepted codes of what the city knows of and has taken care of. @default none
 * @throws {CityError} if one of the two is not the facts of a platform.
 */
export function changeProblems(
  before: PlatformFacts,
  now: PlatformFacts,
  accepted: readonly string[] = [],
): readonly Problem[] {
  checkFacts({ before, now });
  return changeRules
    .filter(({ code }) => !accepted.includes(code))
    .flatMap(({ code, rule, fix, check }) =>
      check(before, now).map(
        (change): Problem => ({
          code,
          path: change.path,
          value: { before: change.before, now: change.now },
          rule,
          fix: `${change.fix ?? fix} Or, when that is done or not wanted, accept it: --accept ${code}.`,
        }),
      ),
    );
}

/**
 * Refuses a change of a running city that would empty, hide or lock its data.
 *
 * @example
 * // In an app of your own: keep `facts` beside the artefacts once they are written.
 * const facts = platformFacts(chart.platform, 'kubernetes');
 * checkChanges(JSON.parse(readFileSync('last.json', 'utf8')), facts);
 *
 * @throws {CityError} with every change that is neither brought about by applying nor accepted, or if one of the two is not
 * the facts of a platform.
 */
export function checkChanges(before: PlatformFacts, now: PlatformFacts, accepted: readonly string[] = []): void {
  const problems = changeProblems(before, now, accepted);
  if (problems.length > 0) throw new CityError(problems);
}
