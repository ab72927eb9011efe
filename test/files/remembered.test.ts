import { remembered } from '../../constructs/files/remembered';

/** A function that makes texts of five characters, and those it has made. */
function counted(most: number) {
  const made: number[] = [];
  const of = remembered((value: number) => {
    made.push(value);
    return String(value).padStart(5);
  }, most);
  return { of, made };
}

test('what was asked for before is not made again', () => {
  const { of, made } = counted(20);
  expect([of(1), of(2), of(1), of(1)]).toEqual(['    1', '    2', '    1', '    1']);
  expect(made).toEqual([1, 2]);
});

test('what every city asks for stays, however much only one of them asks for', () => {
  const { of, made } = counted(20);
  for (let city = 10; city < 100; city++) {
    of(0);
    of(city);
  }
  expect(made.filter((value) => value === 0)).toHaveLength(1);
});

test('what nobody asks for any more is given back', () => {
  const { of, made } = counted(20);
  of(0);
  for (let other = 1; other <= 8; other++) of(other);
  of(0);
  expect(made.filter((value) => value === 0)).toHaveLength(2);
});
