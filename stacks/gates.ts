import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, type IPolicyValidationPlugin, Validations } from 'aws-cdk-lib';

import type { Finding } from '../constructs/waist/finding';
import { SolutionsChecks } from './private/solutions-checks';
import { sharedValidator } from './validator';

/** What the gates do with what they find. */
export interface AwsGateOptions {
  /**
   * Whether `app.synth()` throws when a gate finds something. Otherwise it goes on, and {@link readFindings} tells.
   * @default true
   */
  readonly throws?: boolean;
}

/**
 * Switches both gates on for every stack of the app: the rules of CloudFormation itself, and the AwsSolutions rules of
 * cdk-nag. Call it before anything is added to the app: only an empty app takes context.
 *
 * @see https://github.com/cdklabs/cdk-nag
 */
export function addAwsGates(app: App, options: AwsGateOptions = {}): void {
  app.node.setContext('@aws-cdk/core:validateAgainstDefaultRules', true);
  if (options.throws === false) app.node.setContext('@aws-cdk/core:failSynthOnValidationErrors', false);
  const validator = sharedValidator();
  Validations.of(app).addPlugins(
    ...(validator ? [validator as IPolicyValidationPlugin] : []),
    new SolutionsChecks(app),
  );
}

/** The part that is read of the report that the CDK writes beside the templates. */
interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations?: readonly {
      readonly ruleName: string;
      readonly description: string;
      readonly suggestedFix?: string;
      readonly violatingConstructs: readonly {
        readonly constructPath: string;
        readonly cloudFormationResource?: { readonly logicalId: string; readonly propertyPaths?: readonly string[] };
      }[];
    }[];
  }[];
}

const gates: Readonly<Record<string, string>> = {
  AwsSolutions: 'cdk-nag',
  'CloudFormation Validate': 'cloudformation',
  'Construct Annotations': 'cdk',
};

/**
 * What the gates found in a synthesized app, warnings included.
 *
 * @throws when there is no report: a gate that did not run has not passed.
 */
export function readFindings(assemblyFolder: string): Finding[] {
  const file = join(assemblyFolder, 'validation-report.json');
  if (!existsSync(file))
    throw new Error(`${file} is missing: were the gates switched on before the app was synthesized?`);
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report;
  return report.pluginReports.flatMap(({ pluginName, violations = [] }) =>
    violations.flatMap(({ ruleName, description, suggestedFix, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath, cloudFormationResource }) => ({
        gate: gates[pluginName] ?? pluginName,
        rule: ruleName,
        object: constructPath || (cloudFormationResource?.logicalId ?? ''),
        path: cloudFormationResource?.propertyPaths?.[0] ?? '',
        message: description,
        fix: suggestedFix ?? `Mend it, or acknowledge ${ruleName} at the construct with a written reason.`,
      })),
    ),
  );
}
