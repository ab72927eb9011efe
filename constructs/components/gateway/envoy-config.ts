import { checkGatewayModel } from './check-gateway-model';
import { bootstrap } from './envoy/bootstrap';
import type { GatewayModel } from './gateway-model';

/**
 * Envoy's bootstrap for a gateway, as a plain object to be written as JSON: the same model gives the same bytes.
 * For Envoy 1.36 and later; run on the version that `images.ts` names.
 *
 * What a client gets, always as RFC 9457 `application/problem+json`, with the
 * `requestId` of the audit trail:
 *
 * | request | answer |
 * |---|---|
 * | token missing where one is needed, or a password in its place | 401 `WWW-Authenticate: Bearer` |
 * | token expired, for someone else, by someone else, unsigned, or not signed as the issuer's key says | 401 `error="invalid_token"`, also where no token is needed |
 * | no role of the rule, tenant not in the token, no rule | 403 |
 * | unknown host or path | 404 |
 * | `;`, `%5C`, or `%2F` where not allowed, in the path; a refused character in the query | 400 |
 * | body too large | 413 |
 * | too many requests | 429 with `Retry-After` and `X-RateLimit-*` |
 * | upstream down, or its keys not fetched yet | 503 with `Retry-After` |
 * | upstream too slow | 504 |
 *
 * @throws Error naming every mistake of the model at once
 */
export function envoyConfig(model: GatewayModel): object {
  const problems = checkGatewayModel(model);
  if (problems.length > 0) throw new Error(`The gateway model is wrong:\n- ${problems.join('\n- ')}`);
  return bootstrap(model);
}
