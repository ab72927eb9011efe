import type { Json } from './typed';

const SLASH = '(?i:/|%2f|%5c)';

/** `;` starts a parameter that Java servers cut out before they look for the handler: `/entities;x` is `/entities`. */
const PARAMETER = ';';

const DOT_SEGMENT = `${SLASH}\\.{1,2}(?:${SLASH}.*)?$`;

/** The path itself and everything below it. */
export function matchPrefix(path: string): Json {
  return path === '/' ? { prefix: '/' } : { path_separated_prefix: path };
}

/**
 * Spellings below a path that gateway and upstream could read differently, so that a rule could be walked around.
 * Before routes are matched, Envoy itself resolves `..`, `//` and `\\`, and decodes what needs no encoding (`%65`).
 */
export function matchUnsafe(path: string, encodedSlashes: boolean): Json {
  return matchUnsafeBelow(literalPath(path === '/' ? '' : path), encodedSlashes);
}

/** The same below what a pattern of RE2 matches. */
export function matchUnsafeBelow(pattern: string, encodedSlashes: boolean): Json {
  const tricks = [PARAMETER, '%(?i:5c)', encodedSlashes ? DOT_SEGMENT : '%(?i:2f)'];
  return { safe_regex: { regex: `${pattern}(?:/.*)?(?:${tricks.join('|')}).*` } };
}

/** One of the methods. */
export function matchMethods(methods: readonly string[]): Json {
  const [only, ...others] = methods;
  const string_match = others.length === 0 ? { exact: only } : { safe_regex: { regex: methods.join('|') } };
  return { name: ':method', string_match };
}

/** `/a` and `/b` to `/a/b`, where `/` adds nothing. */
export function joinPaths(path: string, below: string): string {
  return below === '/' ? path : path === '/' ? below : path + below;
}

/** Whether a path is another or below it, by whole segments. */
export function isBelow(path: string, other: string): boolean {
  return other === '/' || path === other || path.startsWith(`${other}/`);
}

/** The path as a pattern of RE2. */
export function literalPath(path: string): string {
  return path.replaceAll('.', '\\.');
}
