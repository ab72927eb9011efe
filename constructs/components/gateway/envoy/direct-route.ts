import type { GatewayModel, GatewayRoute } from '../gateway-model';
import { CORS, corsPolicy } from './cors';
import { routeMetadata } from './rate-limit';
import { rbacOff } from './rbac';
import { ROLE_FILTER } from './role-filter';
import { TENANT_FILTER } from './tenant-filter';
import type { Json } from './typed';

/**
 * An answer by the gateway itself, to anyone, on behalf of a route or, when there is none, of no route.
 *
 * @param says why, for the `detail` of the problem. By default it says what its status means.
 */
export function directRoute(
  model: GatewayModel,
  match: Json,
  status: number,
  route?: GatewayRoute,
  says?: string,
): Json {
  return {
    name: route?.id ?? 'unknown',
    match,
    ...(route && routeMetadata(route.id)),
    direct_response: { status, ...(says !== undefined && { body: { inline_string: says } }) },
    typed_per_filter_config: {
      ...(route?.access !== 'passthrough' && { [CORS]: corsPolicy(model, route) }),
      [TENANT_FILTER]: rbacOff(),
      [ROLE_FILTER]: rbacOff(),
    },
  };
}
