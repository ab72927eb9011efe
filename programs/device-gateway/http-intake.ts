import type { IncomingMessage } from 'node:http';
import { type CatalogueAnswer, ProblemDetails } from '../dcat-ap/answer';
import { bodyOf, NgsiLdError } from '../notify/http';
import { requestUrl } from '../shared/request-url';
import { timeInQuery } from '../shared/time-in-query';
import type { Device } from './devices';
import type { Intake } from './intake';
import { Refusal } from './refusal';

/** Status of an answer to what is refused. @default 400 */
const statuses: Readonly<Partial<Record<Refusal['reason'], number>>> = {
  'unknown-device': 401,
  'wrong-credential': 401,
  'other-topic': 403,
  'too-large': 413,
};

/** RFC 7617, 2. */
const challenge = { 'www-authenticate': 'Basic realm="devices"' };

/**
 * Takes measures over HTTP, where the IoT Agents take them: `POST /iot/json?i=<device>&k=<group>` and `/iot/d` for Ultralight,
 * with the time in `t` where the message has none; and the uplinks of a network server at `POST /iot/uplink?k=<group>`.
 * Who sends is said by HTTP Basic: `group/device` and the credential, or the credential alone as Bearer.
 *
 * @throws ProblemDetails
 */
export async function answerDevice(
  intake: Intake,
  longest: number,
  request: IncomingMessage,
): Promise<CatalogueAnswer> {
  const url = requestUrl(request);
  const group = url.searchParams.get('k') ?? '';
  const isUplink = url.pathname === '/iot/uplink';
  if (!isUplink && url.pathname !== '/iot/json' && url.pathname !== '/iot/d')
    throw new ProblemDetails(404, 'Not found', 'There are /iot/json, /iot/d and /iot/uplink.');
  if (request.method !== 'POST')
    throw new ProblemDetails(405, 'Method not allowed', 'Measures are posted.', { allow: 'POST' });
  let device: Device | undefined;
  try {
    const name = isUplink ? group : `${group}/${url.searchParams.get('i') ?? ''}`;
    device = await authenticated(intake, request.headers.authorization, name);
    const payload = await body(request, longest);
    if (isUplink) return answer(await intake.uplink(device, payload));
    const time = url.searchParams.get('t');
    return answer(await intake.message(device, payload, time === null ? {} : { time: timeInQuery(time) }));
  } catch (error) {
    if (error instanceof ProblemDetails) throw error;
    if (!(error instanceof Refusal))
      throw new ProblemDetails(503, 'Unavailable', 'The measure was not taken. Send it again.', { 'retry-after': '5' });
    // Of a device the intake has told it already.
    if (!device || error.reason === 'too-large') intake.refused(error, device);
    // Not who sends is unknown, but whom the uplink is of.
    const isOther = device !== undefined && error.reason === 'unknown-device';
    const status = isOther ? 404 : (statuses[error.reason] ?? 400);
    throw new ProblemDetails(status, error.reason, error.detail, status === 401 ? challenge : {});
  }
}

/** Values that were left out are named to the device; there are none most of the time. */
function answer(leftOut: object): CatalogueAnswer {
  if (Object.keys(leftOut).length === 0) return { status: 204 };
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: `${JSON.stringify({ leftOut })}\n`,
  };
}

async function authenticated(intake: Intake, authorization = '', name: string): Promise<Device> {
  const [scheme = '', token = ''] = authorization.split(' ');
  const isBasic = scheme.toLowerCase() === 'basic';
  if (!isBasic) return intake.devices.authenticated(name, scheme.toLowerCase() === 'bearer' ? token : '');
  const [, user = '', credential = ''] = /^(.*):([^:]*)$/s.exec(Buffer.from(token, 'base64').toString()) ?? [];
  if (user !== name) throw new Refusal('other-topic', 'The address is that of another device.');
  return intake.devices.authenticated(user, credential);
}

async function body(request: IncomingMessage, longest: number): Promise<string> {
  try {
    return (await bodyOf(request, longest)).toString();
  } catch (error) {
    if (error instanceof NgsiLdError) throw new Refusal('too-large', `A message has at most ${longest} bytes.`);
    throw error;
  }
}
