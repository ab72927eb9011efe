import type { SubjectName } from './subjects';

/**
 * A rule for what a platform's objects may be, as an expression of CEL that is true where the rule is kept.
 *
 * The expression is the one a ValidatingAdmissionPolicy holds, so it may use what the API server's CEL offers and
 * no more: `object`, `variables.*` and the item its subject names.
 */
export interface Policy {
  /** The rule's name, by which findings and admission policies tell it; no two are equal. */
  readonly name: string;
  /** What the expression looks at, once for each. */
  readonly subject: SubjectName;
  /** Kinds of objects it concerns; `*` for every kind. */
  readonly kinds: readonly string[];
  /** What is wrong where the expression is false. */
  readonly what: string;
  /** Why that matters. */
  readonly why: string;
  readonly fix: string;
  /** Where to look inside the subject: `securityContext.runAsNonRoot`; empty for the subject itself. */
  readonly path: string;
  readonly expression: string;
  /**
   * Why it holds for what is in manifests and not for what programs write to the cluster, so that admission cannot ask it.
   *
   * @default - it holds for both
   */
  readonly manifestsOnly?: string;
  /** Fields, in YAML, of an object that does not keep the rule, and of one that does. */
  readonly example: PolicyExample;
}

/** Where in the first object of its kind the fields belong; `null` stands for a field left out. */
export interface PolicyExample {
  readonly kind: string;
  /** @default - the object itself */
  readonly at?: string;
  readonly wrong: string;
  readonly right: string;
}
