import type { Receiver } from '../../../constructs/spec/receiver';
import { tryDestination } from '../../../programs/notify/relayed-endpoint';
import { keptSubscription, shownSubscription } from '../../../programs/notify/subscription';
import type { JsonObject } from '../../../programs/shared/json-value';

const receivers: readonly Receiver[] = [{ host: '*', schemes: ['https', 'mqtts'], ports: [443, 8883] }];

function keep(subscription: JsonObject, isNew = true) {
  const problems: string[] = [];
  const author = { subscription: 'urn:s:1', tenant: 'parking', owner: 'ann' };
  const options = { relayUrl: 'http://relay:8081', receivers, author, isNew };
  const kept = keptSubscription(subscription, options, (member, rule) => problems.push(`${member}: ${rule}`));
  return { kept: JSON.parse(JSON.stringify(kept)) as JsonObject, problems };
}

const endpoint = {
  uri: 'https://hooks.example/a?key=k',
  accept: 'application/json',
  receiverInfo: [{ key: 'Authorization', value: 'Bearer t' }],
  timeout: 2000,
};
const subscription = {
  id: 'urn:s:1',
  type: 'Subscription',
  entities: [
    { id: 'urn:ngsi-ld:Lamp:1+(a).b', type: 'Lamp' },
    { type: 'Lamp', idPattern: '^urn:.*' },
  ],
  notification: { attributes: ['brightness'], endpoint },
};

test('a subscription is kept with the relay in place of its receiver, and shown as it was written', () => {
  const { kept, problems } = keep(subscription);
  expect(problems).toEqual([]);
  const { uri, ...others } = (kept.notification as { endpoint: JsonObject }).endpoint;
  expect(others).toEqual({ accept: endpoint.accept, receiverInfo: endpoint.receiverInfo });
  expect(uri).toMatch(/^http:\/\/relay:8081\/notify\?/);
  expect(tryDestination(uri as string)).toEqual({
    ...{ subscription: 'urn:s:1', tenant: 'parking', owner: 'ann', timeout: 2000 },
    uri: new URL(endpoint.uri),
  });
  expect(shownSubscription(kept, 'ann')).toEqual(subscription);
});

test('others see neither receiver headers nor what of the URL can be a secret', () => {
  const { kept } = keep({
    ...subscription,
    notification: { endpoint: { uri: 'mqtts://user:secret@mqtt.example/a/b', notifierInfo: { 'MQTT-QoS': 1 } } },
  });
  const shown = (reader?: string) => (shownSubscription(kept, reader).notification as JsonObject).endpoint;
  expect(shown('bob')).toEqual({ uri: 'mqtts://mqtt.example/', notifierInfo: { 'MQTT-QoS': 1 } });
  expect(shown()).toEqual(shown('bob'));
  expect(shown('ann')).toMatchObject({ uri: 'mqtts://user:secret@mqtt.example/a/b' });
  const headers = shownSubscription(keep(subscription).kept, 'bob');
  expect(JSON.stringify(headers)).not.toMatch(/Bearer|key=k/);
});

test('an endpoint that is not the relay’s is not shown', () => {
  const foreign = { ...subscription, notification: { endpoint: { ...endpoint, uri: 'http://10.0.0.1/x' } } };
  expect(shownSubscription(foreign, 'ann').notification).toEqual({ endpoint: {} });
});

test('a change without a notification leaves the endpoint as it is', () => {
  expect(keep({ description: 'Lamps', timesSent: 7 }, false)).toEqual({ kept: { description: 'Lamps' }, problems: [] });
});

test('what was read can be written back', () => {
  const told = { status: 'active', timesSent: 7, timesFailed: 0, lastSuccess: '2026-01-01T00:00:00Z' };
  expect(keep({ ...subscription, ...told })).toEqual(keep(subscription));
});

test.each<[string, JsonObject, readonly RegExp[]]>([
  ['another name for a member', { 'ngsi-ld:notification': { endpoint } }, [/^ngsi-ld:notification: is no member/]],
  [
    'another name for the endpoint',
    { notification: { endpoint, 'https://uri.etsi.org/ngsi-ld/endpoint': endpoint } },
    [/^notification\.https:.*: is no member/],
  ],
  [
    'a member of the endpoint that is not known',
    { notification: { endpoint: { ...endpoint, cooldown: 1 } } },
    [/endpoint\.cooldown/],
  ],
  ['no notification', { notification: undefined }, [/^notification: must be an object/]],
  ['no endpoint', { notification: {} }, [/^notification\.endpoint: must be an object/]],
  ['no URL', { notification: { endpoint: { uri: 'hooks' } } }, [/endpoint\.uri: must be a URL/]],
  [
    'a host that the city does not allow',
    { notification: { endpoint: { uri: 'https://10.0.0.1/' } } },
    [/endpoint\.uri: is none of the receivers/],
  ],
  [
    'a user',
    { notification: { endpoint: { uri: 'https://a:b@hooks.example/' } } },
    [/endpoint\.uri: must have no user/],
  ],
  [
    'a fragment',
    { notification: { endpoint: { uri: 'https://hooks.example/#a' } } },
    [/endpoint\.uri: must have no fragment/],
  ],
  ['no topic', { notification: { endpoint: { uri: 'mqtts://mqtt.example' } } }, [/endpoint\.uri: must have the topic/]],
  [
    'a wildcard',
    { notification: { endpoint: { uri: 'mqtts://mqtt.example/a/+' } } },
    [/endpoint\.uri: must have the topic/],
  ],
  ['another media type', { notification: { endpoint: { ...endpoint, accept: 'text/html' } } }, [/endpoint\.accept/]],
  [
    'headers that end a message elsewhere',
    { notification: { endpoint: { ...endpoint, receiverInfo: [{ key: 'Content-Length', value: '1' }] } } },
    [/receiverInfo: must not set Content-Length/],
  ],
  [
    'headers of more than one line',
    { notification: { endpoint: { ...endpoint, receiverInfo: [{ key: 'A', value: 'a\r\nB: b' }] } } },
    [/receiverInfo: must hold/],
  ],
  ['a time without end', { notification: { endpoint: { ...endpoint, timeout: 60_000 } } }, [/endpoint\.timeout/]],
  [
    'another QoS',
    { notification: { endpoint: { ...endpoint, notifierInfo: { 'MQTT-QoS': 3 } } } },
    [/MQTT-QoS must be/],
  ],
  [
    'another version',
    { notification: { endpoint: { ...endpoint, notifierInfo: { 'MQTT-Version': 'mqtt4' } } } },
    [/MQTT-Version must be/],
  ],
  ['a context that is no URL', { jsonldContext: '{a=b}' }, [/^jsonldContext: must be the URL/]],
  [
    'several mistakes, all at once',
    { a: 1, notification: { b: 1, endpoint: { uri: 'x', accept: 'y' } } },
    [/^a:/, /^notification\.b:/, /endpoint\.uri/, /endpoint\.accept/],
  ],
])('%s is refused', (_, change, expected) => {
  expect(keep({ ...subscription, ...change }).problems).toEqual(
    expected.map((pattern) => expect.stringMatching(pattern)),
  );
});
