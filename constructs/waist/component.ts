import { Construct } from 'constructs';
import type { Claim } from './claim';
import type { Image } from './images';
import { Workload } from './primitives/workload';

/** A part of a city platform: one upstream program and what it needs around it, composed of primitives. */
export abstract class Component extends Construct {
  /** What a city would call it: "Context broker". */
  abstract readonly title: string;

  /** The upstream program that answers for the component. */
  abstract readonly upstream: { readonly title: string; readonly image: Image };

  /** The MIM requirements this component answers, each with the check that shows it. */
  abstract readonly claims: readonly Claim[];

  /** Section of the city spec that decides most about it. @default the profile */
  readonly specPath: string = 'profile';

  /** Whether a construct is a component. */
  static isComponent(construct: unknown): construct is Component {
    return construct instanceof Component;
  }

  /** All components at or below `root`, in the order of creation. */
  static all(root: Construct): Component[] {
    return root.node.findAll().filter(Component.isComponent);
  }

  /** The component that `construct` belongs to, if any. */
  static tryOf(construct: Construct): Component | undefined {
    return construct.node.scopes.findLast(Component.isComponent);
  }

  /** The component's own programs. */
  get workloads(): Workload[] {
    return this.node.findAll().filter((construct): construct is Workload => construct instanceof Workload);
  }
}
