import { oneLine } from '../../../programs/apply-realm/one-line';

describe('oneLine', () => {
  test('takes secrets out, and keeps to one line of bounded length', () => {
    expect(oneLine('a\n  b: hush-hush, again hush-hush', ['hush-hush'])).toBe('a b: ***, again ***');
    expect(oneLine('x'.repeat(2000), [])).toHaveLength(1000);
  });
});
