import { once } from 'node:events';
import { Agent, createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Environment, type MisconfiguredError } from '../../programs/shared/environment';
import { isPassing, send } from '../../programs/shared/http';
import { textList, textMap } from '../../programs/shared/json-value';
import { FinalError, retry } from '../../programs/shared/retry';
import { fakeServer } from './support/fake-server';
import { recordedLog } from './support/recorded-log';

/** What check() says after the readers have run. */
function problemsOf(variables: Record<string, string>, read: (environment: Environment) => unknown): readonly string[] {
  const environment = new Environment(variables);
  read(environment);
  try {
    environment.check();
  } catch (error) {
    return (error as MisconfiguredError).problems;
  }
  return [];
}

describe('Environment', () => {
  test('names every problem at once, and repeats no value', () => {
    const variables = { A: 'ftp://user:hunter2@host', B: 'hunter2', C: 'hunter2', D: '"hunter2"', E: '  ', G: '[1]' };
    const problems = problemsOf(variables, (environment) => [
      environment.url('A'),
      environment.integer('B', { fallback: 1, minimum: 1, maximum: 5 }),
      environment.json('C', textList),
      environment.json('D', textMap),
      environment.text('E'),
      environment.json('F', textList),
      environment.json('G', textList),
    ]);
    expect(problems).toEqual([
      'A must be an http or https URL without a user or a query',
      'B must be a whole number from 1 to 5',
      'C must be JSON',
      'D must be a JSON object of texts',
      'E is missing',
      'F is missing',
      'G must be a JSON list of texts',
    ]);
    expect(problems.join()).not.toContain('hunter2');
  });

  test.each(['http://user:secret@host', 'https://host/?q=1', 'https://host/#x', 'host:80', 'file:///etc'])(
    'refuses %s as a URL',
    (url) => expect(problemsOf({ URL: url }, (environment) => environment.url('URL'))).toHaveLength(1),
  );

  test.each(['0', '6', '-1', '1.5', '1e3', 'two', '0x2'])('refuses %s as a whole number from 1 to 5', (value) =>
    expect(
      problemsOf({ N: value }, (environment) => environment.integer('N', { fallback: 1, minimum: 1, maximum: 5 })),
    ).toEqual(['N must be a whole number from 1 to 5']),
  );

  test('reads values, trims them and takes fallbacks for those unset', () => {
    const environment = new Environment({ URL: ' https://host/base// ', N: '3', LIST: '["a"]', BLANK: ' ' });
    expect(environment.url('URL')).toBe('https://host/base');
    expect(environment.integer('N', { fallback: 1, minimum: 1, maximum: 5 })).toBe(3);
    expect(environment.integer('BLANK', { fallback: 1, minimum: 1, maximum: 5 })).toBe(1);
    expect(environment.json('LIST', textList)).toEqual(['a']);
    expect(environment.json('MAP', textMap, '{}')).toEqual({});
    expect(environment.text('UNSET', 'fallback')).toBe('fallback');
    expect(environment.optional('BLANK')).toBeUndefined();
    expect(() => environment.check()).not.toThrow();
  });

  test('gives up five minutes from now unless told otherwise', () => {
    const left = (variables: Record<string, string>) => new Environment(variables).deadline() - performance.now();
    expect(left({})).toBeGreaterThan(299_000);
    expect(left({})).toBeLessThanOrEqual(300_000);
    expect(left({ DEADLINE_SECONDS: '1' })).toBeLessThanOrEqual(1000);
  });
});

