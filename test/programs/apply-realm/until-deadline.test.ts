import { Misuse, Transient } from '../../../programs/apply-realm/errors';
import { untilDeadline } from '../../../programs/apply-realm/until-deadline';

/** Runs that end as given in turn; with what was said and how long was waited. */
async function attempt(seconds: number, ...ends: readonly (Error | undefined)[]) {
  const said: string[] = [];
  const waits: number[] = [];
  const left = [...ends];
  const run = async () => {
    const end = left.shift();
    if (end) throw end;
  };
  const failure = await untilDeadline(
    seconds,
    run,
    (line) => said.push(line),
    async (milliseconds) => waits.push(milliseconds),
  ).catch((error: Error) => error);
  return { said, waits, failure, left: left.length };
}

describe('untilDeadline', () => {
  test('runs again after faults that pass, ever more slowly, and says each fault once', async () => {
    const starting = new Transient('starting');
    const ends = [starting, starting, new Transient('busy'), starting, starting, starting, undefined];
    expect(await attempt(60, ...ends)).toEqual({
      said: ['waiting: starting', 'waiting: busy', 'waiting: starting'],
      waits: [500, 1000, 2000, 4000, 5000, 5000],
      failure: undefined,
      left: 0,
    });
  });

  test('gives up at the deadline', async () => {
    const { failure, waits } = await attempt(0, new Transient('starting'), undefined);
    expect(failure).toEqual(new Transient('gave up after 0 s: starting'));
    expect(waits).toEqual([]);
  });

  test('gives up at once when running again will not help', async () => {
    const { failure, left } = await attempt(60, new Misuse('wrong'), undefined);
    expect(failure).toEqual(new Misuse('wrong'));
    expect(left).toBe(1);
  });
});
