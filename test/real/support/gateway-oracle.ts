import type { GatewayModel, GatewayRoute } from '../../../constructs/components/gateway/gateway-model';
import { pathGrammar } from '../../../constructs/components/gateway/ngsi-ld/paths';

/** A request, as far as the gateway's decision depends on it. */
export interface Question {
  readonly host: string;
  readonly path: string;
  readonly method: string;
  /** Absent: none is sent. `bad`: one that must not be accepted. */
  readonly token?: 'bad' | { readonly roles: readonly string[]; readonly tenants: readonly string[] };
  /** The value of the tenant header; absent: none is sent. */
  readonly tenant?: string;
}

/** The status a client should see, from the words of the model alone; 200 means that the upstream answers. */
export function expectedStatus(model: GatewayModel, question: Question): number {
  const route = findRoute(model, question);
  if (!route) return 404;
  if (route.access === 'passthrough') return 200;
  if (route.guard && !new RegExp(`^${route.guard.root}${pathGrammar}$`).test(question.path)) return 404;
  const { token, tenant } = question;
  if (token === 'bad') return 401;
  const unknown = route.guard && tenant !== undefined && !model.tenants.includes(tenant);
  const refused = token ? (unknown ? 404 : 403) : 401;
  const asked = question.method === 'HEAD' ? ['HEAD', 'GET'] : [question.method];
  const rule = route.access.find(
    ({ methods, paths = [''] }) =>
      asked.some((method) => methods.includes(method)) &&
      paths.some((path) => isBelow(question.path, route.path + path)),
  );
  if (!rule) return refused;
  if (rule.allow !== 'anyone' && !rule.allow.roles.some((role) => token?.roles.includes(role))) return refused;
  const names = route.tenantHeader !== undefined && rule.anyTenant !== true;
  if (tenant === undefined && names && token && token.tenants.length > 0) return refused;
  if (tenant !== undefined && route.tenantHeader !== undefined) {
    const own = model.tenants.includes(tenant) && token?.tenants.includes(tenant);
    const open = rule.allow === 'anyone' && route.anonymousTenants?.includes(tenant);
    if (!own && !open) return refused;
  }
  return 200;
}

/** The route with the longest path. */
export function findRoute(model: GatewayModel, { host, path }: Question): GatewayRoute | undefined {
  return model.hosts
    .find((candidate) => candidate.host === host)
    ?.routes.filter((route) => isBelow(path, route.path))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

function isBelow(path: string, prefix: string): boolean {
  return prefix === '/' || path === prefix || path.startsWith(`${prefix}/`);
}
