import { type HttpRequest, type HttpResponse, send } from '../shared/http';
import { NgsiLdError } from './http';

const path = '/ngsi-ld/v1/jsonldContexts';

/** The `@context` of a subscription as its URL. */
export interface SubscriptionContext {
  readonly url: string;
  /** Takes back what was made for it. */
  readonly forget: () => Promise<void>;
}

/**
 * The URL of an `@context` that stands in a subscription. One that is no single URL is hosted by the broker.
 *
 * Scorpio 5.0.3 takes the text of such a context for its URL (`SubscriptionController.subscribe`), reads it for each
 * notification, and when it cannot, notifies none of the others either that the same change concerns.
 *
 * @throws NgsiLdError when it is no context, or the broker does not take it
 */
export async function subscriptionContext(brokerUrl: string, context: unknown): Promise<SubscriptionContext> {
  const only = Array.isArray(context) && context.length === 1 ? context[0] : context;
  if (typeof only === 'string') return { url: checkedUrl(only), forget: async () => undefined };
  if (typeof only !== 'object' || only === null)
    throw new NgsiLdError(400, 'BadRequestData', '@context must be a URL, an object, or a list of them.');
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const body = JSON.stringify({ '@context': only });
  const { status, headers: answered } = await ask(`${brokerUrl}${path}`, { method: 'POST', headers, body });
  const { location } = answered;
  if (status !== 201 || location === undefined)
    throw new NgsiLdError(400, 'BadRequestData', 'The broker does not take the @context.');
  const id = location.slice(location.lastIndexOf('/') + 1);
  return {
    url: location,
    forget: async () => void (await ask(`${brokerUrl}${path}/${id}`, { method: 'DELETE', headers })),
  };
}

/** @throws NgsiLdError when it is no URL. */
function checkedUrl(text: string): string {
  if (/^https?:\/\/[^\s<>"]+$/.test(text) && URL.canParse(text)) return text;
  throw new NgsiLdError(400, 'BadRequestData', 'The URL of an @context begins with http or https.');
}

async function ask(url: string, request: HttpRequest): Promise<HttpResponse> {
  try {
    return await send(url, request);
  } catch {
    throw new NgsiLdError(503, 'InternalError', 'The context broker does not answer.');
  }
}
