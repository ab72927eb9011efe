import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Rules that `construct` breaks on purpose, each with the reason. */
export function acknowledge(construct: IConstruct, rules: Readonly<Record<string, string>>): void {
  Validations.of(construct).acknowledge(...Object.entries(rules).map(([id, reason]) => ({ id, reason })));
}
