import type { GatewayModel } from '../gateway-model';
import { tenantHeaders } from './tenant-filter';
import { extension, type Json } from './typed';

/**
 * Headers that a client may not send, because something behind the gateway could believe them: who the user is, which
 * method or path is really meant, which host was asked. Also `Via`, to which Scorpio 5 answers 500.
 */
const UNTRUSTED = ['forwarded', 'via', 'remote-user', 'x-remote-user', 'x-original-url', 'x-rewrite-url'];
const UNTRUSTED_PREFIXES = ['x-citykit-', 'x-envoy-', 'x-auth-request-', 'x-http-method', 'x-method-override'];
/** `X-Forwarded-For` and `-Host` are written anew, and `-Proto` is set by the connection manager. */
const UNTRUSTED_FORWARDED = [
  'user',
  'email',
  'groups',
  'preferred-username',
  'access-token',
  'port',
  'prefix',
  'server',
];

const HIDDEN = ['server', 'x-powered-by', 'via'];

/** Cleans requests before any other filter, and answers, whoever gives them, on their way out. */
export function headerFilter(model: GatewayModel): Json {
  return extension('gateway.headers', 'envoy.extensions.filters.http.header_mutation.v3.HeaderMutation', {
    mutations: {
      request_mutations: [
        ...UNTRUSTED.map((name) => ({ remove: name })),
        ...UNTRUSTED_FORWARDED.map((name) => ({ remove: `x-forwarded-${name}` })),
        ...UNTRUSTED_PREFIXES.map(removePrefix),
        ...tenantHeaders(model).map(firstOnly),
        set('x-forwarded-for', '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%'),
        set('x-forwarded-host', '%REQ(:AUTHORITY)%'),
      ],
      response_mutations: [
        ...HIDDEN.map((name) => ({ remove: name })),
        set('strict-transport-security', 'max-age=31536000'),
        set('x-content-type-options', 'nosniff'),
        // A portal or a login page that says something stricter is left alone.
        setIfAbsent('referrer-policy', 'strict-origin-when-cross-origin'),
        setIfAbsent('x-frame-options', 'SAMEORIGIN'),
      ],
    },
  });
}

function removePrefix(prefix: string): Json {
  return { remove_on_match: { key_matcher: { prefix, ignore_case: true } } };
}

/** Envoy's rules match any one of several values. Of a header that is sent twice only the first value is left: what is checked is what the upstream gets. */
function firstOnly(name: string): Json {
  return { append: { header: { key: name, value: `%REQ(${name})%` }, append_action: 'OVERWRITE_IF_EXISTS' } };
}

function set(key: string, value: string): Json {
  return { append: { header: { key, value }, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' } };
}

function setIfAbsent(key: string, value: string): Json {
  return { append: { header: { key, value }, append_action: 'ADD_IF_ABSENT' } };
}
