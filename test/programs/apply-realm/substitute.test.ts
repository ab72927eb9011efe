import { environmentReference as ref } from '../../../constructs/components/identity/realm/environment-reference';
import { substitute } from '../../../programs/apply-realm/substitute';

describe('substitute', () => {
  test('replaces references anywhere in a value, whole or in part, and tells what it put in', () => {
    const value = { a: [ref('ONE'), { b: `x ${ref('TWO')} y ${ref('ONE')}` }], c: 1, d: null, e: '$ONE' };
    expect(substitute(value, { ONE: 'first', TWO: '$1 $&' })).toEqual([
      { a: ['first', { b: 'x $1 $& y first' }], c: 1, d: null, e: '$ONE' },
      ['first', '$1 $&'],
    ]);
  });

  test('names every variable that is not set or empty', () => {
    expect(() => substitute(['B', 'A', 'C', 'B'].map(ref), { A: '', C: 'x' })).toThrow('not set: A, B');
  });
});
