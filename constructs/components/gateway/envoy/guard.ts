import type { GatewayModel, GatewayRoute } from '../gateway-model';
import { linkGrammar } from '../ngsi-ld/allowed-contexts';
import { encoded } from '../ngsi-ld/characters';
import { type CheckedResource, checkedResources } from '../ngsi-ld/checked-resources';
import { kinds } from '../ngsi-ld/kinds';
import type { NgsiLdGuard } from '../ngsi-ld/ngsi-ld-guard';
import { queryGrammar } from '../ngsi-ld/parameters';
import { pathGrammar } from '../ngsi-ld/paths';
import { guardScripts, mendScript } from '../ngsi-ld/scripts';
import { directRoute } from './direct-route';
import { isBelow, joinPaths, matchPrefix } from './path-match';
import { extension, type Json, typed } from './typed';

/** Mends a query before anything is decided on the request. */
const MEND_FILTER = 'gateway.mend';
/** Reads bodies of those who may send them, and answers. */
const GUARD_FILTER = 'gateway.guard';

const LUA = 'envoy.extensions.filters.http.lua.v3';
const MEND = 'mend';

/** Another encoding could hide from the gateway what the broker reads. */
const MEDIA_TYPES =
  '(?i)application/(?:json|ld\\+json|merge-patch\\+json|geo\\+json)(?:\\s*;\\s*charset="?utf-8"?)?\\s*';

/** Where Envoy finds the script that mends queries: beside its configuration, which would not fit a ConfigMap with it. */
export const mendFile = '/citykit/envoy/mend.lua';

/** That script. */
export const mendFileContent = (): string => dense(mendScript);

/** The filter that runs before tokens are looked at: none where no route is guarded. */
export function mendFilter(model: GatewayModel): Json[] {
  if (guardedRoutes(model).length === 0) return [];
  return [extension(MEND_FILTER, `${LUA}.Lua`, { source_codes: { [MEND]: { filename: mendFile } } })];
}

/** The filter that runs last: none where no route is guarded. */
export function guardFilter(model: GatewayModel): Json[] {
  const guarded = guardedRoutes(model);
  if (guarded.length === 0) return [];
  const source_codes = Object.fromEntries(
    guarded.flatMap(({ id, guard }) =>
      Object.entries(guardScripts(guard)).map(([name, script]) => [`${id}.${name}`, { inline_string: dense(script) }]),
    ),
  );
  return [extension(GUARD_FILTER, `${LUA}.Lua`, { source_codes })];
}

/** A script without what is there for readers: the whole configuration has to fit an annotation of `kubectl apply`. */
function dense(script: string): string {
  const lines = script.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('--')).join('\n');
}

/**
 * What is refused before any rule is looked at: a path, a query or a header outside the grammar of NGSI-LD. Patterns of
 * RE2 are compared in time that grows with the request alone.
 */
export function guardEntries(model: GatewayModel, route: GatewayRoute): Json[] {
  const { guard, path } = route;
  if (guard === undefined) return [];
  const root = guard.root.replaceAll('.', '\\.');
  const unless = (name: string, regex: string) => ({
    ...matchPrefix(path),
    headers: [{ name, string_match: { safe_regex: { regex } }, invert_match: true }],
  });
  const unknown = unless(':path', `${root}${pathGrammar}(?:\\?.*)?`);
  const foreign = unless(':path', `[^?]*(?:\\?(?:${queryGrammar()}))?`);
  const mended = directRoute(
    model,
    foreign,
    400,
    route,
    'The query has a parameter or a value that NGSI-LD does not have.',
  );
  return [
    directRoute(model, unknown, 404, route),
    {
      ...mended,
      typed_per_filter_config: {
        ...(mended.typed_per_filter_config as Json),
        [MEND_FILTER]: typed(`${LUA}.LuaPerRoute`, { name: MEND }),
      },
    },
    ...headersOf(guard).map(([name, regex, status, text]) =>
      directRoute(model, unless(name, regex), status, route, text),
    ),
  ];
}

/** What a header may be that is there, and what is said of any other value. */
function headersOf({
  contexts,
}: NgsiLdGuard): (readonly [name: string, regex: string, status: number, says: string])[] {
  return [
    [
      'link',
      linkGrammar(contexts),
      400,
      'The Link header has to name one @context, of this platform or of a host in broker.contextHosts of the city.',
    ],
    [
      'ngsild-entitymap',
      `${encoded(kinds.uris.characters, 'path')}*`,
      400,
      'The NGSILD-EntityMap header has to be a URI.',
    ],
    ['content-type', MEDIA_TYPES, 415, 'The body has to be application/json or application/ld+json, in UTF-8.'],
    ['content-encoding', 'identity', 415, 'The body must not be encoded.'],
  ];
}

/** The paths into which a path of a rule is split: one for each resource at, below or above it, and one for the rest. */
export function checkedPaths({ guard }: GatewayRoute, path: string): readonly (readonly [string, CheckedResource?])[] {
  if (guard === undefined) return [[path]];
  const found = checkedResources
    .map((resource) => [joinPaths(guard.root, resource.path), resource] as const)
    .filter(([own]) => isBelow(own, path) || isBelow(path, own));
  if (found.some(([own]) => isBelow(path, own))) return found.map(([, resource]) => [path, resource]);
  return [...found, [path]];
}

/** What reads a request to a resource and its answer. */
export function guardPerRoute(route: GatewayRoute, resource: CheckedResource | undefined, reads: boolean): Json {
  if (route.guard === undefined) return {};
  const perRoute = (name: keyof ReturnType<typeof guardScripts>, context: Json = {}) => ({
    [GUARD_FILTER]: typed(`${LUA}.LuaPerRoute`, { name: `${route.id}.${name}`, ...context }),
  });
  const masked = resource?.masked === 'everyone' || (resource?.masked === 'others' && route.guard.showsOwners !== true);
  if (!reads) return perRoute('checked', { filter_context: { body: resource?.body ?? 'other' } });
  return perRoute(masked ? 'masked' : 'answers');
}

function guardedRoutes(model: GatewayModel) {
  return model.hosts
    .flatMap(({ routes }) => routes)
    .flatMap((route) => (route.guard === undefined ? [] : [{ id: route.id, guard: route.guard }]));
}
