import { isObject } from '../shared/json-value';

/**
 * What two descriptions of types or attributes say together (ETSI GS CIM 009 V1.8.1, 5.2.24 to 5.2.28): lists have what
 * either has, numbers are counts and add up, objects of one name are one object. Of anything else the first counts.
 */
export function union(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return unionOfLists(one, other);
  if (isObject(one) && isObject(other)) {
    const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
    return Object.fromEntries(
      names.map((name) => [
        name,
        Object.hasOwn(one, name) && Object.hasOwn(other, name)
          ? union(one[name], other[name])
          : Object.hasOwn(one, name)
            ? one[name]
            : other[name],
      ]),
    );
  }
  return typeof one === 'number' && typeof other === 'number' ? one + other : one;
}

function unionOfLists(one: readonly unknown[], other: readonly unknown[]): unknown[] {
  const items = new Map(one.map((item) => [nameOf(item), item]));
  for (const item of other) {
    const name = nameOf(item);
    items.set(name, items.has(name) ? union(items.get(name), item) : item);
  }
  return [...items].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}

/** By what an item of a list is known. */
function nameOf(item: unknown): string {
  return isObject(item) && typeof item.id === 'string' ? item.id : JSON.stringify(item);
}
