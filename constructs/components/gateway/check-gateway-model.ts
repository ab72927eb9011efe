import { isBelow } from './envoy/path-match';
import { type AccessRule, type GatewayModel, type GatewayRoute, upstreamsOf } from './gateway-model';

const PATH = /^(\/|(\/[A-Za-z0-9._-]+)+)$/;
const METHOD = /^[A-Z]+$/;

/**
 * Finds what would make the configuration unsafe or ambiguous: paths that are no plain prefixes, routes that shadow
 * each other, roles without an issuer of tokens, one upstream id for two servers.
 *
 * @returns one sentence for each mistake, empty when there is none
 */
export function checkGatewayModel(model: GatewayModel): string[] {
  return [...hostProblems(model), ...upstreamProblems(model)];
}

function hostProblems(model: GatewayModel): string[] {
  const problems = duplicates(model.hosts.map((host) => host.host.toLowerCase())).map(
    (host) => `host ${host} is there twice`,
  );
  for (const { host, routes } of model.hosts) {
    problems.push(...duplicates(routes.map((route) => route.path)).map((path) => `${host} has two routes for ${path}`));
    problems.push(
      ...routes.flatMap((route) => routeProblems(route, model).map((text) => `route ${route.id}: ${text}`)),
    );
  }
  return problems;
}

function routeProblems(route: GatewayRoute, model: GatewayModel): string[] {
  const problems: string[] = [];
  const rules = route.access === 'passthrough' ? [] : route.access;
  for (const path of [
    route.path,
    route.rewrite ?? '/',
    route.tenantPath ?? '/',
    ...rules.flatMap((rule) => rule.paths ?? []),
  ]) {
    if (!PATH.test(path) || path.split('/').some((segment) => segment === '.' || segment === '..')) {
      problems.push(`'${path}' is no plain path such as /ngsi-ld/v1`);
    }
  }
  for (const tenant of route.anonymousTenants ?? []) {
    if (!model.tenants.includes(tenant)) problems.push(`anonymous tenant '${tenant}' is no tenant of the platform`);
  }
  if (route.access === 'passthrough' && route.guard !== undefined) {
    problems.push('a guard needs rules, and passthrough has none');
  }
  if (route.guard !== undefined && !isBelow(route.path, route.guard.root)) {
    problems.push(`it is not at or below the root of its API, ${route.guard.root}`);
  }
  for (const url of route.guard?.contexts.urls ?? []) {
    if (!/^https?:\/\/[a-z0-9.:-]+\/(.*\/)?$/.test(url)) problems.push(`'${url}' is no URL that ends in a slash`);
  }
  if (route.access === 'passthrough' && route.tenantHeader !== undefined) {
    problems.push('a tenant header needs the gateway to check tokens, and passthrough checks none');
  }
  if (route.tenantPath !== undefined) {
    if (route.tenantHeader === undefined) problems.push('a tenant in the path needs a tenant header to be written to');
    if (route.rewrite !== undefined || route.guard !== undefined || route.path === '/' || route.tenantPath === '/') {
      problems.push('a tenant in the path goes with no rewrite, no guard and no path that is / alone');
    }
  }
  if (route.forwardToken === true && model.identity === undefined) problems.push('there are no tokens to forward');
  return [...problems, ...rules.flatMap((rule) => ruleProblems(rule, model))];
}

function ruleProblems(rule: AccessRule, model: GatewayModel): string[] {
  const problems = rule.methods
    .filter((method) => !METHOD.test(method))
    .map((method) => `'${method}' is no method in upper case`);
  if (rule.methods.length === 0) problems.push('a rule names no method');
  if (rule.allow === 'anyone') return problems;
  if (rule.allow.roles.length === 0) problems.push('a rule names no role');
  if (model.identity === undefined) problems.push('a rule asks for roles, and nothing issues tokens');
  return problems;
}

function upstreamProblems(model: GatewayModel): string[] {
  const seen = new Map<string, string>();
  const problems = new Set<string>();
  for (const upstream of model.hosts.flatMap((host) => host.routes).flatMap(upstreamsOf)) {
    const server = `${upstream.host}:${upstream.port}`;
    const other = seen.get(upstream.id) ?? server;
    if (other !== server) problems.add(`upstream ${upstream.id} is both ${other} and ${server}`);
    seen.set(upstream.id, other);
  }
  return [...problems];
}

function duplicates(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
