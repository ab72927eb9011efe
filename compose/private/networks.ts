import type { Construct } from 'constructs';
import { connections } from '../../constructs/waist/graph';
import { type Primitive, Workload } from '../../constructs/waist/primitives';
import type { ComposeTarget } from '../compose-target';

/** Name of the network that leads from a container to the world outside. */
const wayOut = (name: string): string => `${name}-out`;

/**
 * The networks of a platform, from its grants: one for each server, with those who may talk to it, and nothing leads from it
 * to the outside; and one of its own for each program that talks to somebody outside.
 *
 * A network holds back less than a policy of Kubernetes: whoever may reach a server reaches all of its ports, and two
 * clients of one server could reach each other.
 */
export class Networks {
  readonly #members = new Map<string, Set<string>>();
  readonly #outside = new Set<string>();

  constructor(target: ComposeTarget, root: Construct) {
    const join = (network: string, member: string) =>
      this.#members.set(network, (this.#members.get(network) ?? new Set<string>()).add(member));
    const leadOut = (name: string) => {
      this.#outside.add(wayOut(name));
      join(wayOut(name), name);
    };
    const primitives = root.node.findAll().filter((one): one is Primitive => one instanceof Workload);
    for (const { from, to } of connections(root)) {
      const name = target.nameOf(from);
      const { runs } = target.kindOf(to);
      if (runs === 'outside') leadOut(name);
      if (runs !== 'inside') continue;
      join(target.nameOf(to), target.nameOf(to));
      join(target.nameOf(to), name);
    }
    for (const primitive of primitives as Workload[]) {
      // What means the API of a cluster, or a namespace of it, means nothing on one machine.
      const leaves = primitive.egress.some(
        ({ to }) => to !== 'cluster-api' && !(typeof to === 'object' && 'namespace' in to),
      );
      if (leaves) leadOut(target.nameOf(primitive));
    }
  }

  /** The networks that a container is in. */
  of(name: string): string[] {
    return [...this.#members]
      .filter(([, members]) => members.has(name))
      .map(([network]) => network)
      .sort();
  }

  /** Gives a container a network of its own that is no internal one, so that its ports can be published. Gives back its name. */
  publish(name: string): string {
    this.#outside.add(wayOut(name));
    this.#members.set(wayOut(name), new Set([name]));
    return wayOut(name);
  }

  /** As they stand in the Compose file. */
  get definitions(): Record<string, { readonly internal?: true }> {
    return Object.fromEntries(
      [...this.#members.keys()]
        .sort()
        .map((name) => [name, this.#outside.has(name) ? {} : { internal: true as const }]),
    );
  }
}
