import { SecretValue, Duration as Time } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as elasticache from 'aws-cdk-lib/aws-elasticache';
import { Cache } from '../constructs/waist/primitives';
import type { AwsKind, AwsRendered } from './aws-kind';
import type { AwsTarget } from './aws-target';
import { metric } from './private/alarms';
import { securityGroupOf } from './private/security-groups';

/** The primary and its replica. */
const copies = 2;

/** Memory of the node types, in gibibytes. Graviton, smallest first. */
const nodeTypes: readonly (readonly [type: string, gibibytes: number])[] = [
  ['cache.t4g.micro', 0.5],
  ['cache.t4g.small', 1.37],
  ['cache.t4g.medium', 3.09],
  ['cache.m7g.large', 6.38],
  ['cache.m7g.xlarge', 12.93],
  ['cache.m7g.2xlarge', 26.04],
];

/**
 * Valkey on ElastiCache: two nodes in two zones, with TLS and a password. Not ElastiCache Serverless: that runs in cluster
 * mode, where a queue that changes several keys in one transaction, such as CKAN's, is refused.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_elasticache.CfnReplicationGroup.html
 */
export const cacheKind: AwsKind<Cache> = { group: securityGroupOf, render: renderCache };

function renderCache(cache: Cache, target: AwsTarget): AwsRendered<Cache> {
  const { network, key } = target.shared;
  const password = target.resolve(cache.password.value);
  const [handle] = password;
  if (typeof handle !== 'object') throw new Error(`${cache.node.path}: the password is no secret`);
  const subnets = new elasticache.CfnSubnetGroup(cache, 'Subnets', {
    description: cache.node.path,
    subnetIds: network.subnetIds(network.databaseSubnets),
  });
  const group = new elasticache.CfnReplicationGroup(cache, 'Group', {
    replicationGroupDescription: cache.node.path,
    engine: 'valkey',
    engineVersion: '8.1',
    cacheNodeType: nodeTypeOf(cache),
    numCacheClusters: copies,
    automaticFailoverEnabled: true,
    multiAzEnabled: true,
    cacheSubnetGroupName: subnets.ref,
    securityGroupIds: [securityGroupOf(cache, target).securityGroupId],
    port: Cache.port,
    transitEncryptionEnabled: true,
    atRestEncryptionEnabled: true,
    kmsKeyId: key.keyArn,
    // CloudFormation reads the value at deployment. It reads it anew only where the reference itself has changed.
    authToken: SecretValue.secretsManager(handle.secret.secretArn, {
      ...(target.rotation % 2 === 1 && { versionStage: 'AWSCURRENT' }),
    }).unsafeUnwrap(),
    autoMinorVersionUpgrade: true,
    snapshotRetentionLimit: 0,
  });
  cache.node.defaultChild = group;
  // ElastiCache tells of nodes, not of the group: https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.html
  const nodes = Array.from({ length: copies }, (_, index) => `node${index + 1}`);
  const ofNode = (index: number) =>
    metric(
      'AWS/ElastiCache',
      'DatabaseMemoryUsagePercentage',
      { CacheClusterId: `${group.ref}-00${index + 1}` },
      'Maximum',
    );
  target.shared.alarms.add(cache, 'Memory', 'CityCacheFull', {
    metric: new cloudwatch.MathExpression({
      expression: `MAX([${nodes.join(', ')}])`,
      label: 'memory of the fuller node',
      period: Time.minutes(5),
      usingMetrics: Object.fromEntries(nodes.map((node, index) => [node, ofNode(index)])),
    }),
    threshold: 80,
  });
  const url = ['rediss://:', ...password, `@${group.attrPrimaryEndPointAddress}:${Cache.port}`];
  return { outputs: { url }, ready: [group], keeps: [] };
}

function nodeTypeOf(cache: Cache): string {
  const asked = cache.size.memory.gibibytes;
  const found = nodeTypes.find(([, gibibytes]) => gibibytes >= asked);
  if (!found) throw new Error(`${cache.node.path}: no node type holds ${asked} GiB; the largest holds 26`);
  return found[0];
}
