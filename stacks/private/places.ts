import { Construct } from 'constructs';
import { Component } from '../../constructs/waist/component';
import { workloads } from '../../constructs/waist/graph';
import { Workload } from '../../constructs/waist/primitives';
import { refuseRings, type Wait } from './rings';
import { WorkloadStack } from './workload-stack';

/** Id of the nested stack below its component. */
const id = 'Programs';

/**
 * In which stack each resource lies. What stores or connects lies in the stack that the platform is rendered into. The
 * workloads of a component lie in a nested stack of its own, since a template holds 500 resources at most. A workload that
 * belongs to no component lies in the stack itself.
 *
 * A nested stack takes values of its parent and gives none, so the only thing that leads from one to another is waiting.
 */
export class Places {
  /** @param scope nothing outside of it gets a place of its own. */
  constructor(private readonly scope: Construct) {}

  /** The construct below which the resources of `workload` are made, but for those that store or connect. */
  of(workload: Workload): Construct {
    const component = this.#componentOf(workload);
    if (!component) return workload;
    const programs = childOf(component, id) ?? new WorkloadStack(component, id);
    const steps = workload.node.scopes.slice(component.node.scopes.length).map(({ node }) => node.id);
    return steps.reduce((parent, step) => childOf(parent, step) ?? new Construct(parent, step), programs);
  }

  /** @throws {CityError} when stacks would wait for each other, although no two workloads do. */
  check(root: Construct): void {
    const stackOf = (workload: Workload) => (this.#componentOf(workload) ?? workload).node.path;
    const waits = workloads(root).flatMap((from): Wait[] =>
      from.startsAfter
        .filter((to): to is Workload => to instanceof Workload && stackOf(to) !== stackOf(from))
        .map((to) => ({ from: from.node.path, to: to.node.path, stack: stackOf(from), other: stackOf(to) })),
    );
    refuseRings(waits);
  }

  #componentOf(workload: Workload): Component | undefined {
    const component = Component.tryOf(workload);
    return component?.node.scopes.includes(this.scope) ? component : undefined;
  }
}

function childOf(parent: Construct, id: string): Construct | undefined {
  return parent.node.tryFindChild(id) as Construct | undefined;
}
