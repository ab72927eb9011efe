import { TOKEN_METADATA } from './jwt-authn';
import { extension, type Json, typed } from './typed';

const RULES = 'envoy.extensions.filters.http.rbac.v3';

/** A set of named policies: `ALLOW` lets through what one of them matches, `DENY` what none of them matches. */
export interface RbacRules {
  readonly action: 'ALLOW' | 'DENY';
  /** Who is meant, by the name of the policy. */
  readonly policies: Readonly<Record<string, Json>>;
}

/** An RBAC filter. */
export function rbacFilter(name: string, rules: RbacRules): Json {
  return extension(name, `${RULES}.RBAC`, { rules: envoyRules(rules) });
}

/** Other rules for a route. */
export function rbacPerRoute(rules: RbacRules): Json {
  return typed(`${RULES}.RBACPerRoute`, { rbac: { rules: envoyRules(rules) } });
}

/** No rules for a route. */
export function rbacOff(): Json {
  return typed(`${RULES}.RBACPerRoute`);
}

/** Matches a token by a value in it; nothing matches without a token. */
export function tokenValue(path: readonly string[], value: Json): Json {
  return {
    sourced_metadata: {
      metadata_matcher: { filter: TOKEN_METADATA, path: path.map((key) => ({ key })), value },
    },
  };
}

/** Matches a token by an element of one of its lists. */
export function tokenListHas(path: readonly string[], element: string): Json {
  return tokenValue(path, { list_match: { one_of: { string_match: { exact: element } } } });
}

/** Whether a list of the token has one of these elements, of which there is at least one. */
export function tokenListHasOneOf(path: readonly string[], elements: readonly string[]): Json {
  const [first = '', ...others] = elements;
  if (others.length === 0) return tokenListHas(path, first);
  const value_matchers = elements.map((exact) => ({ string_match: { exact } }));
  return tokenValue(path, { list_match: { one_of: { or_match: { value_matchers } } } });
}

function envoyRules({ action, policies }: RbacRules): Json {
  const anything = [{ any: true }];
  return {
    action,
    policies: Object.fromEntries(
      Object.entries(policies).map(([name, principal]) => [name, { permissions: anything, principals: [principal] }]),
    ),
  };
}
