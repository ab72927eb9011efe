import { images } from '../../constructs/waist/images';
import { Volume } from '../../constructs/waist/primitives';
import { Duration, Size } from '../../constructs/waist/units';
import { type Json, newStack, Rendered, service } from './support';

const arnOf = (accessPoint: string) => ({
  'Fn::Join': ['', expect.arrayContaining([':access-point/', { Ref: accessPoint }])],
});

describe('a volume on AWS', () => {
  const stack = newStack();
  const backups = { enabled: true, retention: Duration.days(14), schedule: '0 2 * * *' } as const;
  const files = new Volume(stack, 'Files', { size: Size.gibibytes(5), writers: 'many', backups });
  service(stack, 'Portal', { image: images.ckan, replicas: { min: 2, max: 2 }, volumes: { '/var/lib/ckan': files } });
  const rendered = new Rendered(stack);
  const [fileSystem, resource] = rendered.entries('AWS::EFS::FileSystem')[0]!;
  const [accessPoint, point] = rendered.entries('AWS::EFS::AccessPoint')[0]!;

  test('is an EFS file system, encrypted, backed up, that outlives the stack', () => {
    expect(resource).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: { Encrypted: true, BackupPolicy: { Status: 'ENABLED' } },
    });
    expect(resource.Properties.FileSystemPolicy.Statement).toEqual([
      {
        Effect: 'Deny',
        Action: '*',
        Principal: { AWS: '*' },
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ]);
  });

  test('has an alarm in whose period a number comes: EFS tells one every quarter of an hour', () => {
    expect(rendered.only('AWS::CloudWatch::Alarm', 'FilesStorage').Properties).toMatchObject({
      MetricName: 'StorageBytes',
      Period: 900,
      EvaluationPeriods: 1,
    });
  });

  test('is backed up only where the volume is: what can be made anew is not', () => {
    const other = newStack();
    service(other, 'Search', { volumes: { '/var/solr': new Volume(other, 'Index', { size: Size.gibibytes(5) }) } });
    const [[, { Properties }]] = new Rendered(other).entries('AWS::EFS::FileSystem') as [[string, Json]];
    expect(Properties.BackupPolicy).toBeUndefined();
  });

  test('belongs to the user of the program that mounts it', () => {
    expect(point.Properties).toMatchObject({
      PosixUser: { Uid: '503', Gid: '502' },
      RootDirectory: { Path: '/data', CreationInfo: { OwnerUid: '503', OwnerGid: '502', Permissions: '750' } },
    });
  });

  test('is mounted over TLS through its access point, with the rights of the task', () => {
    expect(rendered.only('AWS::ECS::TaskDefinition').Properties.Volumes).toEqual([
      {
        Name: 'volume-0',
        EFSVolumeConfiguration: {
          FilesystemId: { Ref: fileSystem },
          TransitEncryption: 'ENABLED',
          AuthorizationConfig: { AccessPointId: { Ref: accessPoint }, IAM: 'ENABLED' },
        },
      },
    ]);
    expect(rendered.container('Portal').MountPoints).toEqual([
      { ContainerPath: '/var/lib/ckan', ReadOnly: false, SourceVolume: 'volume-0' },
    ]);
    const { Statement } = rendered.only('AWS::IAM::Policy', 'PortalRole').Properties.PolicyDocument;
    expect(Statement).toEqual([
      {
        Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
        Effect: 'Allow',
        Resource: { 'Fn::GetAtt': [fileSystem, 'Arn'] },
        Condition: { StringEquals: { 'elasticfilesystem:AccessPointArn': arnOf(accessPoint) } },
      },
    ]);
  });

  test('is reached by what mounts it, and is there before that starts', () => {
    expect(rendered.rules('Ingress')).toEqual(['Portal -> Files:2049']);
    expect(rendered.only('AWS::ECS::Service').DependsOn).toEqual(
      expect.arrayContaining(rendered.entries('AWS::EFS::MountTarget').map(([id]) => id)),
    );
  });

  test('has an alarm before it holds what was planned', () => {
    expect(rendered.only('AWS::CloudWatch::Alarm', 'Files').Properties).toMatchObject({
      MetricName: 'StorageBytes',
      Namespace: 'AWS/EFS',
      Dimensions: [
        { Name: 'FileSystemId', Value: { Ref: fileSystem } },
        { Name: 'StorageClass', Value: 'Total' },
      ],
      Threshold: 4 * 1024 ** 3,
      EvaluationPeriods: 1,
    });
  });

  test('is refused when nothing mounts it, or programs of two users do', () => {
    const lonely = newStack();
    new Volume(lonely, 'Files', { size: Size.gibibytes(1) });
    expect(() => new Rendered(lonely)).toThrow('city/Files is mounted by nothing');

    const shared = newStack();
    const volume = new Volume(shared, 'Files', { size: Size.gibibytes(1) });
    service(shared, 'A', { image: images.ckan, volumes: { '/a': volume } });
    service(shared, 'B', { image: images.nginx, volumes: { '/b': volume } });
    expect(() => new Rendered(shared)).toThrow('city/Files is mounted by users 503:502,101:101: it can belong to one');
  });
});
