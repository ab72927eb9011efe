/** The steps from a spec's root to a value: keys of mappings and indexes of lists. */
export type PathSteps = readonly PropertyKey[];

const plainKey = /^[A-Za-z_$][\w$-]*$/;

/** `['tenants', 1, 'id']` as `tenants[1].id`; keys that would not read back are quoted: `a["b.c"]`. */
export function formatPath(steps: PathSteps): string {
  return steps.reduce<string>((path, step) => {
    if (typeof step === 'number') return `${path}[${step}]`;
    const key = String(step);
    if (!plainKey.test(key)) return `${path}[${JSON.stringify(key)}]`;
    return path === '' ? key : `${path}.${key}`;
  }, '');
}

/** The inverse of {@link formatPath}. */
export function parsePath(path: string): (string | number)[] {
  const token = /\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|\.?([A-Za-z_$][\w$-]*)/gy;
  return [...path.matchAll(token)].map(([, index, quoted, key]) => {
    if (index !== undefined) return Number(index);
    return quoted !== undefined ? (JSON.parse(quoted) as string) : String(key);
  });
}

/** The value at the end of the steps, or undefined where they lead nowhere. */
export function valueAt(root: unknown, steps: PathSteps): unknown {
  return steps.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<PropertyKey, unknown>)[step]
        : undefined,
    root,
  );
}
