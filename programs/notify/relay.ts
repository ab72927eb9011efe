import type { IncomingMessage } from 'node:http';
import { send } from '../shared/http';
import type { Deliveries } from './deliveries';
import { bodyOf, endToEnd, type HttpAnswer, NgsiLdError } from './http';
import type { NotifyConfig } from './notify-config';
import { tryAddressCheck } from './receivers';
import { relayPath, tryDestination } from './relayed-endpoint';
import type { TenantContexts } from './tenant-contexts';

/** Longest notification, in bytes: the broker reads 1,000 entities at most. */
const longestBody = 32 * 1024 * 1024;

const contextPath = '/ngsi-ld/v1/jsonldContexts/createimplicitly';

/** What the broker calls its default tenant (`AppConstants.INTERNAL_NULL_KEY`), and nobody else. */
const defaultTenant = ')$%^&';

/** What the broker asks: to notify somebody, and to keep the `@context` of a new subscription. */
export async function answerBroker(
  config: NotifyConfig,
  deliveries: Deliveries,
  contexts: TenantContexts,
  request: IncomingMessage,
): Promise<HttpAnswer> {
  if (request.method === 'POST' && request.url?.startsWith(`${relayPath}?`)) return take(config, deliveries, request);
  if (request.method === 'POST' && request.url?.startsWith(contextPath)) return keepContext(config, contexts, request);
  throw new NgsiLdError(404, 'ResourceNotFound', 'There is no such path.');
}

/**
 * Takes a notification and answers at once: the broker sends one after the other, of all tenants, and waits for each answer.
 * The answer says how the last notification of the subscription ended, so that `lastFailure`, `timesFailed` and `status` of a
 * subscription follow its receiver, one notification behind.
 */
async function take(
  { receivers }: NotifyConfig,
  deliveries: Deliveries,
  request: IncomingMessage,
): Promise<HttpAnswer> {
  const destination = tryDestination(request.url ?? '');
  if (!destination) throw new NgsiLdError(400, 'BadRequestData', 'The query names no receiver.');
  const body = await bodyOf(request, longestBody);
  // The broker forgets the tenant when a subscription is changed, and gives its default one a name when it restarts.
  const headers = {
    ...endToEnd(request.headers, ['host', 'user-agent', 'ngsild-tenant']),
    ...(destination.tenant && { 'ngsild-tenant': destination.tenant }),
  };
  const check = tryAddressCheck(destination.uri, receivers);
  const wasDelivered = deliveries.accept({ ...destination, check, headers, body });
  return { status: wasDelivered ? 200 : 502 };
}

/** Has the broker keep a context as it does by itself, and then puts it where it looks for it. */
async function keepContext(
  { brokerUrl }: NotifyConfig,
  contexts: TenantContexts,
  request: IncomingMessage,
): Promise<HttpAnswer> {
  const tenant = request.headers['ngsild-tenant'];
  const body = (await bodyOf(request, longestBody)).toString();
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const kept = await send(`${brokerUrl}${contextPath}`, { method: 'POST', headers, body });
  const answer = { status: kept.status, headers: kept.headers, body: kept.body };
  if (kept.status !== 200 || typeof tenant !== 'string' || tenant === defaultTenant) return answer;
  const context = kept.body.trim().replace(/^"(.*)"$/, '$1');
  await contexts.copy(context, tenant);
  return answer;
}