describe('retry', () => {
  const options = (deadline: number, log = recordedLog()) => ({
    deadline: performance.now() + deadline,
    pause: 1,
    log: log.log,
  });

  test('repeats what fails until it succeeds, and says why it tries again', async () => {
    const log = recordedLog();
    let calls = 0;
    const done = await retry('step', options(5000, log), async () => {
      if (++calls < 3) throw new Error('not yet');
      return calls;
    });
    expect(done).toBe(3);
    expect(log.messages).toEqual(['step: trying again', 'step: trying again']);
    expect(log.text()).toContain('not yet');
  });

  test('gives up at the deadline with the last reason', async () => {
    const failing = retry('step', options(30), () => Promise.reject(new Error('still starting')));
    await expect(failing).rejects.toThrow(/^step: gave up after \d+ attempts: still starting$/);
  });

  test('does not repeat what cannot succeed', async () => {
    const operation = jest.fn(() => Promise.reject(new FinalError('refused')));
    await expect(retry('step', options(5000), operation)).rejects.toThrow('refused');
    expect(operation).toHaveBeenCalledTimes(1);
  });

  test('names a failure that has no message by its code', async () => {
    const refused = Object.assign(new Error(''), { code: 'ECONNREFUSED' });
    await expect(retry('step', options(0), () => Promise.reject(refused))).rejects.toThrow('ECONNREFUSED');
  });
});

describe('send', () => {
  test('sends a body with its length and takes any answer, whatever its status', async () => {
    const server = await fakeServer(() => ({ status: 418, body: 'tëapot' }));
    const answer = await send(server.url, { method: 'POST', body: 'ä', headers: { 'x-a': 'b' } });
    expect([answer.status, answer.body]).toEqual([418, 'tëapot']);
    expect(server.received[0]).toMatchObject({
      body: 'ä',
      headers: { 'content-length': '2', accept: '*/*', 'x-a': 'b' },
    });
    await server.close();
  });

  test('fails when there is no answer in time', async () => {
    const server = await fakeServer(() => undefined);
    await expect(send(server.url, { timeout: 50 })).rejects.toThrow('no answer within 50 ms');
    await server.close();
  });

  test('fails when the answer is beyond the limit', async () => {
    const server = await fakeServer(() => ({ status: 200, body: 'x'.repeat(2000) }));
    await expect(send(server.url, { limit: 1000 })).rejects.toThrow('more than 1000 bytes');
    await server.close();
  });

  describe('over a kept connection that the other side has closed', () => {
    /** Answers the first request of a connection, and resets the connection at the second. */
    const forgetful = async () => {
      const sockets = new Map<Socket, number>();
      const targets: string[] = [];
      const server = createServer((request, response) => {
        const asked = (sockets.get(request.socket) ?? 0) + 1;
        sockets.set(request.socket, asked);
        if (asked > 1) return void request.socket.resetAndDestroy();
        targets.push(`${request.method} ${request.url}`);
        response.end(String(sockets.size));
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const agent = new Agent({ keepAlive: true });
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const close = () => {
        agent.destroy();
        server.close();
      };
      return { agent, url, sockets, targets, close };
    };

    test.each([
      { method: 'GET', request: {} },
      { method: 'DELETE', request: {} },
      { method: 'POST', request: { body: '{}', repeatable: true } },
    ])('sends $method once more, where that does no harm', async ({ method, request }) => {
      const { agent, url, targets, close } = await forgetful();
      await Promise.all([send(url, { agent }), send(url, { agent })]);
      expect((await send(url, { ...request, method, path: '/a/../b', agent })).body).toBe('3');
      expect(targets.at(-1)).toBe(`${method} /a/../b`);
      close();
    });

    test.each([
      { what: 'a request that may not arrive twice', request: { method: 'POST', body: '{}' } },
      { what: 'a request that says so', request: { method: 'GET', repeatable: false } },
    ])('fails for $what', async ({ request }) => {
      const { agent, url, sockets, close } = await forgetful();
      await send(url, { agent });
      await expect(send(url, { ...request, agent })).rejects.toThrow('ECONNRESET');
      expect([...sockets.values()]).toEqual([2]);
      close();
    });
  });

  test('knows which statuses pass', () => {
    expect([408, 429, 500, 503].map(isPassing)).toEqual([true, true, true, true]);
    expect([200, 400, 401, 404, 409].map(isPassing)).toEqual([false, false, false, false, false]);
  });
});
