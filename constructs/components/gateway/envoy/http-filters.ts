import type { GatewayModel } from '../gateway-model';
import { bodyLimitFilter } from './body-limit';
import { corsFilter } from './cors';
import { guardFilter, mendFilter } from './guard';
import { headerFilter } from './header-filter';
import { jwtFilter } from './jwt-authn';
import { rateLimitFilter } from './rate-limit';
import { roleFilter } from './role-filter';
import { tenantFilter } from './tenant-filter';
import { tenantPathFilter } from './tenant-path';
import { extension, type Json } from './typed';

/**
 * The order matters: headers are cleaned before anything reads them, a preflight needs no token, limits come before
 * signatures are computed, and a body is only read from a client that may send it.
 */
export function httpFilters(model: GatewayModel): Json[] {
  return [
    headerFilter(model),
    corsFilter(),
    rateLimitFilter(model),
    ...mendFilter(model),
    ...tenantPathFilter(model),
    ...(model.identity ? [jwtFilter(model.identity)] : []),
    tenantFilter(model),
    roleFilter(),
    bodyLimitFilter(model.limits.maxBodyBytes),
    ...guardFilter(model),
    extension('envoy.filters.http.router', 'envoy.extensions.filters.http.router.v3.Router', {
      suppress_envoy_headers: true,
    }),
  ];
}
