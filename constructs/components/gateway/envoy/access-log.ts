import type { GatewayModel } from '../gateway-model';
import { TOKEN_METADATA } from './jwt-authn';
import { tenantHeaders } from './tenant-filter';
import { extension, type Json } from './typed';

/**
 * The audit trail: one JSON line a request on standard output, with who (`subject`, `client`, `source`), what
 * (`method`, `host`, `path`, `tenant`, `route`) and what came of it (`status`, `details`, `flags`). Neither the token
 * nor the query is in it, since queries carry tokens and personal data.
 */
export function accessLog(model: GatewayModel): Json {
  return extension('envoy.access_loggers.stdout', 'envoy.extensions.access_loggers.stream.v3.StdoutAccessLog', {
    log_format: {
      omit_empty_values: true,
      json_format: {
        time: '%START_TIME%',
        request: '%REQ(X-REQUEST-ID)%',
        source: '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%',
        subject: claim('sub'),
        client: claim('azp'),
        tenant: tenant(tenantHeaders(model)),
        method: '%REQ(:METHOD)%',
        host: '%REQ(:AUTHORITY)%',
        path: '%PATH(NQ)%',
        protocol: '%PROTOCOL%',
        route: '%ROUTE_NAME%',
        upstream: '%UPSTREAM_CLUSTER%',
        status: '%RESPONSE_CODE%',
        details: '%RESPONSE_CODE_DETAILS%',
        flags: '%RESPONSE_FLAGS%',
        durationMs: '%DURATION%',
        received: '%BYTES_RECEIVED%',
        sent: '%BYTES_SENT%',
      },
    },
  });
}

/**
 * Empty without a token. Of an operator that stands alone Envoy makes a typed value, for which it copies all metadata of
 * the request (`MetadataFormatter::formatValue`): a sixth of the gateway's work. Two make a text; the second is none.
 */
function claim(name: string): string {
  const operator = (of: string) => `%DYNAMIC_METADATA(${TOKEN_METADATA}:claims:${of})%`;
  return operator(name) + operator('-');
}

function tenant([first, second]: readonly string[]): string | undefined {
  if (first === undefined) return undefined;
  return `%REQ(${second === undefined ? first : `${first}?${second}`}):64%`;
}
