import type { CfnResource } from 'aws-cdk-lib';
import { secretsOf, workloads } from '../../../constructs/waist/graph';
import { Cache, PostgresServer, type Reference, Secret } from '../../../constructs/waist/primitives';
import { flatIdOf } from '../../support/flat-template';
import type { AwsPlatform } from '../platform/aws-platform';
import { anySuffix } from '../support/rendered/aws/ecs-secrets';

/** What the execution roles may read and the containers ask for, as `workload: secret`; only one of the two is told. */
export function grantedSecrets(platform: AwsPlatform): string[] {
  const { pods, rendered, city } = platform;
  return workloads(city)
    .flatMap((workload) => {
      const name = platform.nameOf(workload);
      const { main, init } = rendered.pod(name);
      const asked = new Set([main, ...init].flatMap(({ secrets }) => Object.values(secrets).map((one) => one.name)));
      const properties = pods.assembly.resources[name]!.Properties;
      const granted = new Set<string>(readable(platform, properties.ExecutionRoleArn['Fn::GetAtt'][0]));
      const ofProgram = readable(platform, properties.TaskRoleArn['Fn::GetAtt'][0]).map(
        (one) => `${one}, to the program`,
      );
      return [...new Set([...asked, ...granted]), ...ofProgram].map((one) => {
        const both = (asked.has(one) && granted.has(one)) || ofProgram.includes(one);
        return `${workload.node.path}: ${one}${both ? '' : ', granted or asked for alone'}`;
      });
    })
    .sort();
}

/** What references name. */
export function promisedSecrets(platform: AwsPlatform): string[] {
  const lines = workloads(platform.city).flatMap((workload) =>
    secretsOf(workload).map((reference) => `${workload.node.path}: ${arnOf(platform, reference)}`),
  );
  return [...new Set(lines)].sort();
}

function readable({ pods }: AwsPlatform, role: string): string[] {
  return pods.grants
    .statements(role)
    .filter(({ Action }) => [Action].flat().some((action: string) => action.startsWith('secretsmanager:')))
    .flatMap(({ Resource }) => Resource);
}

/** The secret in Secrets Manager behind a reference. RDS keeps the administrator's, and a cache has its own. */
function arnOf({ pods }: AwsPlatform, { source }: Reference): string {
  const secret = source instanceof Cache ? source.password : source;
  if (secret instanceof Secret && secret.existing) {
    const { region, account } = pods.assembly;
    return `arn:aws:secretsmanager:${region}:${account}:secret:${secret.existing.name}${anySuffix}`;
  }
  const server = secret instanceof Secret && secret.node.scope instanceof PostgresServer ? secret.node.scope : secret;
  const id = flatIdOf(server.node.defaultChild as CfnResource);
  const isCluster = pods.assembly.resources[id]?.Type === 'AWS::RDS::DBCluster';
  return pods.values.text(isCluster ? { 'Fn::GetAtt': [id, 'MasterUserSecret.SecretArn'] } : { Ref: id });
}
