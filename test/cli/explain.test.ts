import { explain } from '../../cli/explain';
import { isCityError } from '../../constructs/problems/city-error';
import { problemCodes } from '../../constructs/problems/codes/problem-codes';

let printed: string[];

beforeEach(() => {
  printed = [];
});

function context(json = false, width?: number) {
  const console = {
    data: (text: string) => printed.push(text),
    say: () => {},
    progress: () => {},
    ...(width && { width }),
  };
  return { json, console };
}

test('a code is told with why, what to do, and what is wrong and right', async () => {
  const { ok, codes } = await explain(['broker-replicas'], context());
  expect({ ok, codes }).toEqual({ ok: true, codes: [{ code: 'broker-replicas', ...problemCodes['broker-replicas'] }] });
  expect(printed).toEqual([
    `broker-replicas  The broker runs several times without a bus.

  why   On a memory bus copies do not hear of each other's changes: subscriptions would miss notifications.
  mend  Set broker.bus to kafka, or broker.replicas to 1.

  wrong, in a city.yaml
    broker: { replicas: 2 }

  right
    broker: { replicas: 2, bus: kafka }

  both beside the rest of the spec
    name: izmir
    country: TR
    population: 4500000
    domain: izmir.example
    contact: { email: data@izmir.example }`,
  ]);
});

test('on a terminal, sentences are folded to its width', async () => {
  await explain(['load-fits-profile'], context(false, 60));
  const lines = printed.join('\n').split('\n');
  expect(lines.filter((line) => /^ {8}\S/.test(line)).length).toBeGreaterThan(3);
  expect(lines.slice(2, 10).filter((line) => line.length > 60)).toEqual([]);
});

test('several are told one after the other, and none gives the list of all', async () => {
  await explain(['required', 'unknown-key'], context());
  expect(printed[0]).toMatch(/^required {2}[\s\S]+\n\nunknown-key {2}/);
  const { codes } = await explain([], context());
  expect(codes.map(({ code }) => code)).toEqual(expect.arrayContaining(Object.keys(problemCodes)));
  expect(printed[1]).toMatch(/^code +what is wrong\n/);
  expect(printed[1]?.split('\n')).toHaveLength(codes.length + 1);
});

test.each([
  ['[unknown-key]', 'unknown-key'],
  ['policy/image-tag', 'policy-image-tag'],
  ['AwsSolutions-EC23', 'cdk-nag'],
  ['cdk-nag/AwsSolutions-EC23', 'cdk-nag'],
  ['E3012', 'cloudformation'],
])('%s is %s', async (written, code) => {
  const { codes } = await explain([written], context(true));
  expect(codes.map((one) => one.code)).toEqual([code]);
  expect(printed).toEqual([]);
});

test('codes that there are not are refused, all at once, with the nearest', async () => {
  const error = await explain(['unknwon-key', 'required', 'qqqqq'], context()).catch((reason) => reason);
  if (!isCityError(error)) throw error;
  expect(error.problems.map(({ code, value, fix }) => [code, value, fix])).toEqual([
    ['unknown-code', 'unknwon-key', "Did you mean 'unknown-key'? citykit explain lists all of them."],
    ['unknown-code', 'qqqqq', 'citykit explain lists all of them.'],
  ]);
});
