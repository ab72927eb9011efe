import type { Fact } from './facts';

// biome-ignore lint/suspicious/noExplicitAny: these read arbitrary paths of plain JSON.
type Json = any;

/**
 * What the gateway's Envoy is configured to do: which cluster answers each host and path. Where the clusters are is another
 * address on each target; what they are called is not.
 */
export function routeFacts(envoy: string): Fact[] {
  const found: string[] = [];
  visit(JSON.parse(envoy), (node) => {
    for (const host of node.virtual_hosts ?? []) {
      for (const route of host.routes ?? []) {
        for (const domain of host.domains) found.push(`${domain} ${matchOf(route.match)}: ${answerOf(route)}`);
      }
    }
  });
  return [...new Set(found)].map((value) => ({ subject: 'Gateway/Service', aspect: 'route', value }));
}

function matchOf({ headers = [], query_parameters = [], ...match }: Json): string {
  const [[how, path]] = Object.entries(match).filter(([key]) => /path|prefix|safe_regex|connect/.test(key)) as [
    [string, Json],
  ];
  const more = [...headers, ...query_parameters].map((one: Json) => ` with ${JSON.stringify(one)}`);
  return `${how} ${typeof path === 'string' ? path : (path.regex ?? JSON.stringify(path))}${more.join('')}`;
}

function answerOf(route: Json): string {
  if (route.direct_response) return `answers ${route.direct_response.status}`;
  if (route.redirect) return 'redirects';
  return `goes to ${route.route?.cluster ?? JSON.stringify(Object.keys(route))}`;
}

/** The roles and the clients of the realm. */
export function realmFacts(realm: string): Fact[] {
  const { roles, clients } = JSON.parse(realm);
  const subject = 'Identity/Realm';
  return [
    ...roles.realm.map(({ name }: Json): Fact => ({ subject, aspect: 'role', value: name })),
    ...Object.entries<Json>(roles.client ?? {}).flatMap(([client, own]) =>
      own.map(({ name }: Json): Fact => ({ subject, aspect: 'role', value: `${client}: ${name}` })),
    ),
    ...clients.map(
      ({ clientId, redirectUris = [] }: Json): Fact => ({
        subject,
        aspect: 'client',
        value: [clientId, ...[...redirectUris].sort()].join(' '),
      }),
    ),
  ];
}

function visit(node: Json, use: (node: Json) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) use(node);
  for (const inner of Object.values(node)) visit(inner, use);
}
