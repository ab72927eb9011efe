import type { Gateway } from '../../../constructs/components/gateway/gateway';
import type { GatewayModel } from '../../../constructs/components/gateway/gateway-model';
import { expectedStatus, type Question } from '../support/gateway-oracle';
import type { RunningPod } from '../support/rendered';
import { isByGateway, publicCall } from './public-client';

/** A bearer of the matrix: how it calls itself, its token, and what the model should make of it. */
export interface Bearer {
  readonly name: string;
  readonly token?: string;
  readonly is: Question['token'];
  /** Asks for this tenant alone, and for none. @default asks for every tenant */
  readonly tenant?: string;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Asks every path with every method as every bearer for every tenant; a line for each answer that is not the model's. */
export async function askAll(
  gateway: RunningPod,
  component: Gateway,
  bearers: readonly Bearer[],
  tenants: readonly (string | undefined)[],
): Promise<{ readonly asked: number; readonly wrong: readonly string[] }> {
  const model = modelOf(component);
  const wrong: string[] = [];
  const questions = component.routes.flatMap((route) =>
    pathsOf(route.props).flatMap((path) =>
      methods.flatMap((method) =>
        bearers.flatMap((bearer) =>
          tenantsOf(bearer, route.props.tenantHeader === undefined ? [undefined] : tenants).map((tenant) => ({
            host: component.hostName(route.props.host),
            path,
            method,
            bearer,
            tenant,
          })),
        ),
      ),
    ),
  );
  const rest = [...questions];
  const ask = async () => {
    for (let one = rest.pop(); one !== undefined; one = rest.pop()) {
      const { host, path, method, bearer, tenant } = one;
      const answer = await publicCall(gateway, `https://${host}${path}`, { method, tenant, token: bearer.token });
      const expected = expectedStatus(model, {
        host,
        path,
        method,
        ...(bearer.is !== undefined && { token: bearer.is }),
        ...(tenant !== undefined && { tenant }),
      });
      // 400 and 503: allowed, and without the body that is needed, or the upstream is one that does not run here. An answer
      // to HEAD has no body to tell by.
      const refused = method === 'HEAD' ? [401, 403, expected].includes(answer.status) : isByGateway(answer);
      const given = refused && ![400, 503].includes(answer.status) ? answer.status : 200;
      if (given !== expected)
        wrong.push(`${method} ${host}${path} as ${bearer.name} for ${tenant}: ${answer.status}, not ${expected}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, ask));
  return { asked: questions.length, wrong };
}

function tenantsOf(bearer: Bearer, all: readonly (string | undefined)[]): readonly (string | undefined)[] {
  if (bearer.is === 'bad') return all.slice(0, 1);
  return bearer.tenant === undefined ? all : all.filter((tenant) => tenant === undefined || tenant === bearer.tenant);
}

/** What the oracle needs of the model, from the routes that the platform has. */
export function modelOf(gateway: Gateway): GatewayModel {
  const { identity: _, ...rest } = {
    identity: undefined,
    listenPort: 8080,
    adminPort: 9901,
    readyPort: 8081,
    trustedHops: 1,
    tenants: gateway.props.tenants,
    cors: { origins: [] },
    limits: { requestsPerSecond: 1, burst: 1, maxBodyBytes: 1 },
  };
  return {
    ...rest,
    hosts: gateway.hosts.map((host) => ({
      host,
      routes: gateway.routes
        .filter((route) => gateway.hostName(route.props.host) === host)
        .map(({ node, props: { gateway: _gateway, host: _host, endpoint, ...route } }) => ({
          id: node.path,
          upstream: { id: '', host: '', port: endpoint.port },
          ...route,
        })),
    })),
  };
}

/** Of every rule each path and one below it, one that no rule names, and one outside the route. */
function pathsOf({
  path,
  access,
}: {
  path: string;
  access: GatewayModel['hosts'][0]['routes'][0]['access'];
}): string[] {
  const base = path === '/' ? '' : path;
  const named = access === 'passthrough' ? [] : access.flatMap(({ paths = [] }) => paths);
  return [...new Set([...named.flatMap((each) => [each, `${each}/urn:ngsi-ld:Nothing:1`]), '/nothing-here', ''])].map(
    (below) => `${base}${below}` || '/',
  );
}
