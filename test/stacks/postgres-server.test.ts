import { optOuts } from '../../constructs/waist/opt-out';
import { ExternalPostgres, PostgresDatabase } from '../../constructs/waist/primitives';
import { Cpu, Duration, Size } from '../../constructs/waist/units';
import { capacityOf } from '../../stacks/postgres-server';
import { newStack, postgres, Rendered, service } from './support';

describe('a PostgreSQL server on AWS', () => {
  const stack = newStack();
  const server = postgres(stack, {
    replicas: 3,
    backups: { enabled: true, retention: Duration.days(60), schedule: '0 2 * * *' },
  });
  const database = new PostgresDatabase(stack, 'Data', { server, name: 'data' });
  service(stack, 'Api', { env: { HOST: database.host, PASSWORD: database.password } });
  const rendered = new Rendered(stack);
  const cluster = rendered.only('AWS::RDS::DBCluster');

  test('is Aurora PostgreSQL 17, encrypted, protected and backed up for at most 35 days', () => {
    expect(cluster).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
    expect(cluster.Properties).toMatchObject({
      Engine: 'aurora-postgresql',
      EngineVersion: expect.stringMatching(/^17\./),
      StorageEncrypted: true,
      KmsKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^AwsKey/), 'Arn'] },
      DeletionProtection: true,
      BackupRetentionPeriod: 35,
      CopyTagsToSnapshot: true,
      EnableIAMDatabaseAuthentication: true,
      EnableCloudwatchLogsExports: ['postgresql'],
      ServerlessV2ScalingConfiguration: { MinCapacity: 1, MaxCapacity: 8 },
    });
  });

  test('has a writer, and a reader for each further replica, none of them public', () => {
    const instances = rendered.all('AWS::RDS::DBInstance').map(({ Properties }) => Properties);
    expect(instances.map(({ PromotionTier }) => PromotionTier)).toEqual([0, 1, 2]);
    for (const instance of instances) {
      expect(instance).toMatchObject({
        DBInstanceClass: 'db.serverless',
        PubliclyAccessible: false,
        AutoMinorVersionUpgrade: true,
      });
    }
  });

  test('lies in subnets without a way out', () => {
    const { SubnetIds } = rendered.only('AWS::RDS::DBSubnetGroup').Properties;
    expect(SubnetIds).toEqual([
      { Ref: expect.stringMatching(/Database1/) },
      { Ref: expect.stringMatching(/Database2/) },
    ]);
    expect(rendered.entries('AWS::EC2::Route', 'AwsNetworkVpcDatabase')).toEqual([]);
  });

  test('has an administrator whose password RDS keeps, and which the set-up job alone reads', () => {
    expect(cluster.Properties).toMatchObject({ MasterUsername: 'postgres', ManageMasterUserPassword: true });
    expect(cluster.Properties).not.toHaveProperty('MasterUserPassword');
    const readers = rendered
      .entries('AWS::IAM::Policy')
      .filter(([, policy]) => JSON.stringify(policy).includes('MasterUserSecret.SecretArn'))
      .map(([id]) => id);
    expect(readers).toEqual([expect.stringMatching(/^DatabaseSetupTaskExecutionRole/)]);
  });

  test('is reached by the workloads that name it, on its port', () => {
    expect(rendered.rules('Ingress')).toEqual(['Api -> Database:5432', 'DatabaseSetup -> Database:5432']);
  });

  test('does not force TLS, and says so', () => {
    expect(rendered.only('AWS::RDS::DBClusterParameterGroup').Properties.Parameters).toEqual({ 'rds.force_ssl': '0' });
    expect(optOuts(stack).map(({ measure }) => measure)).toContain('TLS on every database connection');
  });

  test('has alarms for capacity, storage, connections and readers that are behind', () => {
    expect(
      rendered
        .all('AWS::CloudWatch::Alarm', 'Database')
        .map(({ Properties }) => [Properties.MetricName, Properties.Threshold]),
    ).toEqual([
      ['ACUUtilization', 90],
      ['VolumeBytesUsed', 10 * 1024 ** 3 * 0.8],
      ['DatabaseConnections', 1441],
      ['AuroraReplicaLagMaximum', 30_000],
    ]);
  });

  test('rests at half of its size and grows to four times of it, within what Aurora takes', () => {
    const of = (gibibytes: number) => capacityOf({ cpu: Cpu.cores(1), memory: Size.gibibytes(gibibytes) });
    expect(of(0.25)).toEqual({ min: 0.5, max: 2 });
    expect(of(5)).toEqual({ min: 1.5, max: 10 });
    expect(of(2048)).toEqual({ min: 128, max: 256 });
  });
});

describe('an adopted PostgreSQL server on AWS', () => {
  const stack = newStack();
  const server = new ExternalPostgres(stack, 'Database', {
    host: 'pg.izmir.example',
    port: 5433,
    adminUser: 'root',
    adminPassword: { name: 'pg/admin' },
  });
  service(stack, 'Api', { env: { HOST: server.endpoint.host } });
  const rendered = new Rendered(stack);

  test('is not made, only set up', () => {
    expect(rendered.all('AWS::RDS::DBCluster')).toEqual([]);
    expect(rendered.container('DatabaseSetup').Environment).toEqual(
      expect.arrayContaining([
        { Name: 'PGHOST', Value: 'pg.izmir.example' },
        { Name: 'PGPORT', Value: '5433' },
        { Name: 'PGUSER', Value: 'root' },
      ]),
    );
    expect(rendered.container('Api').Environment).toEqual([{ Name: 'HOST', Value: 'pg.izmir.example' }]);
  });

  test('is reached on its own port', () => {
    const { SecurityGroupEgress } = rendered.only('AWS::EC2::SecurityGroup', 'Api').Properties;
    expect(SecurityGroupEgress.map((rule: { FromPort: number }) => rule.FromPort)).toEqual([443, 5433]);
  });
});

test('an extension that Aurora does not have is refused', () => {
  const stack = newStack();
  new PostgresDatabase(stack, 'Data', { server: postgres(stack), name: 'data', extensions: ['file_fdw'] });
  expect(() => new Rendered(stack)).toThrow("city/Data: the server has no extension 'file_fdw'");
});
