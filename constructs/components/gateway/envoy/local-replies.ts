import type { GatewayModel } from '../gateway-model';
import { TOKEN_METADATA } from './jwt-authn';
import { tenantHeaders } from './tenant-filter';
import { extension, type Json } from './typed';

const BEARER = 'Bearer';
const INVALID_TOKEN = 'Bearer error="invalid_token"';

/** Answers to a bad token, by Envoy's reason for refusing it; without these, some would be 403. */
const DECISIONS: readonly Reply[] = [
  {
    // Not every reason that begins with Jwks: a token signed with a key that nobody published is a bad one.
    when: because(`response.code_details.contains('{Jwks_remote_fetch_is_failed}')`),
    status: 503,
    title: 'Service Unavailable',
    detail: 'The keys that tokens are signed with cannot be fetched at the moment.',
    headers: { 'retry-after': '5' },
  },
  {
    when: because(`response.code_details.contains('{Jwt_is_missing}')`),
    status: 401,
    title: 'Unauthorized',
    detail: 'This needs an access token in the Authorization header.',
    headers: { 'www-authenticate': BEARER },
  },
  {
    when: because(`response.code_details.startsWith('jwt_authn_access_denied')`),
    status: 401,
    title: 'Unauthorized',
    detail: 'The access token is expired, malformed, or not issued for this platform.',
    headers: { 'www-authenticate': INVALID_TOKEN },
  },
];

/** The answer to a refused request without a token: a token may help. */
const NO_TOKEN_YET: Reply = {
  when: because(
    `response.code_details.startsWith('rbac_access_denied') && !('${TOKEN_METADATA}' in metadata.filter_metadata)`,
  ),
  status: 401,
  title: 'Unauthorized',
  detail: 'This needs an access token in the Authorization header.',
  headers: { 'www-authenticate': BEARER },
};

const BY_STATUS: readonly (readonly [
  status: number,
  title: string,
  detail: string,
  headers?: Record<string, string>,
])[] = [
  [400, 'Bad Request', 'The request, or the spelling of its path, is not acceptable.'],
  [403, 'Forbidden', 'The access token does not allow this, or not for this tenant.'],
  [404, 'Not Found', 'There is nothing at this address.'],
  [408, 'Request Timeout', 'The request did not arrive in time.'],
  [413, 'Content Too Large', 'The body of the request is larger than what is accepted here.'],
  [426, 'Upgrade Required', 'This protocol version is not supported.'],
  [429, 'Too Many Requests', 'The limit of requests is reached.', { 'retry-after': '1' }],
  [431, 'Request Header Fields Too Large', 'The headers of the request are larger than what is accepted here.'],
  [500, 'Internal Server Error', 'The gateway could not handle the request.'],
  [502, 'Bad Gateway', 'The service behind the gateway gave no valid answer.'],
  [503, 'Service Unavailable', 'The service behind the gateway does not answer at the moment.', { 'retry-after': '5' }],
  [504, 'Gateway Timeout', 'The service behind the gateway did not answer in time.'],
];

/** Answers whose reason the guard, or an entry of a route, gives in words. */
const SAID: readonly Reply[] = (
  [
    [400, 'Bad Request'],
    [415, 'Unsupported Media Type'],
  ] as const
).map(([status, title]) => ({
  when: because(`response.code == ${status} && response.code_details in ['lua_response', 'direct_response']`),
  status,
  title,
  detail: '%LOCAL_REPLY_BODY%',
}));

/** A tenant of the request that is none of the platform's, told to those who have shown a token. */
function unknownTenant({ tenants }: GatewayModel, header: string): Reply {
  return {
    when: refused(`'${header}' in request.headers && !(request.headers['${header}'] in ${JSON.stringify(tenants)})`),
    status: 404,
    title: 'Not Found',
    detail: `The platform has no tenant of the name in ${header}.`,
    type: 'NonexistentTenant',
  };
}

