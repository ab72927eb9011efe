import { Construct } from 'constructs';
import type { Description } from '../description';
import { callSite } from './private/call-site';
import type { Reference } from './reference';
import type { Workload } from './workload';

/** A TCP port of a primitive. */
export interface Port {
  /** The primitive that listens. */
  readonly source: Primitive;
  /** TCP port that it listens on. */
  readonly port: number;
}

/** A role that can log in to its database. */
export interface Login {
  /** The port of the server. */
  readonly host: Reference;
  /** TCP port of the server. */
  readonly port: number;
  /** The database to log in to. */
  readonly database: string;
  /** Name of the role. */
  readonly user: string;
  /** Password of the role. */
  readonly password: Reference;
}

/** Trees that a target has rendered. */
const closed = new WeakSet<Construct>();

/** From now on a primitive that is added at or below `root` throws: no target would see it. */
export function closeTree(root: Construct): void {
  closed.add(root);
}

/** The root of the tree that has it and was rendered. */
export function closedTreeOf({ node }: Construct): Construct | undefined {
  return node.scopes.find((one) => closed.has(one)) as Construct | undefined;
}

/**
 * The narrow waist between components and targets. A component composes primitives and knows no target; a target
 * renders primitives and knows no component.
 *
 * @typeParam Output names of the values that a target gives for this primitive, which references read.
 * @see https://github.com/aws/constructs
 */
export abstract class Primitive<Output extends string = string> extends Construct {
  /** Key of what a target knows of it. */
  abstract readonly kind: string;

  /** How it is shown to people. `undefined` for what is part of something else: a box of its own would tell nothing. */
  abstract readonly description: Description | undefined;

  /** Whether it holds data that have to outlive the platform. Every target keeps them when the platform is taken away. */
  abstract readonly holdsData: boolean;

  /** What has to be ready before it is of use to whoever refers to it, such as the job that makes its databases. */
  abstract readonly readyAfter: readonly Primitive[];

  /** Never set: carries the output names for the compiler. */
  declare readonly outputs: Output;

  // V8 writes a stack down only when it is read, so keeping one costs next to nothing.
  readonly #created = new Error();

  constructor(scope: Construct, id: string) {
    super(scope, id);
    if (closedTreeOf(this))
      throw new Error(
        `${this.node.path}: a ${this.constructor.name} is added after the platform was rendered. Add it before: to a whole city in its option customize.`,
      );
  }

  /** True for every primitive of the tree at or below `construct`. */
  static isPrimitive(construct: unknown): construct is Primitive {
    return construct instanceof Primitive;
  }

  /** All primitives at or below `root`, parents first, in the order of their creation. */
  static all(root: Construct): Primitive[] {
    return root.node.findAll().filter(Primitive.isPrimitive);
  }

  /** The ports that it talks to. */
  get talksTo(): readonly Port[] {
    return [];
  }

  /** What has to be ready before it starts. */
  get startsAfter(): readonly Primitive[] {
    return [];
  }

  /** The logins that show `workload` that this is ready for it. None: an open port is all there is to see. */
  loginsOf(_workload: Workload): readonly Login[] {
    return [];
  }

  /** `file:line:column` in the code of whoever uses the kit, where this was made; none when the kit made it from a spec. */
  get createdAt(): string | undefined {
    return callSite(this.#created);
  }
}
