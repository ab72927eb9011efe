import { Misuse } from './errors';

const reference = /\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g;

/**
 * The value with every `${env:NAME}` inside replaced, and what was put in.
 * @throws Misuse naming every variable that is not set, or empty.
 */
export function substitute<T>(value: unknown, env: NodeJS.ProcessEnv): [T, string[]] {
  const missing = new Set<string>();
  const used = new Set<string>();
  const result = walk(value);
  if (missing.size > 0) throw new Misuse(`not set: ${[...missing].sort().join(', ')}`);
  return [result as T, [...used]];

  function walk(each: unknown): unknown {
    if (typeof each === 'string') return each.replace(reference, (_, name: string) => read(name));
    if (Array.isArray(each)) return each.map(walk);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, item]) => [key, walk(item)]));
  }

  function read(name: string): string {
    const found = env[name];
    if (!found) {
      missing.add(name);
      return '';
    }
    used.add(found);
    return found;
  }
}
