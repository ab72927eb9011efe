/**
 * Whether something that is wanted is not so already. Objects are compared by the wanted keys only, lists of plain
 * values without regard to order, and what is empty equals what is absent.
 */
export function differs(wanted: unknown, current: unknown): boolean {
  if (isEmpty(wanted)) return !isEmpty(current);
  if (Array.isArray(wanted)) {
    if (!Array.isArray(current) || wanted.length !== current.length) return true;
    const sorted = (list: readonly unknown[]) => list.map((item) => JSON.stringify(item)).sort();
    return JSON.stringify(sorted(wanted)) !== JSON.stringify(sorted(current));
  }
  if (typeof wanted === 'object') {
    const found = (current ?? {}) as Record<string, unknown>;
    return Object.entries(wanted as object).some(([key, value]) => differs(value, found[key]));
  }
  return wanted !== current;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
