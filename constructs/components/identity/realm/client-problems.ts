import type { Problem } from '../../../problems/city-error';
import type { RealmClient, RealmModel } from '../realm-model';

// The clients that Keycloak makes in every realm.
const ownClients = ['account', 'account-console', 'admin-cli', 'broker', 'realm-management', 'security-admin-console'];

/** Everything that is wrong with one client of a realm's model. */
export function clientProblems(client: RealmClient, path: string, model: RealmModel): readonly Problem[] {
  return [...idProblems(client, path), ...flowProblems(client, path), ...addressProblems(client, path), ...grants()];

  function* grants(): Generator<Problem> {
    yield* unknown(
      client.roles,
      model.roles.map(({ name }) => name),
      'roles',
      'role',
    );
    yield* unknown(
      client.tenants,
      model.tenants.map(({ id }) => id),
      'tenants',
      'tenant',
    );
  }

  function* unknown(
    given: readonly string[],
    known: readonly string[],
    key: string,
    what: 'role' | 'tenant',
  ): Generator<Problem> {
    for (const [at, value] of given.entries()) {
      if (known.includes(value)) continue;
      yield {
        code: `unknown-${what}`,
        path: `${path}.${key}[${at}]`,
        value,
        rule: `A client is given a ${what} of the realm.`,
        fix: `Take one of ${known.join(', ') || 'none: the realm has none'}, or add it.`,
      };
    }
  }
}

function* idProblems({ id }: RealmClient, path: string): Generator<Problem> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id) || ownClients.includes(id)) {
    yield {
      code: 'client-id',
      path: `${path}.id`,
      value: id,
      rule: "A client's id is made of letters, digits, dots, underscores and hyphens, and is none of Keycloak's own.",
      fix: 'Choose another id.',
    };
  }
}

function* flowProblems({ flow, redirectUris, tenants, secretEnv }: RealmClient, path: string): Generator<Problem> {
  if (flow === 'machine' && secretEnv === undefined) {
    yield {
      code: 'secret-required',
      path: `${path}.secretEnv`,
      value: secretEnv,
      rule: 'A machine proves who it is with a secret.',
      fix: "Name the applying job's environment variable that holds it.",
    };
  }
  if (flow === 'device' && secretEnv !== undefined) {
    yield {
      code: 'secret-refused',
      path: `${path}.secretEnv`,
      value: secretEnv,
      rule: 'A device cannot keep a secret.',
      fix: 'Remove it.',
    };
  }
  if (flow !== 'machine' && tenants.length > 0) {
    yield {
      code: 'tenants-of-people',
      path: `${path}.tenants`,
      value: tenants,
      rule: 'Only a machine has tenants of its own; elsewhere they are those of the person.',
      fix: 'Remove them.',
    };
  }
  if ((flow === 'browser') !== redirectUris.length > 0) {
    yield {
      code: 'redirect-uris',
      path: `${path}.redirectUris`,
      value: redirectUris,
      rule: 'A browser client has at least one redirect URI, the others have none.',
      fix: flow === 'browser' ? 'Give the exact URI that its login returns to.' : 'Remove them.',
    };
  }
}

function* addressProblems({ redirectUris, webOrigins }: RealmClient, path: string): Generator<Problem> {
  for (const [at, value] of redirectUris.entries()) {
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (url && !value.includes('*') && !value.includes('#') && (url.protocol === 'https:' || isLoopback(url))) continue;
    yield {
      code: 'redirect-uri',
      path: `${path}.redirectUris[${at}]`,
      value,
      rule: 'A redirect URI is exact, without wildcard or fragment, and https unless it leads to this very machine.',
      fix: 'Write the whole URI, e.g. https://data.example.org/oidc/callback.',
    };
  }
  for (const [at, value] of webOrigins.entries()) {
    if (URL.canParse(value) && new URL(value).origin === value) continue;
    yield {
      code: 'web-origin',
      path: `${path}.webOrigins[${at}]`,
      value,
      rule: 'A web origin is a scheme, a host and a port if it is not the usual one; no path, no wildcard.',
      fix: 'Write it like https://data.example.org.',
    };
  }
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
