import type { CheckId } from '../../constructs/waist/checks';
import { Fixture } from '../../verify/fixture';
import { NotificationReceiver } from '../../verify/notification-receiver';
import type { Report } from '../../verify/report';
import { type VerifyOptions, verifyPlatform } from '../../verify/verify-platform';
import { freePort } from '../real/support/free-port';
import { type Flaw, SmallPlatform, secrets } from './support/small-platform';

/** What each flaw makes fail, and nothing else. */
const flaws: Readonly<Record<Flaw, readonly CheckId[]>> = {
  'no openapi': ['0.1'],
  'openapi without security': ['0.1'],
  'one content type': ['0.2'],
  'any accept': ['0.2'],
  'any verb': ['0.3'],
  'any origin': ['0.3'],
  'declared origin shut out': ['0.3'],
  'no context link': ['0.4'],
  'offset ignored': ['0.5'],
  'next leads inside': ['0.5'],
  'no next': ['0.5'],
  'q ignored': ['0.6'],
  'near ignored': ['0.6'],
  'timerel ignored': ['0.6'],
  'subscription refused': ['0.7'],
  'never notifies': ['0.7'],
  'plain errors': ['0.8'],
  'no etag': ['0.8'],
  'etag not looked at': ['0.8'],
  'etag of each request': ['0.8'],
  'catalogue changed meanwhile': [],
  'busy without retry-after': ['0.8'],
  'subscriptions open': ['0.9'],
  'tenants open': ['0.9'],
  'patch lost': ['0.7', '1.1', '1.7'],
  'delete lost': ['1.1'],
  'any id': ['1.2'],
  'ids overwritten': ['1.2'],
  'encoded ids unknown': ['0.4', '1.3', '1.6'],
  'history lost': ['1.7'],
  'unknown iri': ['1.5'],
  'dangling relationship': ['1.6'],
  'link refused': ['1.6'],
  'type without model': ['2.1'],
  'schema missing': ['2.1', '2.2'],
  'example invalid': ['2.2'],
  'wrong values': ['2.3'],
  'nameless attribute': ['2.4'],
  'no conformsTo': ['2.5'],
  'catalogue is no turtle': ['2.5', '3.1', '3.2', '3.4'],
  'catalogue without title': ['3.1'],
  'dataset missing': ['3.1'],
  'no licence': ['3.2'],
  'no contact': ['3.2'],
  'restricted said public': ['3.4'],
  'restricted open': ['3.4'],
  'portal api down': ['3.5'],
  'writes open': ['6.2'],
  'signature not looked at': ['6.2'],
  'roles not looked at': ['6.2'],
  'token in address': ['6.2'],
  'long tokens': ['6.3'],
  'no pkce': ['6.3'],
  'other issuer': ['6.3'],
  'no terms': ['3.3'],
  'register poor': ['5.1'],
  'places not conforming': ['7.1'],
  'no place at all': ['7.1'],
  'federation open': ['1.9'],
  'federation silent': ['1.9'],
  'city left out': ['1.9'],
  'city missing': ['1.9'],
  'city missing without a warning': ['1.9'],
  'token of a city shown': ['1.9'],
  'federation without entities': ['1.9'],
  'federation without ids': ['1.9'],
  'no indicator model': ['2.1', '8.1'],
  'not published': ['probe'],
  'echoes secrets': ['1.9'],
};

/** Of what is not good, which check says why; of the editions each in its own. */
function failed({ results }: Report): string[] {
  return results.filter(({ status }) => status === 'fail').map(({ id }) => id);
}

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

async function small(...some: Flaw[]): Promise<SmallPlatform> {
  const platform = await new SmallPlatform(new Set(some)).start();
  running.push(platform);
  return platform;
}

const credentials = { id: 'verify', secret: secrets.client };

async function run(platform: SmallPlatform, options: VerifyOptions = {}): Promise<Report> {
  return verifyPlatform(platform.platform, { credentials, via: platform.url, ...options });
}

async function writing(platform: SmallPlatform, options: VerifyOptions = {}): Promise<Report> {
  const port = await freePort();
  const receiver = await NotificationReceiver.listen(`http://127.0.0.1:${port}`, '127.0.0.1', port);
  try {
    return await run(platform, { write: true, receiver, ...options });
  } finally {
    await receiver.close();
  }
}

