import { randomUUID } from 'node:crypto';
import { Agent, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { send } from '../shared/http';
import { isObject, type JsonObject } from '../shared/json-value';
import { bodyOf, endToEnd, type HttpAnswer, NgsiLdError } from './http';
import type { NotifyConfig } from './notify-config';
import { keptSubscription, shownSubscription } from './subscription';
import { subscriptionContext } from './subscription-context';
import type { TenantContexts } from './tenant-contexts';

/** Longest subscription, in bytes. */
const longestBody = 1024 * 1024;

const timeout = 25_000;

/** Subscriptions, and those of context sources. */
const path = /^\/ngsi-ld\/v1\/(?:subscriptions|csourceSubscriptions)(?:\/([^/?]+))?\/?(?:\?|$)/;

const agent = new Agent({ keepAlive: true });

/**
 * The NGSI-LD operations on subscriptions, as clients see them: the broker's own, with the relay in place of the receiver on
 * the way in, and the receiver in place of the relay on the way out.
 *
 * @throws NgsiLdError for a subscription that cannot be kept, and 503 while the tenant is not set up
 */
export async function answerClient(
  config: NotifyConfig,
  contexts: TenantContexts,
  request: IncomingMessage,
): Promise<HttpAnswer> {
  const [matched, id] = path.exec(request.url ?? '') ?? [];
  const { method = 'GET' } = request;
  if (matched === undefined)
    throw new NgsiLdError(404, 'ResourceNotFound', 'There are subscriptions here, and nothing else.');
  const methods = ['GET', 'HEAD', ...(id === undefined ? ['POST'] : ['PATCH', 'DELETE'])];
  if (!methods.includes(method))
    throw new NgsiLdError(
      405,
      'InvalidRequest',
      `${method} is no operation on ${id === undefined ? 'subscriptions' : 'a subscription'}.`,
      methods.join(', '),
    );
  const writes = method === 'POST' || method === 'PATCH';
  // A subscription that is there before what keeps its `@context` would keep the broker from starting again.
  if (!(await contexts.isPrepared(textHeader(request, 'ngsild-tenant'))))
    throw new NgsiLdError(503, 'InternalError', 'This tenant is not set up yet; a job of the platform does it.');
  const user = subjectOf(request);
  const text = (await bodyOf(request, longestBody)).toString();
  if (writes) return write(config, request, kept(config, request, text, id, user));
  const answer = await forward(config, request);
  const isShown = method === 'GET' && answer.status === 200 && answer.body !== undefined;
  return isShown ? { ...answer, body: shown(answer.body, user) } : answer;
}

/** Forwards a subscription with the `@context` that it names as a `Link` header, which the broker reads rightly. */
async function write(config: NotifyConfig, request: IncomingMessage, subscription: JsonObject): Promise<HttpAnswer> {
  const { '@context': context, ...others } = subscription;
  const isLinked =
    (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() !== 'application/ld+json';
  if (isLinked && context !== undefined)
    throw new NgsiLdError(400, 'BadRequestData', 'An @context in the body needs application/ld+json.');
  if (!isLinked && context === undefined)
    throw new NgsiLdError(400, 'BadRequestData', 'application/ld+json needs an @context in the body.');
  const url = isLinked ? undefined : subscriptionContext(context);
  const link = url && { link: `<${url}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"` };
  const body = JSON.stringify({ ...(url && { jsonldContext: url }), ...others });
  const answer = await forward(config, request, body, {
    ...(!isLinked && { 'content-type': 'application/json' }),
    ...link,
  });
  return { ...answer, headers: located(answer.headers ?? {}, others.id) };
}

/** Scorpio 5.0.3 writes an id into `Location` as it is: other letters than Latin ones become question marks. */
function located(headers: IncomingHttpHeaders, id: unknown): IncomingHttpHeaders {
  const [, before] = /^(.*\/\w*ubscriptions\/)/.exec(headers.location ?? '') ?? [];
  if (before === undefined || typeof id !== 'string') return headers;
  return { ...headers, location: `${before}${encodeURIComponent(id).replaceAll('%3A', ':')}` };
}

/** @throws NgsiLdError with everything that is wrong with it. */
function kept(
  { relayUrl, receivers }: NotifyConfig,
  request: IncomingMessage,
  text: string,
  id: string | undefined,
  owner: string | undefined,
): JsonObject {
  const subscription = parsed(text);
  if (!isObject(subscription)) throw new NgsiLdError(400, 'BadRequestData', 'A subscription is a JSON object.');
  const problems: string[] = [];
  const tenant = textHeader(request, 'ngsild-tenant');
  const own = typeof subscription.id === 'string' ? subscription.id : `urn:ngsi-ld:Subscription:${randomUUID()}`;
  const author = { subscription: id === undefined ? own : decoded(id), tenant, owner };
  const options = { relayUrl, receivers, author, isNew: id === undefined };
  const result = keptSubscription(subscription, options, (member, rule) => problems.push(`${member} ${rule}`));
  if (problems.length > 0) throw new NgsiLdError(400, 'BadRequestData', `${[...new Set(problems)].join('; ')}.`);
  return result;
}

function shown(text: string, reader: string | undefined): string {
  const answer = parsed(text);
  const one = (item: unknown) => (isObject(item) ? shownSubscription(item, reader) : item);
  return JSON.stringify(Array.isArray(answer) ? answer.map(one) : one(answer));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new NgsiLdError(400, 'InvalidRequest', 'The body is no JSON.');
  }
}

function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    throw new NgsiLdError(400, 'BadRequestData', 'The id in the path is not encoded as a URL wants it.');
  }
}

/** The subject of the token. The gateway has checked the token; nobody else can call. */
function subjectOf(request: IncomingMessage): string | undefined {
  const [, claims = ''] = /^Bearer [^.]+\.([^.]+)\./i.exec(request.headers.authorization ?? '') ?? [];
  try {
    const { sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { sub?: unknown };
    return typeof sub === 'string' ? sub : undefined;
  } catch {
    return undefined;
  }
}

function textHeader({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** @throws NgsiLdError when the broker does not answer. */
async function forward(
  { brokerUrl }: NotifyConfig,
  request: IncomingMessage,
  body?: string,
  changed: Readonly<Record<string, string>> = {},
): Promise<HttpAnswer> {
  const { method = 'GET', url = '/' } = request;
  const headers = { ...endToEnd(request.headers, ['authorization']), ...changed };
  const sent = { method, path: url, headers, ...(body !== undefined && { body }), agent, timeout };
  const answer = await send(brokerUrl, sent).catch(() => {
    throw new NgsiLdError(503, 'InternalError', 'The context broker does not answer.');
  });
  return { status: answer.status, headers: answer.headers, ...(answer.body !== '' && { body: answer.body }) };
}
