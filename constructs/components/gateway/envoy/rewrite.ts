import { joinPaths } from './path-match';
import type { Json } from './typed';

/** What to write in place of a route's path, `below` it being what the entry matches in addition. */
export function rewriteAction(path: string, rewrite: string, below: string): Json {
  const target = joinPaths(rewrite, below);
  // Replacing `/api` by `/` would make `/api/x` into `//x`, and `/` by `/api` would make `/x` into `/apix`.
  if (target === '/' && path !== '/') return regexRewrite(`^${path.replaceAll('.', '\\.')}/?`, '/');
  if (joinPaths(path, below) === '/' && target !== '/') return regexRewrite('^/', `${target}/`);
  return { prefix_rewrite: target };
}

function regexRewrite(regex: string, substitution: string): Json {
  return { regex_rewrite: { pattern: { regex }, substitution } };
}
