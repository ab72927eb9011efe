import { Validations } from 'aws-cdk-lib';
import type { IConstruct, MetadataEntry } from 'constructs';

/** Rules that `construct` breaks on purpose, each with the reason. */
export function acknowledge(construct: IConstruct, rules: Readonly<Record<string, string>>): void {
  Validations.of(construct).acknowledge(...Object.entries(rules).map(([id, reason]) => ({ id, reason })));
}

/**
 * Forgets where in the code rules were acknowledged at or below `root`, by us or by the CDK itself: the CDK would write
 * that, and with it paths of this machine, into the cloud assembly. Rule and reason stay.
 */
export function forgetTraces(root: IConstruct): void {
  for (const construct of root.node.findAll()) {
    for (const entry of construct.node.metadata) {
      if (entry.type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY) delete (entry as Writable<MetadataEntry>).trace;
    }
  }
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
