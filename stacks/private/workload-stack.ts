import { createHash } from 'node:crypto';
import { type CfnStack, NestedStack, Stack } from 'aws-cdk-lib';
import type { Component } from '../../constructs/waist/component';
import { acknowledge } from './acknowledge';
import { fileMetadata } from './templates';

/**
 * The nested stack with the workloads of one component. Nothing in it stores anything, and it gives its parent no
 * value.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.NestedStack.html
 */
export class WorkloadStack extends NestedStack {
  constructor(component: Component, id: string) {
    super(component, id, { description: component.title });
    const resource = this.nestedStackResource as CfnStack;
    const steps = component.node.scopes.slice(Stack.of(component).node.scopes.length).map(({ node }) => node.id);
    // The one that the CDK would give says twice that it is a nested stack.
    resource.overrideLogicalId(logicalId([...steps, id]));
    // `cdk diff` finds the template by it, also in an assembly that the CDK's command line did not have made.
    resource.addMetadata(fileMetadata, this.templateFile);
    resource.addMetadata('aws:asset:property', 'TemplateURL');
    acknowledge(this, {
      'CloudFormation-Validate::W2509': 'The parameter carries the ARN of a secret, and not its value.',
    });
  }
}

/** Letters and digits, with the start of a hash that keeps two paths of the same letters apart. */
function logicalId(steps: readonly string[]): string {
  const hash = createHash('sha256').update(steps.join('/')).digest('hex').slice(0, 8).toUpperCase();
  const name = steps.join('').replace(/[^A-Za-z0-9]/g, '');
  return `${name.slice(0, 240)}${hash}`;
}