/** A tenant of the platform that is not the token's. */
function foreignTenant(header: string): Reply {
  const own = `metadata.filter_metadata['${TOKEN_METADATA}'].claims.tenants`;
  return {
    when: refused(`'${header}' in request.headers && !(request.headers['${header}'] in ${own})`),
    status: 403,
    title: 'Forbidden',
    detail: `The access token is not for the tenant in ${header}.`,
  };
}

/** Only of whoever has shown a token. */
function refused(condition: string): Json {
  return because(
    `response.code_details.startsWith('rbac_access_denied') && '${TOKEN_METADATA}' in metadata.filter_metadata && ${condition}`,
  );
}

/** RFC 9457 bodies for every answer that comes from the gateway and not from an upstream. The first match is taken. */
export function localReplies(model: GatewayModel): Json {
  const replies = [
    ...(model.identity ? [...DECISIONS, NO_TOKEN_YET] : []),
    ...SAID,
    ...BY_STATUS.map(
      ([status, title, detail, added = {}]): Reply => ({
        when: statusIs(status),
        status,
        title,
        detail,
        headers: added,
      }),
    ),
  ];
  const roots = guardedRoots(model);
  const tenants = tenantHeaders(model).flatMap((header) => [unknownTenant(model, header), foreignTenant(header)]);
  return {
    mappers: [
      ...roots.flatMap((root) => tenants.flatMap((reply) => ofNgsiLd(reply, root))),
      ...replies.flatMap((reply) => [...roots.flatMap((root) => ofNgsiLd(reply, root)), mapper(reply)]),
    ],
  };
}

interface Reply {
  readonly when: Json;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** Error of NGSI-LD that it is to clients of that API. @default that of its status */
  readonly type?: string;
}

/** Errors of NGSI-LD (ETSI GS CIM 009, 6.3.2). It has none for a token that is missing or for too many requests. */
const NGSI_LD_ERRORS: Readonly<Record<number, string>> = {
  400: 'InvalidRequest',
  403: 'OperationNotSupported',
  404: 'ResourceNotFound',
  408: 'InvalidRequest',
  413: 'InvalidRequest',
  415: 'InvalidRequest',
  431: 'InvalidRequest',
  500: 'InternalError',
  502: 'InternalError',
  503: 'InternalError',
  504: 'InternalError',
};

function guardedRoots({ hosts }: GatewayModel): string[] {
  return [...new Set(hosts.flatMap(({ routes }) => routes).flatMap(({ guard }) => guard?.root ?? []))];
}

/** The reply as clients of the API at `root` know errors: by the type that the standard has for them. */
function ofNgsiLd(reply: Reply, root: string): Json[] {
  const type = reply.type ?? NGSI_LD_ERRORS[reply.status];
  if (type === undefined) return [];
  const below = because(`request.url_path == '${root}' || request.url_path.startsWith('${root}/')`);
  const when = { and_filter: { filters: [reply.when, below] } };
  return [mapper({ ...reply, when }, `https://uri.etsi.org/ngsi-ld/errors/${type}`)];
}

function mapper({ when, status, title, detail, headers = {} }: Reply, type = 'about:blank'): Json {
  return {
    filter: when,
    status_code: status,
    headers_to_add: Object.entries(headers).map(([key, value]) => ({
      header: { key, value },
      append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
    })),
    body_format_override: {
      content_type: 'application/problem+json',
      json_format: { type, title, status, detail, requestId: '%REQ(X-REQUEST-ID)%' },
    },
  };
}

function because(expression: string): Json {
  return {
    extension_filter: extension(
      'envoy.access_loggers.extension_filters.cel',
      'envoy.extensions.access_loggers.filters.cel.v3.ExpressionFilter',
      { expression },
    ),
  };
}

function statusIs(status: number): Json {
  return {
    status_code_filter: {
      comparison: { op: 'EQ', value: { default_value: status, runtime_key: `gateway.reply.${status}` } },
    },
  };
}
