import { type CfnResource, Duration as Time } from 'aws-cdk-lib';
import * as rds from 'aws-cdk-lib/aws-rds';
import { checkExtensions, postgresExtensions } from '../constructs/servers/postgres-extensions';
import { addOptOut } from '../constructs/waist/opt-out';
import { type PostgresServer, Reference, type Secret } from '../constructs/waist/primitives';
import type { ComputeSize } from '../constructs/waist/units';
import type { AwsKind, AwsRendered } from './aws-kind';
import type { AwsTarget } from './aws-target';
import { acknowledge } from './private/acknowledge';
import { metric } from './private/alarms';
import { secretHandle } from './private/secret-handle';
import { securityGroupOf } from './private/security-groups';

const adminUser = 'postgres';

/** Aurora keeps backups for 1 to 35 days. */
const longestRetention = 35;

/**
 * Aurora PostgreSQL, Serverless v2, in the database subnets: a writer, and a reader in another zone for each further
 * replica. RDS makes the administrator's password and rotates it every week; only the setup job may read it.
 *
 * @see https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_rds.DatabaseCluster.html
 */
export const postgresServerKind: AwsKind<PostgresServer> = {
  group: securityGroupOf,
  render: renderPostgresServer,
  secret: adminOf,
};

function renderPostgresServer(server: PostgresServer, target: AwsTarget): AwsRendered<PostgresServer> {
  checkExtensions(server.setup.databases, postgresExtensions.aurora);
  const { shared } = target;
  const { replicas, size, backups } = server.props;
  const capacity = capacityOf(size);
  const engine = rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_17_7 });
  const instance: rds.ServerlessV2ClusterInstanceProps = {
    autoMinorVersionUpgrade: true,
    enablePerformanceInsights: true,
    performanceInsightEncryptionKey: shared.key,
  };
  const cluster = new rds.DatabaseCluster(server, 'Cluster', {
    engine,
    vpc: shared.network.vpc,
    vpcSubnets: shared.network.databaseSubnets,
    securityGroups: [securityGroupOf(server, target)],
    writer: rds.ClusterInstance.serverlessV2('Writer', instance),
    readers: Array.from({ length: replicas - 1 }, (_, index) =>
      // The first one stays as large as the writer, so that it can take over at once.
      rds.ClusterInstance.serverlessV2(`Reader${index + 1}`, { ...instance, scaleWithWriter: index === 0 }),
    ),
    serverlessV2MinCapacity: capacity.min,
    serverlessV2MaxCapacity: capacity.max,
    credentials: rds.Credentials.fromUsername(adminUser, { encryptionKey: shared.key }),
    manageMasterUserPassword: true,
    storageEncrypted: true,
    storageEncryptionKey: shared.key,
    iamAuthentication: true,
    backup: { retention: Time.days(backups.enabled ? Math.min(days(backups.retention.seconds), longestRetention) : 1) },
    copyTagsToSnapshot: true,
    cloudwatchLogsExports: ['postgresql'],
    deletionProtection: target.protects,
    removalPolicy: target.removalPolicy,
    parameterGroup: new rds.ParameterGroup(server, 'Parameters', {
      engine,
      parameters: { 'rds.force_ssl': '0' },
    }),
  });
  addOptOut(server, {
    measure: 'TLS on every database connection',
    reason:
      'The server offers TLS, and libpq and pgjdbc take it by themselves. Scorpio opens the databases of its tenants without it, whatever its settings say, so TLS cannot be forced; security groups keep the connections between it and the server.',
  });
  if (!target.protects) {
    acknowledge(cluster, { 'AwsSolutions-RDS10': 'The city has switched deletion protection off, with a reason.' });
  }
  const resource = cluster.node.defaultChild as CfnResource;
  server.node.defaultChild = resource;
  addAlarms(server, cluster, capacity.max, target);
  return {
    outputs: {
      host: [cluster.clusterEndpoint.hostname],
      adminUser: [adminUser],
      adminPassword: [{ ...secretHandle(server, cluster.secret!, shared.key), field: 'password' }],
    },
    ready: instances(cluster),
    keeps: [resource, ...instances(cluster)],
  };
}

/** RDS makes and rotates the administrator's password itself, and it goes with the cluster. */
function adminOf(server: PostgresServer, _secret: Secret, target: AwsTarget): AwsRendered<Secret> {
  const value = target.resolve(new Reference(server, 'adminPassword', true));
  return { outputs: { value, previous: [''] }, ready: [], keeps: [server.node.defaultChild as CfnResource] };
}

/**
 * Aurora capacity units, of 2 GiB each, in halves. It rests at half of the size asked for and grows to four times the
 * size, but to 2 units at least.
 */
export function capacityOf(size: ComputeSize): { readonly min: number; readonly max: number } {
  const asked = size.memory.gibibytes / 2;
  const halves = (units: number) => Math.ceil(units * 2) / 2;
  return { min: Math.min(Math.max(halves(asked / 2), 0.5), 128), max: Math.min(Math.max(halves(asked * 4), 2), 256) };
}

function days(seconds: number): number {
  return Math.max(1, Math.ceil(seconds / 86_400));
}

function instances(cluster: rds.DatabaseCluster): CfnResource[] {
  return cluster.node.findAll().filter((child): child is rds.CfnDBInstance => child instanceof rds.CfnDBInstance);
}

function addAlarms(server: PostgresServer, cluster: rds.DatabaseCluster, maxCapacity: number, target: AwsTarget): void {
  const dimensions = { DBClusterIdentifier: cluster.clusterIdentifier };
  const { alarms } = target.shared;
  alarms.add(server, 'Capacity', 'CityDatabaseBusy', {
    metric: metric('AWS/RDS', 'ACUUtilization', dimensions, 'Maximum'),
    threshold: 90,
  });
  alarms.add(server, 'Storage', 'CityStorageOverPlan', {
    metric: metric('AWS/RDS', 'VolumeBytesUsed', dimensions, 'Maximum'),
    threshold: server.props.storage.mebibytes * 1024 * 1024 * 0.8,
  });
  // Aurora: max_connections = memory of the largest capacity in bytes / 9531392, and 5000 at most.
  const maxConnections = Math.min(Math.floor((maxCapacity * 2 * 1024 ** 3) / 9_531_392), 5000);
  alarms.add(server, 'Connections', 'CityDatabaseConnections', {
    metric: metric('AWS/RDS', 'DatabaseConnections', dimensions, 'Maximum'),
    threshold: Math.floor(maxConnections * 0.8),
  });
  if (server.props.replicas > 1) {
    alarms.add(server, 'Lag', 'CityDatabaseLags', {
      // In milliseconds.
      metric: metric('AWS/RDS', 'AuroraReplicaLagMaximum', dimensions, 'Maximum'),
      threshold: 30_000,
    });
  }
}
