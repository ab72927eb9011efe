import { rbacFilter, rbacOff, tokenValue } from './rbac';
import type { Json } from './typed';

export const AUTHORIZATION_FILTER = 'gateway.authorization';

/** Names of the policies, by which the local reply is chosen. */
export const AUTHORIZATION_POLICIES = ['algorithm', 'scheme'] as const;

const ALGORITHMS = ['RS256', 'ES256'];

/**
 * Refuses what the check of signatures leaves open. `algorithm`: it takes what fits the key, and an RSA key without
 * `alg` fits RS512 and PS256 too. `scheme`: it looks at bearer tokens only, and an upstream must not get a password
 * that it may believe from a client that the gateway takes for a stranger.
 */
export function authorizationFilter(): Json {
  const checked = tokenValue(['header', 'alg'], { present_match: true });
  const accepted = ALGORITHMS.map((name) => tokenValue(['header', 'alg'], { string_match: { exact: name } }));
  const sent = { header: { name: 'authorization', present_match: true } };
  return rbacFilter(AUTHORIZATION_FILTER, {
    action: 'DENY',
    policies: {
      algorithm: all([checked, not({ or_ids: { ids: accepted } })]),
      scheme: all([sent, not(checked)]),
    },
  });
}

/** A route whose `Authorization` is not the gateway's business. */
export function authorizationIgnored(): Json {
  return rbacOff();
}

function all(ids: Json[]): Json {
  return { and_ids: { ids } };
}

function not(id: Json): Json {
  return { not_id: id };
}
