import { Cache } from '../../constructs/waist/primitives';
import { Cpu, Size } from '../../constructs/waist/units';
import { type Json, newStack, Rendered, service } from './support';

function tree(memory: Size) {
  const stack = newStack();
  const cache = new Cache(stack, 'Cache', { size: { cpu: Cpu.millis(100), memory } });
  service(stack, 'Api', { env: { REDIS_URL: cache.url } });
  return stack;
}

describe('a cache on AWS', () => {
  const rendered = new Rendered(tree(Size.gibibytes(1)));
  const password = { Ref: expect.stringMatching(/^CachePasswordSecret/) };
  const reference = (stage: string) => ({
    'Fn::Join': ['', ['{{resolve:secretsmanager:', password, `:SecretString::${stage}:}}`]],
  });

  test('is Valkey in two zones, encrypted at rest and on the way', () => {
    expect(rendered.only('AWS::ElastiCache::ReplicationGroup').Properties).toMatchObject({
      Engine: 'valkey',
      CacheNodeType: 'cache.t4g.small',
      NumCacheClusters: 2,
      MultiAZEnabled: true,
      AutomaticFailoverEnabled: true,
      TransitEncryptionEnabled: true,
      AtRestEncryptionEnabled: true,
      SnapshotRetentionLimit: 0,
    });
  });

  test('gets its password by a reference that CloudFormation resolves, never as a value', () => {
    expect(rendered.only('AWS::ElastiCache::ReplicationGroup').Properties.AuthToken).toEqual(reference(''));
  });

  test('has its password read anew at each rotation', () => {
    const token = (rotation: number) =>
      new Rendered(tree(Size.gibibytes(1)), { rotation }).only('AWS::ElastiCache::ReplicationGroup').Properties
        .AuthToken;
    expect(token(1)).toEqual(reference('AWSCURRENT'));
    expect(token(2)).toEqual(reference(''));
  });

  test('is reached over TLS, with the password put together in the task', () => {
    const { Secrets, Command, Environment } = rendered.container('Api');
    expect(Environment).toBeUndefined();
    expect(Secrets).toEqual([{ Name: 'CITYKIT_SECRET_0', ValueFrom: password }]);
    expect(Command[0]['Fn::Join'][1]).toEqual([
      `export REDIS_URL='rediss://:'"$CITYKIT_SECRET_0"'@`,
      { 'Fn::GetAtt': [expect.stringMatching(/^CacheGroup/), 'PrimaryEndPoint.Address'] },
      `:6379'\nexec '/docker-entrypoint.sh' 'nginx' '-g' 'daemon off;'`,
    ]);
    expect(rendered.rules('Ingress')).toEqual(['Api -> Cache:6379']);
  });

  test('has an alarm for the memory of each node: ElastiCache tells nothing of the group', () => {
    const { Metrics } = rendered.only('AWS::CloudWatch::Alarm', 'Cache').Properties;
    const group = { Ref: expect.stringMatching(/^CacheGroup/) };
    expect(Metrics[0].Expression).toBe('MAX([node1, node2])');
    expect(Metrics.slice(1).map(({ MetricStat }: Json) => MetricStat.Metric.Dimensions)).toEqual(
      ['-001', '-002'].map((node) => [{ Name: 'CacheClusterId', Value: { 'Fn::Join': ['', [group, node]] } }]),
    );
  });

  test('is refused when no node is large enough', () => {
    expect(() => new Rendered(tree(Size.gibibytes(40)))).toThrow(
      'city/Cache: no node type holds 40 GiB; the largest holds 26',
    );
  });
});
