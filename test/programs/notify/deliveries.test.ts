import { setTimeout as sleep } from 'node:timers/promises';
import { Deliveries, type DeliveryLimits, type Notification } from '../../../programs/notify/deliveries';
import { metrics } from '../../../programs/notify/metrics';
import { SendError } from '../../../programs/notify/outcome';
import type { Message } from '../../../programs/notify/send';
import { HttpSender } from '../../../programs/notify/send-http';
import { fakeServer } from '../support/fake-server';
import { recordedLog } from '../support/recorded-log';

const limits: DeliveryLimits = { timeout: 100, keep: 60_000, waiting: 1000, bytes: 1_000_000, pause: 20 };

const notification = (subscription: string, body = '{}', more: Partial<Notification> = {}): Notification => ({
  ...{ subscription, tenant: 'parking', headers: {}, check: () => true },
  uri: new URL(`http://receiver.example/${subscription}?key=k`),
  body: Buffer.from(body),
  ...more,
});

/** Deliveries by a function, with what was sent in order. */
function deliveries(send: (message: Message) => Promise<void>, change: Partial<DeliveryLimits> = {}) {
  const sent: string[] = [];
  const { log, text } = recordedLog();
  const made = new Deliveries(
    { ...limits, ...change },
    async (message) => {
      sent.push(`${message.subscription} ${message.body}`);
      await send(message);
    },
    log,
  );
  const ended = (outcome: string, tenant = 'parking') => ({ ...made.ended.get(tenant) })[outcome as 'delivered'] ?? 0;
  const idle = async () => {
    while (made.waiting > 0) await sleep(5);
  };
  return { made, sent, text, ended, idle };
}

test('a subscription that hangs makes no other one wait', async () => {
  let letGo = () => {};
  const hung = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const { made, ended, idle } = deliveries(({ subscription }) => (subscription === 'hung' ? hung : Promise.resolve()));
  for (let at = 0; at < 10; at++) made.accept(notification('hung', `${at}`));
  for (let at = 0; at < 700; at++) made.accept(notification('well', `${at}`, { tenant: 'waste' }));
  while (ended('delivered', 'waste') < 700) await sleep(1);
  expect(ended('delivered')).toBe(0);
  letGo();
  await idle();
});

test('notifications of a subscription arrive in order, also over a receiver that was away', async () => {
  let away = 3;
  const { made, sent, ended, idle } = deliveries(async () => {
    if (away-- > 0) throw new SendError('unreachable', 'ECONNREFUSED', true);
  });
  for (const body of ['1', '2', '3']) made.accept(notification('s', body));
  await idle();
  expect(sent).toEqual(['s 1', 's 1', 's 1', 's 1', 's 2', 's 3']);
  expect(ended('delivered')).toBe(3);
});

test.each([
  ['refused', new SendError('refused', 'the receiver answered 400'), 1],
  ['timeout', new SendError('timeout', 'no answer within 100 ms'), 1],
  ['forbidden', new SendError('forbidden', 'a.example has no address'), 1],
  ['unreachable', new Error('a fault of our own'), 1],
])('%s is not tried again, counted, and logged once', async (outcome, error, attempts) => {
  const { made, sent, text, ended, idle } = deliveries(() => Promise.reject(error));
  made.accept(notification('s'));
  await idle();
  expect(sent).toHaveLength(attempts);
  made.accept(notification('s'));
  await idle();
  expect(ended(outcome)).toBe(2);
  expect(text().split('\n')).toHaveLength(1);
  expect(text()).toContain('"receiver":"http://receiver.example/"');
  expect(text()).not.toContain('key=k');
});

test('what is too old is given up', async () => {
  const away = () => Promise.reject(new SendError('unreachable', 'ECONNREFUSED', true));
  const { made, ended, idle } = deliveries(away, { keep: 60 });
  made.accept(notification('s', '1'));
  made.accept(notification('s', '2'));
  await idle();
  expect([ended('unreachable'), ended('expired')].reduce((sum, count) => sum + count)).toBe(2);
  expect(ended('unreachable')).toBeGreaterThan(0);
});