test('a good platform passes every check that can be tried without a cluster and a place outside', async () => {
  const platform = await small();
  const { results, left, summary } = await writing(platform);
  const others = Object.fromEntries(
    results
      .filter(({ status }) => status !== 'pass')
      .map(({ id, status, evidence }) => [id, `${status}: ${evidence.says}`]),
  );
  expect(others).toEqual({
    '4.1': 'na: Declared: no personal data. No model is about persons.',
    '6.1': expect.stringMatching(/^skip: .*outside/),
    '6.4': expect.stringMatching(/^skip: .*outside/),
    '6.5': expect.stringMatching(/^skip: .*outside/),
    '6.6': expect.stringMatching(/^skip: .*--cluster/),
    '6.7': expect.stringMatching(/^skip: .*--cluster/),
    '6.8': expect.stringMatching(/^skip: .*--cluster/),
  });
  expect(summary).toMatchObject({ fail: 0, mustFailed: 0, mustSkipped: 6 });
  for (const { status, evidence } of results) {
    if (status === 'pass') expect(evidence).toMatchObject({ request: expect.any(String), answer: expect.any(String) });
  }
  expect(left).toEqual([]);
  expect(platform.written()).toEqual([]);
});

test.each(Object.entries(flaws))('%s: exactly %j fail', async (flaw, wanted) => {
  const platform = await small(flaw as Flaw);
  // What the fixture would hide is looked at in what the city stores.
  const reading = await run(platform);
  // What will not come is not waited for as long as what will.
  const waits = wanted.some((id) => ['0.7', '1.7', 'probe'].includes(id));
  const patience = waits ? 3000 : 25_000;
  const written = await writing(platform, { patience });
  const probe = flaw === 'not published' ? await writing(platform, { patience, edition: '2015' }) : undefined;
  const found = [...new Set([...failed(reading), ...failed(written), ...(probe ? failed(probe) : [])])].sort();
  expect(found).toEqual([...wanted].sort());
  if (flaw !== 'delete lost') expect(platform.written()).toEqual([]);
});

test('a notification of what was there before the update is none of the update, whatever digits are in its id', async () => {
  const ids = jest
    .spyOn(Fixture.prototype, 'id')
    .mockImplementation((name) => `urn:ngsi-ld:CitykitVerification:77-${name}`);
  const report = await writing(await small('patch lost'), { only: ['0.7'], patience: 500 });
  ids.mockRestore();
  expect(failed(report)).toEqual(['0.7']);
});

test('every check of what a small platform has is failed by some flaw', () => {
  const alone = ['6.1', '6.4', '6.5', '6.6', '6.7', '6.8', '9.1', '10.1', '4.1'];
  const { checks } = jest.requireActual<typeof import('../../constructs/waist/checks')>(
    '../../constructs/waist/checks',
  );
  const shown = new Set(Object.values(flaws).flat());
  expect(Object.keys(checks).filter((id) => !shown.has(id as CheckId) && !alone.includes(id))).toEqual([]);
});

test('nothing secret is in a report, also where the platform repeats it', async () => {
  const platform = await small('echoes secrets', 'q ignored', 'any accept', 'portal api down');
  const text = JSON.stringify(await writing(platform));
  expect(text).toContain('x-echo');
  for (const secret of [...Object.values(secrets), platform.token().split('.')[1]!.slice(0, 30)])
    expect(text).not.toContain(secret);
  expect(text).not.toMatch(/eyJ[\w-]{10,}/);
});

test('a run that only reads changes nothing', async () => {
  const platform = await small();
  const { results, wrote } = await run(platform);
  expect(wrote).toBe(false);
  const changing = platform.requests.filter((line) => !/^(GET|OPTIONS|PROPFIND) /.test(line));
  // Deletions of what is not there, which are to be refused.
  expect([...new Set(changing)].sort()).toEqual([
    'DELETE /ngsi-ld/v1/csourceRegistrations/urn:ngsi-ld:CitykitVerification:nothing',
    'DELETE /ngsi-ld/v1/entities/urn:ngsi-ld:CitykitVerification:nothing-at-all',
    'POST /realms/town/protocol/openid-connect/token',
  ]);
  expect(results.find(({ id }) => id === '1.1')).toMatchObject({ status: 'skip' });
});
