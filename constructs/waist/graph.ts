import type { Construct } from 'constructs';
import { Primitive } from './primitives/primitive';
import type { Reference } from './primitives/reference';
import { Workload } from './primitives/workload';

/** A network path: who may open a connection to whom. */
export interface Connection {
  /** The primitive that opens the connection. */
  readonly from: Primitive;
  /** The primitive that takes it. */
  readonly to: Primitive;
  /** TCP port of `to`. */
  readonly port: number;
}

/** All workloads at or below `root`. */
export function workloads(root: Construct): Workload[] {
  return Primitive.all(root).filter((primitive): primitive is Workload => primitive instanceof Workload);
}

/** The network paths of one primitive, each once. Nothing needs a path to itself. */
export function connectionsOf(from: Primitive): Connection[] {
  const found = new Map<string, Connection>();
  for (const { source, port } of from.talksTo) {
    if (source !== from) found.set(`${source.node.path}:${port}`, { from, to: source, port });
  }
  return [...found.values()];
}

/** Every network path below `root`. Nothing else may talk to anything. */
export function connections(root: Construct): Connection[] {
  return Primitive.all(root).flatMap(connectionsOf);
}

/** The secret values that a workload may read. */
export function secretsOf(workload: Workload): Reference[] {
  return workload.references.filter((reference) => reference.secret);
}

/**
 * All primitives below `root`, each after what it starts after; otherwise in the order of creation.
 *
 * @throws when primitives wait for each other.
 */
export function startOrder(root: Construct): Primitive[] {
  const members = new Set(Primitive.all(root));
  const done = new Set<Primitive>();
  const order: Primitive[] = [];
  const visit = (primitive: Primitive, trail: readonly Primitive[]): void => {
    if (done.has(primitive) || !members.has(primitive)) return;
    if (trail.includes(primitive)) {
      const cycle = [...trail.slice(trail.indexOf(primitive)), primitive].map((step) => step.node.path);
      throw new Error(
        `these wait for each other: ${cycle.join(' → ')}. Remove one of the references, or set waits: false where a peer may be absent`,
      );
    }
    for (const earlier of primitive.startsAfter) visit(earlier, [...trail, primitive]);
    done.add(primitive);
    order.push(primitive);
  };
  for (const primitive of members) visit(primitive, []);
  return order;
}
