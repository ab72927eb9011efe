import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json, Template } from '../support/flat-template';
import { realmFacts, routeFacts } from './documents';
import { type Fact, healthOfScript, isHelper, subjectOf } from './facts';

const servers: Readonly<Record<string, (properties: Json) => Json[]>> = {
  'AWS::RDS::DBCluster': ({ VpcSecurityGroupIds }) => VpcSecurityGroupIds,
  'AWS::MSK::Cluster': ({ BrokerNodeGroupInfo }) => BrokerNodeGroupInfo.SecurityGroups,
  'AWS::ElastiCache::ReplicationGroup': ({ SecurityGroupIds }) => SecurityGroupIds,
};

/** What the templates of a cloud assembly, read as one, and its assets say. */
export function awsFacts(template: Template, folder: string): Fact[] {
  const resources = Object.values(template.Resources);
  const of = (type: string) => resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
  const subjectOfGroup = (group: Json): string => {
    const id = group.Ref ?? group['Fn::GetAtt'][0];
    const { Type, Properties } = template.Resources[id];
    // It tells programs apart by policies of its own.
    if (Type === 'AWS::EKS::Cluster') return 'the cluster';
    const [path] = Properties.GroupDescription.split(',');
    return subjectOf(path);
  };
  const started = [
    ...of('AWS::ECS::Service').map((one) => ({
      runs: 'a service',
      task: one.TaskDefinition,
      group: one.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups[0],
    })),
    ...of('Custom::TaskRun').map((one) => ({ runs: 'a job', task: one.TaskDefinition, group: one.SecurityGroups[0] })),
    ...of('AWS::Scheduler::Schedule').map(({ Target: { EcsParameters: ecs } }) => ({
      runs: 'a job on a schedule',
      task: ecs.TaskDefinitionArn,
      group: ecs.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups[0],
    })),
  ];
  return [
    ...started.flatMap(({ runs, task, group }) => {
      const subject = subjectOfGroup(group);
      const { ContainerDefinitions } = template.Resources[task.Ref].Properties;
      return [...standing(subject, runs), ...programFacts(subject, ContainerDefinitions, folder)];
    }),
    ...resources.flatMap(({ Type, Properties }) => {
      const groups = servers[Type]?.(Properties);
      return groups ? standing(subjectOfGroup(groups[0]), 'a server') : [];
    }),
    ...of('AWS::ElasticLoadBalancingV2::LoadBalancer').flatMap(({ SecurityGroups }) =>
      standing(subjectOfGroup(SecurityGroups[0]), 'an edge'),
    ),
    ...of('AWS::EC2::SecurityGroupEgress')
      .filter((rule) => rule.DestinationSecurityGroupId)
      .flatMap((rule): Fact[] => {
        const subject = subjectOfGroup(rule.GroupId);
        const to = subjectOfGroup(rule.DestinationSecurityGroupId);
        return [
          { subject, aspect: 'reaches', value: to },
          { subject, aspect: 'reaches-port', value: `${to}:${rule.FromPort}` },
        ];
      }),
  ];
}

function standing(subject: string, runs: string): Fact[] {
  return [
    { subject, aspect: 'component', value: subject.split('/')[0]! },
    { subject, aspect: 'runs', value: runs },
  ];
}

function programFacts(subject: string, containers: readonly Json[], folder: string): Fact[] {
  const named = (name: string) => containers.find(({ Name }) => Name === name);
  const program = named('program');
  const fact = (aspect: Fact['aspect'], value: string): Fact => ({ subject, aspect, value });
  // Where a text has a secret inside, a shell puts it together.
  const exported = [...JSON.stringify(program.Command ?? []).matchAll(/\bexport (\w+)=/g)].map(([, name]) => name!);
  const variables = [...(program.Environment ?? []), ...(program.Secrets ?? [])].map(({ Name }) => Name);
  const files = filesOf(program, named('files'), folder);
  const check = program.HealthCheck?.Command;
  return [
    fact('image', program.Image),
    ...(program.PortMappings ?? []).map(({ ContainerPort }: Json) => fact('port', String(ContainerPort))),
    ...[...variables, ...exported].filter((name) => !isHelper(name)).map((name) => fact('variable', name)),
    ...[...files.keys()].map((path) => fact('file', path)),
    ...(check ? [fact('health', healthOfScript(check.join(' ')))] : []),
    ...[...files].flatMap(([path, text]) =>
      path.endsWith('/envoy.json') ? routeFacts(text) : path.endsWith('/realm.json') ? realmFacts(text) : [],
    ),
  ];
}

/** The files that a program finds, by their paths: a container before it runs a script of the assets, which writes them. */
function filesOf({ MountPoints = [] }: Json, writer: Json, folder: string): Map<string, string> {
  const found = new Map<string, string>();
  const url = writer?.Environment?.find(({ Name }: Json) => Name === 'FILES')?.Value;
  if (!url) return found;
  const name = JSON.stringify(url).match(/([0-9a-f]{64}\.sh)/)![1];
  const script = readFileSync(join(folder, `asset.${name}`), 'utf8');
  const word = "((?:'[^']*'|\\\\')+)";
  for (const [, text, target] of script.matchAll(new RegExp(`^printf %s ${word} > ${word}$`, 'gm'))) {
    const [, , volume, ...below] = unquoted(target!).split('/');
    const { ContainerPath } = MountPoints.find(({ SourceVolume }: Json) => SourceVolume === volume);
    found.set([ContainerPath, ...below].join('/'), unquoted(text!));
  }
  return found;
}

/** What a shell makes of a word of quoted pieces and quotes after a backslash. */
function unquoted(word: string): string {
  return word.replaceAll(/'([^']*)'|\\(')/g, (_, text, quote) => text ?? quote);
}
