import { exactly } from '../../../programs/apply-realm/exactly';

test('exactly tells what to add and what to remove', () => {
  const current = [{ name: 'a' }, { name: 'b' }];
  expect(exactly(['b', 'c'], current, ({ name }) => name)).toEqual({ missing: ['c'], extra: [{ name: 'a' }] });
});
