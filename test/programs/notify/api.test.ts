import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerClient } from '../../../programs/notify/api';
import { type NgsiLdError, reply, replyError } from '../../../programs/notify/http';
import type { NotifyConfig } from '../../../programs/notify/notify-config';
import type { TenantContexts } from '../../../programs/notify/tenant-contexts';
import { send } from '../../../programs/shared/http';
import { type FakeServer, fakeServer } from '../support/fake-server';

const path = '/ngsi-ld/v1/subscriptions';
let broker: FakeServer;
let relay: Server;
let url: string;

beforeAll(async () => {
  // What Scorpio writes: the id as bytes of Latin-1, with a question mark for each that it has none for.
  broker = await fakeServer((request) => {
    const { id } = JSON.parse(request.body) as { id: string };
    return {
      status: 201,
      headers: { location: `https://api.town.example${path}/${id.replace(/[^\x20-\x7e]/g, '?')}` },
    };
  });
  const config = {
    brokerUrl: broker.url,
    relayUrl: 'http://relay:8081',
    receivers: [{ host: '*', schemes: ['https'], ports: [443] }],
  };
  const contexts = { isPrepared: async () => true } as unknown as TenantContexts;
  relay = createServer((request, response) => {
    answerClient(config as unknown as NotifyConfig, contexts, request).then(
      (answer) => reply(response, answer),
      (error: unknown) => replyError(response, error as NgsiLdError),
    );
  });
  await once(relay.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(relay.address() as AddressInfo).port}`;
});
afterAll(async () => {
  relay.close();
  await broker.close();
});

test.each([
  ['urn:ngsi-ld:Subscription:1', 'urn:ngsi-ld:Subscription:1'],
  ['urn:ngsi-ld:Subscription:çarşı', 'urn:ngsi-ld:Subscription:%C3%A7ar%C5%9F%C4%B1'],
  ['https://town.example/a?b#c', 'https:%2F%2Ftown.example%2Fa%3Fb%23c'],
])('a subscription %s is found where Location says', async (id, segment) => {
  const notification = { endpoint: { uri: 'https://app.example.org/x' } };
  const body = JSON.stringify({ id, type: 'Subscription', entities: [{ type: 'X' }], notification });
  const headers = { 'content-type': 'application/json' };
  const answer = await send(`${url}${path}`, { method: 'POST', headers, body });
  expect([answer.status, answer.headers.location]).toEqual([201, `https://api.town.example${path}/${segment}`]);
});

test.each([
  ['PATCH', '', 'GET, HEAD, POST'],
  ['PUT', '/urn:x:1', 'GET, HEAD, PATCH, DELETE'],
  ['POST', '/urn:x:1', 'GET, HEAD, PATCH, DELETE'],
])('%s of subscriptions%s is told what is allowed', async (method, id, allow) => {
  const answer = await send(`${url}${path}${id}`, { method });
  expect([answer.status, answer.headers.allow]).toEqual([405, allow]);
});
