import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { Readable } from 'node:stream';
import { type CatalogueAnswer, ProblemDetails } from '../../../programs/dcat-ap/answer';
import { Devices } from '../../../programs/device-gateway/devices';
import { answerDevice } from '../../../programs/device-gateway/http-intake';
import { Ingest } from '../../../programs/device-gateway/ingest';
import { Intake } from '../../../programs/device-gateway/intake';
import { answerManager } from '../../../programs/device-gateway/management';
import { IntakeMetrics } from '../../../programs/device-gateway/metrics';
import { NgsiLdClient } from '../../../programs/device-gateway/ngsi-ld-client';
import { recordedLog } from '../support/recorded-log';
import { FakeRegistry } from './fake-registry';
import { carParks } from './groups';

const { sql } = new FakeRegistry();
const { log } = recordedLog();
const devices = new Devices(sql, [carParks]);
const ingest = new Ingest(sql, new NgsiLdClient('http://127.0.0.1:9', 100), { waiting: 1, batch: 1, pause: 1 }, log);
const limits = { bytes: 1000, values: 10, ahead: 0 };
const intake = new Intake(devices, ingest, new IntakeMetrics(), limits, log);
const answers = {
  devices: (request: IncomingMessage) => answerDevice(intake, limits.bytes, request),
  managers: (request: IncomingMessage) => answerManager(devices, { http: 'https://iot.town.example' }, request),
};

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** What is answered to a request whose first line is as given: clients that are good do not send all of these. */
async function asked(whom: keyof typeof answers, line: string): Promise<CatalogueAnswer> {
  let answer: CatalogueAnswer | undefined;
  const server = createServer((request, response) => {
    answers[whom](request)
      .catch((error: unknown) => {
        if (error instanceof ProblemDetails) return error.toAnswer();
        throw error;
      })
      .then(
        (given) => {
          answer = given;
        },
        () => undefined,
      )
      .finally(() => response.end());
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.end(`${line} HTTP/1.1\r\nhost: devices\r\nconnection: close\r\n\r\n`);
  socket.resume();
  await once(socket, 'close');
  if (!answer) throw new Error('there is no answer');
  return answer;
}

test.each([
  ['devices', 'GET //'],
  ['devices', 'GET /'],
  ['devices', 'POST //iot/json'],
  ['devices', 'POST //town.example/iot/json'],
  ['devices', 'GET *'],
  ['managers', 'GET //'],
  ['managers', 'GET //town.example/devices/v1/groups'],
  ['managers', 'GET /devices/v1/%'],
] as const)('to %s there is nothing at %s', async (whom, line) => {
  expect((await asked(whom, line)).status).toBe(404);
});

test('who says nothing of itself is asked for it', async () => {
  const answer = await asked('devices', 'POST /iot/json?k=nobody&i=konak');
  expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Basic realm="devices"' } });
});

test('a proxy may name the whole address', async () => {
  expect((await asked('devices', 'POST http://iot.town.example/iot/json?k=nobody&i=konak')).status).toBe(401);
});

test('the time of an address has its offset, also where its sign was not encoded', async () => {
  const times: unknown[] = [];
  const taking = {
    devices: { authenticated: async () => ({}) },
    message: async (_device: unknown, _payload: string, { time }: { time?: string }) => {
      times.push(time);
      return {};
    },
  } as unknown as Intake;
  for (const t of ['2026-11-28T13:00:00+03:00', '2026-11-28T13:00:00%2B03:00'])
    await answerDevice(
      taking,
      1000,
      Object.assign(Readable.from([Buffer.from('{}')]), {
        method: 'POST',
        url: `/iot/json?k=car-parks&i=konak&t=${t}`,
        headers: { authorization: 'Bearer x' },
      }) as unknown as IncomingMessage,
    );
  expect(times).toEqual(['2026-11-28T13:00:00+03:00', '2026-11-28T13:00:00+03:00']);
});
