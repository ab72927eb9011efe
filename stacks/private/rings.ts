import { CityError, type Problem } from '../../constructs/problems/city-error';

/** A workload that waits for a workload of another stack, all as paths of constructs. */
export interface Wait {
  readonly from: string;
  readonly to: string;
  /** The component in whose stack `from` lies; `from` itself if it belongs to none. */
  readonly stack: string;
  /** The same of `to`. */
  readonly other: string;
}

/**
 * CloudFormation makes a nested stack after everything that any of its workloads waits for. So two components that each
 * have a workload waiting for the other would never be made.
 *
 * @throws {CityError} with every ring of stacks.
 */
export function refuseRings(waits: readonly Wait[]): void {
  const others = new Map<string, Set<string>>();
  for (const { stack, other } of waits) others.set(stack, (others.get(stack) ?? new Set()).add(other));
  const rings = new Map<string, Wait[]>();
  for (const wait of waits) {
    const after = reach(wait.stack, others);
    if (!reach(wait.other, others).has(wait.stack)) continue;
    const ring = [...after]
      .filter((stack) => reach(stack, others).has(wait.stack))
      .sort()
      .join();
    rings.set(ring, [...(rings.get(ring) ?? []), wait]);
  }
  if (rings.size > 0) throw new CityError([...rings.values()].map(problem), 'program');
}

/** What comes before `stack`, directly or not; itself too, if it lies in a ring. */
function reach(stack: string, others: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const found = new Set(others.get(stack));
  for (const next of found) for (const further of others.get(next) ?? []) found.add(further);
  return found;
}

function problem(waits: readonly Wait[]): Problem {
  const list = waits.map(({ from, to }) => `${from} waits for ${to}`).join(', ');
  return {
    code: 'components-wait-for-each-other',
    path: waits[0]!.stack,
    value: undefined,
    rule: `The workloads of a component lie in one nested stack, and nested stacks cannot wait for each other: ${list}.`,
    fix: 'Give one of these workloads a component of its own, or say waits: false if it copes with absent peers.',
  };
}
