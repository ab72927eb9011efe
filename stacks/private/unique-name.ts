import { Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { nameOf } from '../../constructs/waist/names';

/**
 * A physical name for the few resources that CloudFormation cannot name itself: readable, and different in every stack
 * of an account, because it ends in a part of the stack's own id.
 *
 * @param maxLength longest name the service takes.
 */
export function uniqueName(construct: Construct, maxLength: number): string {
  const suffix = Fn.select(4, Fn.split('-', Fn.select(2, Fn.split('/', Stack.of(construct).stackId))));
  return `${nameOf(construct, maxLength - 13)}-${suffix}`;
}