test('a clock that is set makes nothing too old', async () => {
  let tries = 0;
  const { made, ended, idle } = deliveries(async () => {
    if (tries++ === 0) throw new SendError('unreachable', '503', true);
  });
  const now = Date.now();
  const clock = jest.spyOn(Date, 'now').mockImplementation(() => now + 86_400_000 * tries);
  made.accept(notification('s', '1'));
  made.accept(notification('s', '2'));
  await idle();
  clock.mockRestore();
  expect(ended('delivered')).toBe(2);
});

test.each([
  ['notifications of a subscription', { waiting: 2 }],
  ['bytes of all', { bytes: 4 }],
])('more %s than may wait are dropped and counted', async (_, change) => {
  const { made, ended, idle } = deliveries(() => sleep(30), change);
  for (let at = 0; at < 5; at++) made.accept(notification('s'));
  expect(ended('dropped')).toBe(3);
  await idle();
  expect(ended('delivered')).toBe(2);
  made.accept(notification('s'));
  await idle();
  expect(ended('delivered')).toBe(3);
});

test('a receiver that is away costs no other subscription its notifications, however many wait for it', async () => {
  const away = () => Promise.reject(new SendError('unreachable', 'ECONNREFUSED', true));
  const { made, ended, idle } = deliveries(
    ({ subscription }) => (subscription === 'away' ? away() : Promise.resolve()),
    { bytes: 100, keep: 500 },
  );
  for (let at = 0; at < 10; at++) made.accept(notification('away', 'x'.repeat(10)));
  for (let at = 0; at < 2; at++) made.accept(notification('well', 'x'.repeat(20), { tenant: 'waste' }));
  expect([ended('dropped', 'waste'), ended('dropped')]).toEqual([0, 4]);
  await idle();
  expect(ended('delivered', 'waste')).toBe(2);
});

test('a receiver that the city no longer allows is not asked', async () => {
  const { made, sent, ended, idle } = deliveries(() => Promise.resolve());
  made.accept(notification('s', '{}', { check: undefined }));
  await idle();
  expect([sent, ended('forbidden')]).toEqual([[], 1]);
});

test('the answer says how the last one ended, and the log when it works again', async () => {
  let works = false;
  const { made, text, idle } = deliveries(() =>
    works ? Promise.resolve() : Promise.reject(new SendError('refused', 'the receiver answered 500')),
  );
  const answers: boolean[] = [];
  for (const next of [false, false, true, true]) {
    answers.push(made.accept(notification('s')));
    await idle();
    works = next || works;
  }
  answers.push(made.accept(notification('s')));
  await idle();
  expect(answers).toEqual([true, false, false, false, true]);
  expect(
    text()
      .split('\n')
      .map((line) => JSON.parse(line).message),
  ).toEqual(['not notified', 'notified again']);
});

test('stopping waits for what is on its way, and drops what is left', async () => {
  const { made, ended } = deliveries(({ subscription }) =>
    sleep(subscription === 'quick' ? 20 : 10_000, undefined, { ref: false }),
  );
  made.accept(notification('quick'));
  made.accept(notification('slow'));
  await made.stop(150);
  expect([ended('delivered'), ended('dropped')]).toEqual([1, 1]);
  expect(made.accept(notification('quick'))).toBe(false);
});

test('a receiver that is not there is asked no more once the relay has ended', async () => {
  let asked = 0;
  const { made, ended } = deliveries(() => {
    asked++;
    return Promise.reject(new SendError('unreachable', 'not there', true));
  });
  made.accept(notification('away'));
  await made.stop(50);
  const before = asked;
  expect([before > 0, ended('dropped')]).toEqual([true, 1]);
  await sleep(200);
  expect(asked).toBe(before);
});

