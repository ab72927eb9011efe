import type { Primitive } from './primitive';

/**
 * A value that only the target knows: the host of a database, a password, the URL of a cache.
 *
 * Putting a reference into a workload is what grants it: the network path to `port` is opened, a secret may be read,
 * and the workload starts after the source. There is no other way to ask for a grant.
 */
export class Reference {
  constructor(
    /** The construct that the target renders into this value. */
    readonly source: Primitive,
    /** Which of the source's outputs. */
    readonly output: string,
    /** True when the value may only reach a workload through the target's secret store. */
    readonly secret: boolean = false,
    /** The TCP port of the source that a workload holding this reference talks to. */
    readonly port?: number,
  ) {}

  /** The same for all references to one value through one port. */
  get key(): string {
    return `${this.source.node.path}.${this.output}:${this.port ?? ''}`;
  }

  /**
   * Refuses to become a plain string.
   *
   * @throws always: a plain template string would lose the grant.
   */
  toString(): string {
    throw new Error(
      `${this.source.node.path}.${this.output} is a reference: write text\`…\${…}…\` instead of a plain template string`,
    );
  }

  /**
   * Refuses to become JSON.
   *
   * @throws always: plain JSON would lose the grant.
   */
  toJSON(): never {
    throw new Error(`${this.source.node.path}.${this.output} is a reference: build JSON inside textFrom((read) => …)`);
  }
}

/** Literal text with references inside, in reading order. Made by {@link text} or {@link textFrom}. */
export class Text {
  constructor(/** Literals and references, in reading order. */ readonly parts: readonly (string | Reference)[]) {}

  /** The references, in reading order, each as often as it stands there. */
  get references(): readonly Reference[] {
    return this.parts.filter((part): part is Reference => part instanceof Reference);
  }

  /** Whether a secret is part of it. */
  get secret(): boolean {
    return this.references.some((reference) => reference.secret);
  }
}

/** What an environment variable, an argument or a file may hold. */
export type Value = string | number | boolean | Reference | Text;

/** A value, or a function for one that depends on what is added to the tree later. It is called when rendering. */
export type LazyValue = Value | (() => Value);

/** Template tag for text with references: text`jdbc:postgresql://${db.host}:${db.port}/${db.name}`. */
export function text(literals: TemplateStringsArray, ...values: readonly Value[]): Text {
  const parts: (string | Reference)[] = [];
  literals.forEach((literal, index) => {
    parts.push(literal);
    const value = values[index];
    if (value !== undefined) parts.push(...toText(value).parts);
  });
  return new Text(joinLiterals(parts));
}

/**
 * Text built by a function that needs plain strings, such as a JSON document: `read(reference)` gives a mark that
 * stands for the value until the target fills it in. A mark has the form of a host name, so that it can be part of a URL.
 */
export function textFrom(build: (read: (value: Value) => string) => string): Text {
  const read = new Map<string, Reference>();
  // One reference has one mark however often it is read, so that `build` may compare what it is given.
  const mark = (reference: Reference) => {
    read.set(reference.key, read.get(reference.key) ?? reference);
    return `citykit-reference-${[...read.keys()].indexOf(reference.key)}-end`;
  };
  const built = build((value) =>
    toText(value)
      .parts.map((part) => (typeof part === 'string' ? part : mark(part)))
      .join(''),
  );
  const references = [...read.values()];
  const parts = built.split(/citykit-reference-(\d+)-end/);
  return new Text(joinLiterals(parts.map((part, index) => (index % 2 ? references[Number(part)]! : part))));
}

/** The value as text; numbers and booleans in their JSON form. */
export function toText(value: LazyValue): Text {
  if (typeof value === 'function') return toText(value());
  if (value instanceof Text) return value;
  return new Text([value instanceof Reference ? value : String(value)]);
}

function joinLiterals(parts: readonly (string | Reference)[]): (string | Reference)[] {
  const joined: (string | Reference)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else if (part !== '') joined.push(part);
  }
  return joined.length > 1 && joined[0] === '' ? joined.slice(1) : joined;
}
