import type { Construct } from 'constructs';
import { startOrder, workloads } from './graph';
import {
  type Primitive,
  type PrimitiveKind,
  type Primitives,
  type Reference,
  Service,
  toText,
  type Value,
} from './primitives';

/** What a target made of a reference: literal text, or a handle `S` to a secret that only its store can open. */
export type Part<S> = string | S;

/** Names of the values that a primitive gives on a target. A service gives none: its host is its name. */
type OutputsOf<P> = P extends Service ? never : P extends Primitive<infer Output> ? Output : never;

/** One function for each kind of primitive. Leaving one out does not compile. */
export type Renderers<T, S> = {
  readonly [K in PrimitiveKind]: (
    primitive: Primitives[K],
    target: T,
  ) => Readonly<Record<OutputsOf<Primitives[K]>, Part<S>[]>>;
};

/**
 * Renders a tree of primitives. Each primitive gets the target's own constructs as children, in an order in which every
 * reference can be filled in.
 *
 * @typeParam S handle to a secret on the target.
 */
export abstract class Target<S extends object> {
  readonly #outputs = new Map<Primitive, Readonly<Record<string, Part<S>[]>>>();

  /** The target's own name of the service, by which other workloads reach it. */
  abstract hostOf(service: Service): string;

  /** Called once before the first primitive is rendered, for what a platform has besides its primitives. */
  protected begin(_root: Construct): void {}

  /** What this target makes of each kind of primitive. */
  protected abstract readonly renderers: Renderers<this, S>;

  /** Renders every primitive at or below `root`. Call it once, after the last construct was added. */
  render(root: Construct): void {
    for (const workload of workloads(root)) workload.settle();
    this.begin(root);
    for (const primitive of startOrder(root)) this.#render(primitive);
  }

  /**
   * The value with every reference filled in.
   *
   * @throws when a reference leaves the rendered tree.
   */
  resolve(value: Value): Part<S>[] {
    return join(toText(value).parts.flatMap((part) => (typeof part === 'string' ? [part] : this.#output(part))));
  }

  /**
   * The value as plain text.
   *
   * @throws when it holds a secret.
   */
  resolvePublic(value: Value): string {
    const parts = this.resolve(value);
    if (parts.some((part) => typeof part !== 'string')) throw new Error('a secret was asked for as plain text');
    return parts.join('');
  }

  /** Renders `primitive` now unless it is rendered already: for renderers that need another primitive's own objects. */
  protected ensureRendered(primitive: Primitive): void {
    this.#render(primitive);
  }

  #output(reference: Reference): Part<S>[] {
    const { source, output } = reference;
    if (source instanceof Service) return [this.hostOf(source)];
    const parts = this.#render(source)[output];
    if (!parts) throw new Error(`${source.node.path} gives no '${output}' on this target`);
    return parts;
  }

  #render(primitive: Primitive): Readonly<Record<string, Part<S>[]>> {
    const known = this.#outputs.get(primitive);
    if (known) return known;
    const render = this.renderers[primitive.kind as PrimitiveKind] as (
      primitive: Primitive,
      target: this,
    ) => Readonly<Record<string, Part<S>[]>>;
    const outputs = render(primitive, this);
    this.#outputs.set(primitive, outputs);
    return outputs;
  }
}

function join<S>(parts: readonly Part<S>[]): Part<S>[] {
  const joined: Part<S>[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else joined.push(part);
  }
  return joined;
}
