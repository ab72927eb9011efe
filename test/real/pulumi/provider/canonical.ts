import type { Value } from './wire';

/** Fields whose values are quantities. */
const holders = ['limits', 'requests', 'capacity'];

const units: Readonly<Record<string, number>> = { m: 1e-3, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

/** `value` with each quantity as a number, so that `1024Mi` is what the API server makes of it: `1Gi`. */
export function canonical<T extends Value | undefined>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(canonical) as unknown as T;
  const entries = Object.entries(value as Readonly<Record<string, Value>>);
  return Object.fromEntries(
    entries.map(([key, one]) => [key, holders.includes(key) ? quantities(one) : canonical(one)]),
  ) as T;
}

function quantities(value: Value): Value {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, numberOf(one)]));
}

function numberOf(value: Value): Value {
  const [, digits, unit] = /^([\d.]+)(m|[KMGT]i)?$/.exec(String(value)) ?? [];
  return digits === undefined ? value : Number(digits) * (unit === undefined ? 1 : units[unit]!);
}
