import { requirePackages } from '../../constructs/files/require-packages';
import { CityError } from '../../constructs/problems/city-error';

test('packages that are installed are no problem', () => {
  expect(() => requirePackages([{ who: 'The target X', packages: ['cdk8s', 'aws-cdk-lib'] }])).not.toThrow();
});

test('those that are not are named with the command that installs them, for each need', () => {
  const needs = [
    { who: 'The target X', packages: ['cdk8s', 'constructs', 'not-there'] },
    { who: 'The target Y', packages: ['not-there-either', '@not/there'] },
  ];
  const error = thrownBy(() => requirePackages(needs));
  expect(error.problems).toEqual([
    {
      code: 'package-missing',
      path: '',
      value: undefined,
      rule: 'The target X needs cdk8s, constructs and not-there, which citykit leaves to you to install.',
      fix: 'npm install not-there',
    },
    expect.objectContaining({ fix: 'npm install not-there-either @not/there' }),
  ]);
});

function thrownBy(action: () => void): CityError {
  try {
    action();
  } catch (error) {
    if (error instanceof CityError) return error;
  }
  throw new Error('nothing was thrown');
}
