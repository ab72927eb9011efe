import type { CfnResource } from 'aws-cdk-lib';
import { AwsSolutionsChecks, type IApplyRule } from 'cdk-nag';

/**
 * The AwsSolutions rules of cdk-nag, each asked only of the resources whose class its code names.
 *
 * A rule begins by asking whether a resource is a `CfnDataSource`, or whatever it is for. Only to hear that none is, the
 * CDK would load every service that there is a rule for: thirteen of them and twelve megabytes for a city.
 */
export class SolutionsChecks extends AwsSolutionsChecks {
  protected override applyRule(params: IApplyRule): void {
    if (mayConcern(params.rule, params.node)) super.applyRule(params);
  }
}

type Rule = IApplyRule['rule'];

/** Names of classes in the code of each rule. */
const named = new Map<Rule, readonly string[]>();

/**
 * Whether a resource could be of a class that the rule is for: the class of `AWS::S3::Bucket` is `CfnBucket`, and that of
 * `AWS::KinesisAnalyticsV2::Application` is `CfnApplicationV2`. True where the rule's code names none.
 */
export function mayConcern(rule: Rule, { cfnResourceType }: CfnResource): boolean {
  const names = named.get(rule) ?? [...new Set(String(rule).match(/\bCfn\w+/g))];
  named.set(rule, names);
  const start = `Cfn${cfnResourceType.split('::').at(-1)}`;
  return names.length === 0 || names.some((name) => name.startsWith(start));
}
