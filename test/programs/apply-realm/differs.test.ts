import { differs } from '../../../programs/apply-realm/differs';

describe('differs', () => {
  test.each([
    [{ a: 1 }, { a: 1, b: 2 }],
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    [{ a: { b: ['x'] } }, { a: { b: ['x'], c: 1 } }],
    [{ a: [], b: '' }, {}],
    [false, false],
  ])('%p is what %p holds', (wanted, current) => {
    expect(differs(wanted, current)).toBe(false);
  });

  test.each([
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, undefined],
    [['a'], ['a', 'b']],
    [[], ['a']],
    [
      ['a', 'a'],
      ['a', 'b'],
    ],
    [false, undefined],
    ['1', 1],
  ])('%p is not what %p holds', (wanted, current) => {
    expect(differs(wanted, current)).toBe(true);
  });
});
