import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Fixture } from '../../verify/fixture';
import { platformAt } from '../../verify/platform-at';
import { VerifyError } from '../../verify/verify-error';
import { type VerifyOptions, verifyPlatform } from '../../verify/verify-platform';
import { freePort } from '../real/support/free-port';
import { type Flaw, SmallPlatform, secrets } from './support/small-platform';

const credentials = { id: 'verify', secret: secrets.client };
const running: SmallPlatform[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
});

async function small(...some: Flaw[]): Promise<SmallPlatform> {
  const platform = await new SmallPlatform(new Set(some)).start();
  running.push(platform);
  return platform;
}

const run = (platform: SmallPlatform, options: VerifyOptions = {}) =>
  verifyPlatform(platform.platform, { credentials, via: platform.url, patience: 1000, ...options });

describe('a platform that does not answer', () => {
  test('is told at once, with what to do, where nothing listens', async () => {
    const { platform } = await small();
    const began = Date.now();
    const going = verifyPlatform(platform, { credentials, via: `http://127.0.0.1:${await freePort()}` });
    await expect(going).rejects.toThrow(
      /^The platform does not answer: GET https:\/\/api\.town\.example.*ECONNREFUSED/,
    );
    await expect(going).rejects.toThrow(VerifyError);
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  test('is told where only its edge answers', async () => {
    const edge = createServer((_, response) => response.writeHead(503).end());
    edge.listen(0, '127.0.0.1');
    await once(edge, 'listening');
    const via = `http://127.0.0.1:${(edge.address() as AddressInfo).port}`;
    const going = verifyPlatform((await small()).platform, { via, credentials: { id: 'verify', secret: 'a-secret' } });
    await expect(going).rejects.toThrow(
      'The platform does not answer: GET https://api.town.example/ngsi-ld/v1/types is answered with 503',
    );
    edge.close();
  });

  test('is told when its time is over, where everything hangs', async () => {
    const town = await small();
    for (const label of ['api', 'data', 'id', 'models']) town.silent.add(`${label}.town.example`);
    const began = Date.now();
    await expect(run(town, { timeout: 500 })).rejects.toThrow('did not answer within 0.5 s');
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  test('is told with the reason, where the identity knows no such client', async () => {
    const town = await small();
    const going = run(town, { credentials: { id: 'verify', secret: 'not-the-secret' } });
    await expect(going).rejects.toThrow('gave the client verify no token: 401, unauthorized_client.');
    await expect(going).rejects.not.toThrow('not-the-secret');
  });
});

test('one host that hangs takes its own checks with it, and nothing else and no more time than one exchange', async () => {
  const town = await small();
  town.silent.add('data.town.example');
  const began = Date.now();
  const { results } = await run(town, { timeout: 4000 });
  expect(Date.now() - began).toBeLessThan(20_000);
  const failed = results.filter(({ status }) => status === 'fail');
  expect(failed.map(({ id }) => id)).toEqual(['0.8', '2.5', '3.1', '3.2', '3.3', '3.4', '3.5', '5.1', '7.1']);
  for (const { evidence } of failed) expect(evidence.says).toContain('data.town.example did not answer within 4 s');
  expect(town.requests.filter((line) => line.includes('catalog.ttl')).length).toBe(0);
});

test('a run that is over its time ends, and what was not done has failed', async () => {
  const town = await small('never notifies', 'history lost');
  const { results, seconds } = await run(town, { write: true, patience: 60_000, deadline: 1500 });
  expect(seconds).toBeLessThan(15);
  expect(results.find(({ id }) => id === '1.7')).toMatchObject({
    status: 'fail',
    evidence: { says: expect.stringMatching(/^the check was not done within/) },
  });
  expect(town.written()).toEqual([]);
});

describe('what a run wrote is removed', () => {
  test('when it is interrupted', async () => {
    const town = await small('history lost');
    const controller = new AbortController();
    const going = run(town, { write: true, signal: controller.signal, patience: 20_000 });
    const began = Date.now();
    while (town.written().length < 5) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort(new Error('Interrupted.'));
    await expect(going).rejects.toThrow('Interrupted.');
    expect(Date.now() - began).toBeLessThan(15_000);
    expect(town.written()).toEqual([]);
  });

  test('when it cannot even be written whole', async () => {
    const town = await small();
    // A token of the role that only reads.
    const viewer = await new SmallPlatform(new Set(), ['viewer']).start();
    running.push(viewer);
    await expect(run(viewer, { write: true })).rejects.toThrow('The fixture could not be written: 403.');
    expect([town.written(), viewer.written()]).toEqual([[], []]);
  });

  test('by a later run, when it was killed; what is of a run just now is left alone', async () => {
    const town = await small();
    const ask = () => Promise.reject(new Error('not asked'));
    const [old, recent] = [new Fixture(ask, Date.now() - 3_600_000), new Fixture(ask)];
    for (const { id, ...entity } of [old.entity(1), recent.entity(1)])
      town.tenants.lighting.set(String(id), { id, ...entity });
    await run(town, { write: true });
    expect(town.written()).toEqual([recent.id(1)]);
  });

  test('and said to be left where that fails', async () => {
    const town = await small('delete lost');
    const { left } = await run(town, { write: true, only: ['1.1'] });
    // The platform says that it removed it.
    expect(left).toEqual([]);
    expect(town.written()).toHaveLength(1);
  });
});

test('a report has the time of day at which its run began, and for how long it ran', async () => {
  const before = Date.now();
  const { time, seconds } = await run(await small(), { only: ['0.5'] });
  expect(Date.parse(time)).toBeGreaterThanOrEqual(before);
  expect(Date.parse(time)).toBeLessThanOrEqual(Date.now() - 1000 * seconds + 100);
});

test('checks that a run is not to try are not in its report', async () => {
  const town = await small();
  const { results } = await run(town, { only: ['0.5', '3.1'] });
  expect(results.map(({ id }) => id)).toEqual(['0.5', '3.1']);
});

test('each edition has its own mechanisms', async () => {
  const town = await small();
  const of = async (edition: '2015' | '2024' | 'current') => {
    const { results } = await run(town, { edition });
    return [...new Set(results.map(({ mechanism }) => mechanism))].sort();
  };
  expect(await of('2015')).toEqual(['M1', 'M2', 'M3', 'M4']);
  expect(await of('2024')).toEqual(['MIM1', 'MIM10', 'MIM2', 'MIM3', 'MIM4', 'MIM5', 'MIM6', 'MIM7', 'MIM8', 'MIM9']);
  expect(await of('current')).toEqual(['MIM0', 'MIM1', 'MIM2', 'MIM3', 'MIM4', 'MIM5', 'MIM6', 'MIM7', 'MIM8']);
});

test('a mechanism without published requirements is information, never passed', async () => {
  const town = await small();
  const { results } = await run(town, { edition: '2024', only: ['9.1', '10.1'] });
  expect(results.map(({ status }) => status)).toEqual(['info', 'info']);
});

test('without a token what needs one is skipped, and says how to give one', async () => {
  const town = await small();
  const { results } = await verifyPlatform(town.platform, { via: town.url });
  expect(results.find(({ id }) => id === '0.2')).toMatchObject({
    status: 'skip',
    evidence: { says: expect.stringContaining('CITYKIT_CLIENT_ID') },
  });
  expect(results.find(({ id }) => id === '3.1')).toMatchObject({ status: 'pass' });
});

describe('a platform of which only an address is known', () => {
  test('is found by any of its hosts', () => {
    for (const address of ['https://town.example', 'https://api.town.example/ngsi-ld/v1', 'http://data.town.example']) {
      expect(platformAt(address)).toMatchObject({
        api: 'https://api.town.example/ngsi-ld/v1',
        portal: 'https://data.town.example',
        issuer: 'https://id.town.example/realms/town',
      });
    }
    expect(platformAt('https://town.example', 'https://login.example/realms/x/').issuer).toBe(
      'https://login.example/realms/x',
    );
    expect(() => platformAt('town.example')).toThrow('town.example is no address of a platform.');
    expect(() => platformAt('https://user:word@town.example')).toThrow(VerifyError);
  });

  test.each(['https://127.0.0.1:8443', 'https://[::1]/'])('needs a name, which %s is not', (address) => {
    expect(() => platformAt(address)).toThrow(
      new VerifyError(`${address} has no name: the parts of a platform are told apart by theirs.`, '', true),
    );
  });

  test('is held against what it says itself', async () => {
    const town = await small();
    const { results } = await verifyPlatform(platformAt('https://town.example'), { credentials, via: town.url });
    const passed = results.filter(({ status }) => status === 'pass').map(({ id }) => id);
    expect(passed).toEqual(expect.arrayContaining(['0.5', '2.1', '2.2', '2.3', '3.1', '3.5', '6.2', '6.3']));
  });
});
