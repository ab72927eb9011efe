import { ArnFormat, type RemovalPolicy, Stack, Duration as Time } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge';

/** Keeps the access logs of load balancers for a year. Load balancers can write with S3's own key only. */
export class AccessLogBucket extends s3.Bucket {
  constructor(scope: Construct, id: string, props: { readonly removalPolicy: RemovalPolicy }) {
    super(scope, id, {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [{ expiration: Time.days(365), abortIncompleteMultipartUploadAfter: Time.days(7) }],
      removalPolicy: props.removalPolicy,
    });
    const { account } = Stack.of(this);
    // The account's own folder keeps others out. Elastic Load Balancing does not say which account or load balancer it
    // writes for, so a condition on either would refuse it, and the load balancer could not be made.
    this.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AccessLogs',
        principals: [new iam.ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [this.arnForObjects(`AWSLogs/${account}/*`)],
      }),
    );
    acknowledge(this, {
      'AwsSolutions-S1': 'The bucket holds access logs: to log access to it would write logs about logs without end.',
    });
  }

  /**
   * Network load balancers write through another service, which does say for whom:
   * https://docs.aws.amazon.com/elasticloadbalancing/latest/network/enable-access-logs.html
   */
  letNetworkLoadBalancersWrite(): void {
    const stack = Stack.of(this);
    const principals = [new iam.ServicePrincipal('delivery.logs.amazonaws.com')];
    const source = {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: {
        'aws:SourceArn': stack.formatArn({ service: 'logs', resource: '*', arnFormat: ArnFormat.NO_RESOURCE_NAME }),
      },
    };
    this.addToResourcePolicy(
      new iam.PolicyStatement({
        actions: ['s3:GetBucketAcl'],
        principals,
        resources: [this.bucketArn],
        conditions: source,
      }),
    );
    this.addToResourcePolicy(
      new iam.PolicyStatement({
        actions: ['s3:PutObject'],
        principals,
        resources: [this.arnForObjects(`AWSLogs/${stack.account}/*`)],
        conditions: {
          ...source,
          StringEquals: { ...source.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' },
        },
      }),
    );
  }
}
