import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Json, Template } from './synthesis';

/** What holds data, names or addresses that outlive a deployment: replaced, it comes back empty or elsewhere. */
const statefulTypes = [
  'AWS::EC2::Subnet',
  'AWS::EC2::VPC',
  'AWS::EFS::AccessPoint',
  'AWS::EFS::FileSystem',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::ElastiCache::SubnetGroup',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::KMS::Key',
  'AWS::Logs::LogGroup',
  'AWS::MSK::Cluster',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBSubnetGroup',
  'AWS::S3::Bucket',
  'AWS::SecretsManager::Secret',
  'AWS::ServiceDiscovery::PrivateDnsNamespace',
] as const;

/** What the table of the CDK does not tell, because it looks at whole properties only, or because nothing is replaced. */
const furtherPaths: Readonly<Record<string, readonly string[]>> = {
  // createOnlyProperties of https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-msk-cluster.html
  'AWS::MSK::Cluster': [
    'BrokerNodeGroupInfo.ClientSubnets',
    'BrokerNodeGroupInfo.SecurityGroups',
    'EncryptionInfo.EncryptionAtRest',
    'EncryptionInfo.EncryptionInTransit',
  ],
  // The secret stays, but its value is made anew.
  'AWS::SecretsManager::Secret': ['GenerateSecretString'],
};

/** The table by which `cdk diff` says that something will be replaced. */
const table = JSON.parse(gunzipSync(readFileSync(join(__dirname, '../../node_modules/aws-cdk/db.json.gz'))).toString())
  .schema.resource.entities as Record<string, Json>;

const paths = new Map(
  Object.values(table)
    .filter(({ cloudFormationType }) => statefulTypes.includes(cloudFormationType))
    .map(({ cloudFormationType: type, properties }) => [
      type as string,
      [
        ...Object.keys(properties).filter((name) => (properties[name].causesReplacement ?? 'no') !== 'no'),
        ...(furtherPaths[type] ?? []),
      ].sort(),
    ]),
);

/** By logical id: the type of each stateful resource, and the properties whose change replaces it. */
export type Stateful = Readonly<
  Record<string, { readonly Type: string; readonly fixed: Readonly<Record<string, Json>> }>
>;

export function statefulOf(template: Template): Stateful {
  const found = Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
    const names = paths.get(Type);
    if (!names) return [];
    const fixed = names
      .map((path) => [path, path.split('.').reduce((value, key) => value?.[key], Properties)] as const)
      .filter(([, value]) => value !== undefined);
    return [[id, { Type, fixed: Object.fromEntries(fixed) }] as const];
  });
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a change from one to the other would lose, a line each. What is new loses nothing. */
export function lost(before: Stateful, after: Stateful): string[] {
  return Object.entries(before).flatMap(([id, { Type, fixed }]) => {
    const now = after[id];
    if (!now) return [`${id} (${Type}) is gone`];
    const names = [...new Set([...Object.keys(fixed), ...Object.keys(now.fixed)])];
    return names
      .filter((name) => JSON.stringify(fixed[name]) !== JSON.stringify(now.fixed[name]))
      .map((name) => `${id} (${Type}) is replaced: ${name}`);
  });
}
