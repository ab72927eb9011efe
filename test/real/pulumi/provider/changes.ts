import type { Value } from './wire';

/** Paths like `spec.replicas` at which two values differ; a list counts as one value. */
export function changedPaths(before: Value | undefined, after: Value | undefined, path = ''): string[] {
  if (!isObject(before) || !isObject(after)) {
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [path];
  }
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => changedPaths(before[key], after[key], path === '' ? key : `${path}.${key}`));
}

/** Of `live`, what `inputs` say something about, so that what others or the server's defaults wrote is no difference. */
export function pruned(live: Value | undefined, inputs: Value | undefined): Value | undefined {
  if (Array.isArray(live) && Array.isArray(inputs)) {
    return live.length === inputs.length ? live.map((one, index) => pruned(one, inputs[index]) as Value) : live;
  }
  if (!isObject(live) || !isObject(inputs)) return live;
  const kept = Object.keys(inputs).filter((key) => live[key] !== undefined);
  return Object.fromEntries(kept.map((key) => [key, pruned(live[key], inputs[key]) as Value]));
}

function isObject(value: Value | undefined): value is Readonly<Record<string, Value>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
