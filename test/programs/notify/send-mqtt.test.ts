import type { Message } from '../../../programs/notify/send';
import { MqttSender } from '../../../programs/notify/send-mqtt';
import { MqttBroker } from '../../support/mqtt-broker';

describe('a notification over MQTT', () => {
  let broker: MqttBroker;
  const sender = new MqttSender();
  beforeEach(async () => {
    broker = await new MqttBroker('secret').start();
  });
  afterEach(() => broker.stop());
  afterAll(() => sender.close());

  const message = (more: Partial<Message> = {}, user = 'city:secret@'): Message => ({
    ...{ subscription: 's', check: () => true, timeout: 10_000 },
    headers: { 'content-type': 'application/json', authorization: 'Bearer t' },
    uri: new URL(`mqtt://${user}127.0.0.1:${broker.port}/city/air%20quality`),
    body: Buffer.from('{"type":"Notification"}'),
    ...more,
  });
  const payload =
    '{"metadata":{"content-type":"application/json","authorization":"Bearer t"},"body":{"type":"Notification"}}';

  test.each([
    ['mqtt3.1.1', 0],
    ['mqtt3.1.1', 1],
    ['mqtt3.1.1', 2],
    ['mqtt5.0', 0],
    ['mqtt5.0', 1],
    ['mqtt5.0', 2],
  ])('is published by %s with QoS %i', async (version, qos) => {
    await sender.send(message({ notifierInfo: { 'MQTT-Version': version, 'MQTT-QoS': qos } }));
    while (broker.published.length === 0) await new Promise((done) => setTimeout(done, 5));
    expect(broker.published).toEqual([{ topic: 'city/air quality', qos, payload }]);
    expect(broker.connected).toEqual([{ version: version === 'mqtt5.0' ? 5 : 4, username: 'city' }]);
  });

  test('takes one connection for many', async () => {
    for (let at = 0; at < 5; at++) await sender.send(message({ notifierInfo: { 'MQTT-QoS': 1 } }));
    expect([broker.connected.length, broker.published.length]).toEqual([1, 5]);
  });

  test('is refused with a wrong password', async () => {
    await expect(sender.send(message({}, 'city:wrong@'))).rejects.toMatchObject({ outcome: 'refused', passing: false });
  });

  test('arrives again after the broker was restarted', async () => {
    const { port } = broker;
    const one = message({ notifierInfo: { 'MQTT-QoS': 1 } });
    await sender.send(one);
    await broker.stop();
    await expect(sender.send(one)).rejects.toMatchObject({ outcome: 'unreachable', passing: true });
    broker = await new MqttBroker('secret').start(port);
    await sender.send(one);
    expect(broker.published).toHaveLength(1);
  });

  test('has its time with a broker that does not answer', async () => {
    const one = message({ notifierInfo: { 'MQTT-QoS': 1 } });
    await sender.send(one);
    broker.silent = true;
    await expect(sender.send({ ...one, timeout: 300 })).rejects.toMatchObject({ outcome: 'timeout' });
    broker.silent = false;
    await sender.send(one);
  });

  test('goes to no address that the city does not allow', async () => {
    const uri = new URL(message().uri.href.replace('127.0.0.1', 'localhost'));
    await expect(sender.send(message({ uri, check: () => false }))).rejects.toMatchObject({ outcome: 'forbidden' });
    expect(broker.connected).toEqual([]);
  });
});
