import type { Construct } from 'constructs';
import { PostgresServer } from './primitives/postgres-server';
import { Primitive } from './primitives/primitive';
import type { Reference } from './primitives/reference';
import { Workload } from './primitives/workload';

/** A network path that a reference opened. */
export interface Connection {
  readonly from: Workload;
  readonly to: Primitive;
  /** TCP port of `to`. */
  readonly port: number;
}

/** All workloads at or below `root`. */
export function workloads(root: Construct): Workload[] {
  return Primitive.all(root).filter((primitive): primitive is Workload => primitive instanceof Workload);
}

/** The network paths of one workload, each once. A workload needs no path to itself. */
export function connectionsOf(from: Workload): Connection[] {
  const found = new Map<string, Connection>();
  for (const { source, port } of from.references) {
    if (port !== undefined && source !== from) found.set(`${source.node.path}:${port}`, { from, to: source, port });
  }
  return [...found.values()];
}

/** Every network path below `root`. Nothing else may talk to anything. */
export function connections(root: Construct): Connection[] {
  return workloads(root).flatMap(connectionsOf);
}

/** The secret values that a workload may read. */
export function secretsOf(workload: Workload): Reference[] {
  return workload.references.filter((reference) => reference.secret);
}

/** What has to be up before this workload can work: what it refers to, and the set-up of its databases. */
export function dependenciesOf(workload: Workload): Primitive[] {
  const found = new Set<Primitive>();
  for (const { source } of workload.references) {
    if (source === workload) continue;
    found.add(source);
    if (source instanceof PostgresServer && workload !== source.setup) found.add(source.setup);
  }
  return [...found];
}

/**
 * All primitives below `root`, each after what it depends on; otherwise in the order of creation.
 *
 * @throws when workloads that wait for their peers wait for each other.
 */
export function startOrder(root: Construct): Primitive[] {
  const members = new Set(Primitive.all(root));
  const done = new Set<Primitive>();
  const order: Primitive[] = [];
  const visit = (primitive: Primitive, trail: readonly Primitive[]): void => {
    if (done.has(primitive) || !members.has(primitive)) return;
    if (trail.includes(primitive)) {
      const cycle = [...trail.slice(trail.indexOf(primitive)), primitive].map((step) => step.node.path);
      throw new Error(`these wait for each other: ${cycle.join(' → ')}`);
    }
    if (primitive instanceof Workload && primitive.waits) {
      for (const dependency of dependenciesOf(primitive)) visit(dependency, [...trail, primitive]);
    }
    done.add(primitive);
    order.push(primitive);
  };
  for (const primitive of members) visit(primitive, []);
  return order;
}
