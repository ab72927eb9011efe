import type { CfnResource } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { Primitive, Secret } from '../constructs/waist/primitives';
import type { Kind, Rendered } from '../constructs/waist/target';
import type { AwsTarget, SecretHandle } from './aws-target';

/** What the AWS target made of a primitive. */
export interface AwsRendered<P extends Primitive> extends Rendered<P, SecretHandle> {
  /** Whoever starts after the primitive waits for these. */
  readonly ready: readonly CfnResource[];
  /** What holds its data: kept when the stack goes or a change replaces it, unless the city has switched that off. */
  readonly keeps: readonly CfnResource[];
}

/** What the AWS target knows of a kind of primitive. */
export interface AwsKind<P extends Primitive> extends Kind<P, AwsTarget, SecretHandle> {
  /** The security group that everything of the primitive, and nothing else, is in. `undefined`: it is not in the VPC. */
  group(primitive: P, target: AwsTarget): ec2.ISecurityGroup | undefined;
  render(primitive: P, target: AwsTarget): AwsRendered<P>;
  /** What stands for a secret of its own that AWS generates itself. @default the platform generates it */
  secret?(primitive: P, secret: Secret, target: AwsTarget): AwsRendered<Secret>;
}
