import type { GatewayIdentity } from '../gateway-model';
import { JWKS_CLUSTER } from './clusters';
import { extension, type Json, typed } from './typed';

/** Name of the filter that checks tokens. */
export const JWT = 'gateway.token';

const PROVIDER = 'platform';
const REQUIRED = 'required';
const OPTIONAL = 'optional';

/** Namespace of the dynamic metadata with the token's `claims`. */
export const TOKEN_METADATA = 'envoy.filters.http.jwt_authn';

/**
 * Checks signature, issuer, audience and times of a token in `Authorization`; one in the query is never looked at. How a
 * token may be signed is said by the issuer's key, by its `alg` or, where it names none, by its type: never with nothing,
 * nor with a shared secret.
 */
export function jwtFilter({ issuer, audience, jwks }: GatewayIdentity): Json {
  return extension(JWT, 'envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication', {
    providers: {
      [PROVIDER]: {
        issuer,
        audiences: [audience],
        require_expiration: true,
        clock_skew_seconds: 30,
        // Envoy compares the prefix by its case, and RFC 9110 does not.
        from_headers: ['Bearer ', 'bearer '].map((value_prefix) => ({ name: 'Authorization', value_prefix })),
        // Removed by the routes that do not forward it: the filter could only keep or remove it for all of them.
        forward: true,
        payload_in_metadata: 'claims',
        remote_jwks: {
          http_uri: { uri: jwks.url, cluster: JWKS_CLUSTER, timeout: '5s' },
          // A key that appears between two fetches is unknown until the next one: keep that short.
          cache_duration: '60s',
          async_fetch: { fast_listener: true, failed_refetch_duration: '2s' },
        },
        jwt_cache_config: { jwt_cache_size: 1000 },
      },
    },
    requirement_map: {
      [REQUIRED]: { provider_name: PROVIDER },
      [OPTIONAL]: { requires_any: { requirements: [{ provider_name: PROVIDER }, { allow_missing: {} }] } },
    },
  });
}

/** A route that needs a token. */
export function tokenRequired(): Json {
  return perRoute({ requirement_name: REQUIRED });
}

/** A route that needs none; one that is sent must be good all the same, since a client that sends one relies on it. */
export function tokenOptional(): Json {
  return perRoute({ requirement_name: OPTIONAL });
}

/** A route whose `Authorization` is not the gateway's business. */
export function tokenIgnored(): Json {
  return perRoute({ disabled: true });
}

function perRoute(value: Json): Json {
  return typed('envoy.extensions.filters.http.jwt_authn.v3.PerRouteConfig', value);
}
