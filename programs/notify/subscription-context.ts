import { NgsiLdError } from './http';

const core = /^https?:\/\/uri\.etsi\.org\/ngsi-ld\/(?:v1\/)?ngsi-ld-core-context(?:-v[\d.]+)?\.jsonld$/;

/**
 * The one `@context` that a subscription names, besides the core context, which always counts.
 *
 * Scorpio 5.0.3 takes the first of several, and the text of one that stands there in full for its URL
 * (`SubscriptionController.subscribe`). It reads that for each notification, and when it cannot, notifies none of the others
 * either that the same change concerns.
 *
 * @returns undefined where it is the core context alone
 * @throws NgsiLdError when it is no URL, or more than one
 */
export function subscriptionContext(context: unknown): string | undefined {
  const named = (Array.isArray(context) ? context : [context]).filter(
    (url) => !(typeof url === 'string' && core.test(url)),
  );
  const [url] = named;
  if (named.length === 0) return undefined;
  if (named.length === 1 && typeof url === 'string' && /^https?:\/\/[^\s<>"]+$/.test(url)) return url;
  const rule =
    '@context must be one URL: a context of the platform, or one that is hosted at /ngsi-ld/v1/jsonldContexts first.';
  throw new NgsiLdError(400, 'BadRequestData', rule);
}
