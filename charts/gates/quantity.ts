// biome-ignore format: a table
const SUFFIXES: Readonly<Record<string, number>> = {
  n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18,
  Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40, Pi: 2 ** 50, Ei: 2 ** 60,
};
const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?)$/;

/**
 * The number behind a Kubernetes quantity (`500m`, `1.5Gi`, `2e3`, `2`), in the base unit: bytes, cores.
 *
 * Undefined for anything that is no quantity. Grammar: k8s.io/apimachinery `pkg/api/resource`.
 */
export function tryQuantity(value: unknown): number | undefined {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : undefined;
  }
  const match = typeof value === 'string' ? QUANTITY.exec(value) : null;
  return match === null ? undefined : Number(`${match[1]}${match[2] ?? ''}`) * (SUFFIXES[match[3] ?? ''] as number);
}