test('metrics tell of each tenant and outcome', async () => {
  const { made, idle } = deliveries(() => Promise.resolve());
  made.accept(notification('s'));
  await idle();
  expect(metrics(made, []).split('\n')).toEqual(
    expect.arrayContaining([
      'citykit_notifications_total{tenant="parking",outcome="delivered"} 1',
      'citykit_notifications_total{tenant="parking",outcome="timeout"} 0',
      'citykit_notifications_waiting 0',
    ]),
  );
});

test('metrics tell how new the newest value of a tenant is, and how far behind its history', () => {
  const { made } = deliveries(() => Promise.resolve());
  const values = [
    { tenant: '', broker: undefined, history: undefined },
    { tenant: 'parking', broker: 60_000, history: 20_000 },
    { tenant: 'weather', broker: 70_000, history: undefined },
  ];
  const lines = metrics(made, values, 90_400).split('\n');
  expect(lines.filter((line) => /^citykit_(newest|history)/.test(line))).toEqual([
    'citykit_newest_value_age_seconds{step="broker",tenant="parking"} 30',
    'citykit_newest_value_age_seconds{step="history",tenant="parking"} 70',
    'citykit_newest_value_age_seconds{step="broker",tenant="weather"} 20',
    'citykit_history_behind_seconds{tenant="parking"} 40',
    'citykit_history_behind_seconds{tenant="weather"} 20',
  ]);
});

describe('over HTTP', () => {
  const sender = new HttpSender();
  afterAll(() => sender.close());
  const message = (url: string, more: Partial<Message> = {}): Message => ({
    ...{ subscription: 's', check: () => true, headers: { accept: 'application/json' }, timeout: 10_000 },
    uri: new URL(url),
    body: Buffer.from('{"type":"Notification"}'),
    ...more,
  });

  test('a receiver gets the notification with its headers', async () => {
    const receiver = await fakeServer(() => ({ status: 204 }));
    await sender.send(message(`${receiver.url}/a?b=c`, { headers: { authorization: 'Bearer t' } }));
    expect(receiver.received).toMatchObject([
      { method: 'POST', path: '/a?b=c', headers: { authorization: 'Bearer t' }, body: '{"type":"Notification"}' },
    ]);
    await receiver.close();
  });

  test.each([
    [302, false],
    [400, false],
    [500, false],
    [429, true],
    [503, true],
  ])('an answer %i is a refusal that passes: %s', async (status, passing) => {
    const receiver = await fakeServer(() => ({ status, headers: { location: 'http://127.0.0.1:1/' } }));
    await expect(sender.send(message(receiver.url))).rejects.toMatchObject({ outcome: 'refused', passing });
    expect(receiver.received).toHaveLength(1);
    await receiver.close();
  });

  test('a receiver that accepts and never answers has its time', async () => {
    const receiver = await fakeServer(() => undefined);
    const began = Date.now();
    const hurried = message(receiver.url, { timeout: 300 });
    await expect(sender.send(hurried)).rejects.toMatchObject({ outcome: 'timeout', passing: false });
    expect(Date.now() - began).toBeLessThan(9000);
    await receiver.close();
  });

  test('a receiver that is not there is tried again', async () => {
    const gone = await fakeServer(() => ({ status: 204 }));
    await gone.close();
    await expect(sender.send(message(gone.url))).rejects.toMatchObject({ outcome: 'unreachable', passing: true });
  });

  test('a receiver that closes idle connections loses nothing', async () => {
    const receiver = await fakeServer(() => ({ status: 204, headers: { 'keep-alive': 'timeout=1' } }));
    for (let at = 0; at < 5; at++) await sender.send(message(receiver.url));
    expect(receiver.received).toHaveLength(5);
    await receiver.close();
  });

  test('a name that leads to where the city does not allow is not connected to', async () => {
    const receiver = await fakeServer(() => ({ status: 204 }));
    const byName = message(receiver.url.replace('127.0.0.1', 'localhost'), { check: () => false });
    await expect(sender.send(byName)).rejects.toMatchObject({ outcome: 'forbidden', passing: false });
    expect(receiver.received).toEqual([]);
    await receiver.close();
  });
});
