import type { Environment } from '../shared/environment';

const reference = /\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g;

/**
 * The value with every `${env:NAME}` inside replaced, and what was put in. Every variable that is not set, or empty, is a
 * problem of the environment.
 */
export function substitute<T>(value: unknown, environment: Environment): [T, string[]] {
  const missing = new Set<string>();
  const used = new Set<string>();
  const result = walk(value);
  for (const name of [...missing].sort()) environment.problem(name, 'is missing: the realm refers to it');
  return [result as T, [...used]];

  function walk(each: unknown): unknown {
    if (typeof each === 'string') return each.replace(reference, (_, name: string) => read(name));
    if (Array.isArray(each)) return each.map(walk);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, item]) => [key, walk(item)]));
  }

  function read(name: string): string {
    const found = environment.raw(name);
    if (found) used.add(found);
    else missing.add(name);
    return found ?? '';
  }
}
