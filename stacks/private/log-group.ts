import type { RemovalPolicy } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** How logs are kept. */
export interface PlatformLogsProps {
  readonly key: kms.IKey;
  readonly removalPolicy: RemovalPolicy;
  /** @default CloudFormation names it */
  readonly name?: string | undefined;
}

/**
 * Logs of one workload: encrypted, and kept for a year.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_logs.LogGroup.html
 */
export class PlatformLogs extends logs.LogGroup {
  constructor(scope: Construct, id: string, props: PlatformLogsProps) {
    super(scope, id, {
      ...(props.name && { logGroupName: props.name }),
      encryptionKey: props.key,
      retention: logs.RetentionDays.ONE_YEAR,
      removalPolicy: props.removalPolicy,
    });
  }
}
