import { CityError, type Problem } from '../problems/city-error';

const inWords = new Intl.ListFormat('en-GB');

/** What somebody asked for, and the packages that it takes. */
export interface Need {
  /** As the beginning of a sentence: `The target AWS`. */
  readonly who: string;
  readonly packages: readonly string[];
}

/**
 * Makes sure that packages are there which the kit leaves to its users, because only some of them need them.
 *
 * @throws {CityError} with the command that installs what is missing, for each need.
 */
export function requirePackages(needs: readonly Need[]): void {
  const problems = needs.flatMap(({ who, packages }): Problem[] => {
    const missing = packages.filter((name) => !isInstalled(name));
    if (missing.length === 0) return [];
    return [
      {
        code: 'package-missing',
        path: '',
        value: undefined,
        rule: `${who} needs ${inWords.format(packages)}, which citykit leaves to you to install.`,
        fix: `npm install ${missing.join(' ')}`,
      },
    ];
  });
  if (problems.length > 0) throw new CityError(problems, 'installation');
}

function isInstalled(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}
