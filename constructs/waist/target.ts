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
import { closedTreeOf, closeTree } from './primitives/primitive';

/** What a target made of a reference: literal text, or a handle `S` to a secret that only its store can open. */
export type Part<S> = string | S;

/** Names of the values that a primitive gives on a target. A service gives none: its hosts follow from its name. */
type OutputsOf<P> = P extends Service ? never : P extends Primitive<infer Output> ? Output : never;

/** What a target made of a primitive. */
export interface Rendered<P extends Primitive, S> {
  /** The value of each output of the primitive, in parts that are joined. */
  readonly outputs: Readonly<Record<OutputsOf<P>, readonly Part<S>[]>>;
}

/** What a target knows of a kind of primitive: how it renders, and whatever else the target has to ask of every kind. */
export interface Kind<P extends Primitive, T, S> {
  /** Makes the target's constructs for a primitive, as its children. */
  render(primitive: P, target: T): Rendered<P, S>;
}

/** Each kind of primitive, as a target knows it. Leaving one out does not compile. */
export type Kinds<T, S> = { readonly [K in PrimitiveKind]: Kind<Primitives[K], T, S> };

/**
 * Renders a tree of primitives. Each primitive gets the target's own constructs as children, in an order in which every
 * reference can be filled in.
 *
 * @typeParam S handle to a secret on the target.
 * @typeParam R what the target's kinds render a primitive to.
 */
export abstract class Target<S extends object, R extends Rendered<Primitive, S> = Rendered<Primitive, S>> {
  readonly #rendered = new Map<Primitive, R>();
  #root: Construct | undefined;

  /** The target's own name of the service, by which other workloads reach it. */
  abstract hostOf(service: Service): string;

  /** A name that leads to every replica of the service. @default the same name: its records list each of them */
  everyReplicaOf(service: Service): string {
    return this.hostOf(service);
  }

  /** Called once before the first primitive is rendered, for what a platform has besides its primitives. */
  protected begin(_root: Construct): void {}

  /** Called once for each primitive, when it is rendered. */
  protected finish(_primitive: Primitive, _rendered: R): void {}

  /** What this target knows of each kind of primitive. */
  protected abstract readonly kinds: Kinds<this, S>;

  /**
   * Renders every primitive at or below `root`. Call it once, after the last construct was added: a primitive that comes
   * later throws.
   */
  render(root: Construct): void {
    this.#root = root;
    for (const workload of workloads(root)) workload.settle();
    this.begin(root);
    for (const primitive of startOrder(root)) this.rendered(primitive);
    closeTree(root);
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

  /** What was made of `primitive`, if it is rendered already. */
  protected tryRendered(primitive: Primitive): R | undefined {
    return this.#rendered.get(primitive);
  }

  /** What was made of `primitive`; it is rendered now if it is not yet. */
  protected rendered(primitive: Primitive): R {
    const known = this.tryRendered(primitive);
    if (known) return known;
    const rendered = kindOf<Kind<Primitive, this, S>>(this.kinds, primitive).render(primitive, this) as R;
    this.#rendered.set(primitive, rendered);
    this.finish(primitive, rendered);
    return rendered;
  }

  #output({ source, output }: Reference): readonly Part<S>[] {
    // No target knows another's names, networks and rights: what it made of such a reference would lead nowhere.
    const tree = closedTreeOf(source);
    if (tree && tree !== this.#root)
      throw new Error(
        `${source.node.path} belongs to '${tree.node.path}', which is rendered by itself: make both in one tree. A program beside a city is added in its option customize.`,
      );
    if (source instanceof Service)
      return [output === 'everyReplica' ? this.everyReplicaOf(source) : this.hostOf(source)];
    const parts = (this.rendered(source).outputs as Readonly<Record<string, readonly Part<S>[]>>)[output];
    if (!parts) throw new Error(`${source.node.path} gives no '${output}' on this target`);
    return parts;
  }
}

/**
 * The entry of `kinds` for a primitive.
 *
 * @throws when it has none: the primitive's kind is not one of the kit's.
 */
export function kindOf<K>(kinds: object, { kind, node }: Primitive): K {
  const found = (kinds as Readonly<Record<string, K | undefined>>)[kind];
  if (!found)
    throw new Error(
      `${node.path}: this target does not know the kind '${kind}': compose it of ${Object.keys(kinds).join(', ')}`,
    );
  return found;
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
