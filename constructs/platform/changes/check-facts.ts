import { CityError, type Problem } from '../../problems/city-error';
import type { PlatformFacts } from './platform-facts';

/** The form of facts, loaded when it is first asked for: importing the kit loads no schema. */
function lateForm(): typeof import('./kept-facts') {
  return require('./kept-facts');
}

/**
 * Tells whoever calls from JavaScript, or hands on what a file held, that these are no facts of a platform.
 *
 * @param given by the name of the argument
 * @throws {CityError} with every argument that is none.
 */
export function checkFacts(given: Readonly<Record<string, PlatformFacts>>): void {
  const { keptFacts, misfit } = lateForm();
  const problems = Object.entries(given).flatMap(([argument, facts]): Problem[] => {
    const place = misfit(keptFacts, facts);
    if (place === undefined) return [];
    const wrong = place === '' ? 'this is no mapping' : `${place} is missing or of another kind`;
    return [
      {
        code: 'wrong-type',
        path: argument,
        value: undefined,
        rule: `It is the facts of one platform, and ${wrong}.`,
        fix: 'Give what platformFacts() returned, or one of the platforms in citykit-outputs.json.',
      },
    ];
  });
  if (problems.length > 0) throw new CityError(problems, 'program');
}
