/** One thing a gate found wrong with one object of an output. */
export interface Finding {
  /** The gate: `schema`, `consistency`, `policy`, `budget`, `cloudformation` or `cdk-nag`. */
  readonly gate: string;
  /** The rule's name, as in `--json` output. */
  readonly rule: string;
  /** Kind and name, `Deployment izmir-broker`, or the path of a construct. */
  readonly object: string;
  /** Where in the object: `spec.template.spec.containers[0].image`; empty for the object itself. */
  readonly path: string;
  /** The offending value; left out where it could be a secret. */
  readonly value?: unknown;
  /** What is wrong, as a sentence. */
  readonly message: string;
  /** What to do, as a sentence. */
  readonly fix: string;
  /** Title of the component that the object belongs to. @default none: it was added beside the platform */
  readonly component?: string;
  /** Place in the spec or in code that made it: `city.yaml:12:3`. */
  readonly source?: string;
}
