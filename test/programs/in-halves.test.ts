import { inHalves, TooManyParts } from '../../programs/shared/in-halves';

/** Asks a list of numbers of which some spoil what they are asked with. */
const of =
  (spoilt: readonly number[]) =>
  async ({ offset, limit }: { offset: number; limit: number }) => {
    const some = Array.from({ length: limit }, (_, at) => offset + at).filter((number) => number < 1000);
    return some.some((number) => spoilt.includes(number)) ? undefined : some;
  };

test.each([[[7]], [[0, 999]], [[500, 501, 502]], [[]]])('all but %j is had, in its order', async (spoilt) => {
  const all = await inHalves({ offset: 0, limit: 1000 }, of(spoilt));
  expect(all).toEqual(Array.from({ length: 1000 }, (_, at) => at).filter((number) => !spoilt.includes(number)));
});

test('a page of one is nothing', async () => {
  expect(await inHalves({ offset: 3, limit: 1 }, of([3]))).toEqual([]);
});

test('it ends where too much is gone', async () => {
  const everything = Array.from({ length: 1000 }, (_, at) => at);
  await expect(inHalves({ offset: 0, limit: 1000 }, of(everything))).rejects.toThrow(TooManyParts);
});
