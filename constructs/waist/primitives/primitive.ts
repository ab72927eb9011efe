import { Construct } from 'constructs';
import { callSite } from './private/call-site';

/**
 * The narrow waist between components and targets. A component composes primitives and knows no target; a target
 * renders primitives and knows no component.
 *
 * @typeParam Output names of the values that a target gives for this primitive, which references read.
 */
export abstract class Primitive<Output extends string = string> extends Construct {
  /** Key of the target's renderer. */
  abstract readonly kind: string;

  /** Never set: carries the output names for the compiler. */
  declare readonly outputs: Output;

  // V8 writes a stack down only when it is read, so keeping one costs next to nothing.
  readonly #created = new Error();

  /** True for every primitive of the tree at or below `construct`. */
  static isPrimitive(construct: unknown): construct is Primitive {
    return construct instanceof Primitive;
  }

  /** All primitives at or below `root`, parents first, in the order of their creation. */
  static all(root: Construct): Primitive[] {
    return root.node.findAll().filter(Primitive.isPrimitive);
  }

  /** `file:line:column` in the code of whoever uses the kit, where this was made; none when the kit made it from a spec. */
  get createdAt(): string | undefined {
    return callSite(this.#created);
  }
}
