import { filesImage } from '../../../../../stacks/private/fargate-image';
import type { PodSource } from '../pod-source';
import type { Mount, MountSource, Probe, RenderedContainer, RenderedPod } from '../rendered-pod';
import type { SecretValues } from '../secret-values';
import { objectsFolder } from '../stand-ins/aws-cli';
import { CloudAssembly, type Json } from './cloud-assembly';
import { ecsRefusals, unknown } from './ecs-rules';
import { EcsSecrets } from './ecs-secrets';
import { RoleGrants } from './role-grants';
import type { ContainerDefinition, TaskDefinition, TaskVolume } from './task-definition';
import { TemplateValues } from './template-values';

/** What Docker leaves to root unless it is told otherwise. */
const capabilities = [
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE', 'NET_RAW'],
  ...['SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
];

/** What an ECS service may say and is understood here. */
const serviceProperties = [
  ...[
    'AvailabilityZoneRebalancing',
    'Cluster',
    'DeploymentConfiguration',
    'DeploymentController',
    'DesiredCount',
    'EnableECSManagedTags',
  ],
  ...['HealthCheckGracePeriodSeconds', 'LaunchType', 'LoadBalancers', 'NetworkConfiguration', 'PropagateTags'],
  ...['ServiceRegistries', 'TaskDefinition'],
];

/**
 * Reads the task definitions of a cloud assembly as Fargate would run them. A workload's name is the logical id of its
 * task definition.
 */
export class EcsPods implements PodSource {
  readonly assembly: CloudAssembly;
  readonly values: TemplateValues;
  readonly secrets: EcsSecrets;
  readonly grants: RoleGrants;

  constructor(folder: string) {
    this.assembly = new CloudAssembly(folder);
    this.values = new TemplateValues(this.assembly);
    this.secrets = new EcsSecrets(this.assembly, this.values);
    this.grants = new RoleGrants(this.assembly, this.values);
  }

  /** Every workload of the template. */
  get names(): readonly string[] {
    return this.assembly.entries('AWS::ECS::TaskDefinition').map(([id]) => id);
  }

  newSecret(name: string, key: string): string {
    return this.secrets.generate(name, key);
  }

  pod(name: string, secrets: SecretValues): RenderedPod {
    const resource = this.assembly.resources[name];
    if (resource?.Type !== 'AWS::ECS::TaskDefinition') throw new Error(`no workload is named ${name}`);
    const task: TaskDefinition = this.values.resolve(resource.Properties);
    const refusals = ecsRefusals(task);
    if (refusals.length > 0) throw new Error(`ECS would not run ${name}: ${refusals.join('; ')}`);
    const roles = { execution: roleOf(resource, 'ExecutionRoleArn'), task: roleOf(resource, 'TaskRoleArn') };
    const service = this.#serviceOf(name);
    const readiness = service && this.#targetHealth(service);
    const read = (one: ContainerDefinition) => this.#container(name, task, one, roles, secrets, readiness);
    const main = task.ContainerDefinitions.find(({ Essential }) => Essential)!;
    return {
      name,
      host: service && this.#hostOf(service),
      init: inOrder(name, task.ContainerDefinitions, main).map(read),
      main: read(main),
      grace: main.StopTimeout ?? 30,
    };
  }

  #container(
    workload: string,
    task: TaskDefinition,
    container: ContainerDefinition,
    roles: { readonly execution: string; readonly task: string },
    secrets: SecretValues,
    readiness: Probe | undefined,
  ): RenderedContainer {
    const { Name, Image, User = '', LinuxParameters = {}, Environment = [], PortMappings = [] } = container;
    const [, uid, gid] = /^(\d+):(\d+)$/.exec(User) ?? [];
    if (uid === undefined || gid === undefined) throw new Error(`${workload}: ${Name} runs as '${User}', no number`);
    this.#checkLog(workload, container, roles.execution);
    const sources = (container.Secrets ?? []).map(({ Name: variable, ValueFrom }) => {
      const source = this.secrets.source(ValueFrom);
      if (!this.grants.allows(roles.execution, 'secretsmanager:GetSecretValue', source.name))
        throw new Error(`${workload} may not read ${source.name} for ${variable}`);
      const through = { 'kms:ViaService': `secretsmanager.${this.assembly.region}.amazonaws.com` };
      const key = this.secrets.keyOf(source.name);
      if (key !== undefined && !this.grants.allows(roles.execution, 'kms:Decrypt', key, through))
        throw new Error(`${workload} may not decrypt ${source.name} for ${variable}`);
      return [variable, source] as const;
    });
    const dropped = LinuxParameters.Capabilities?.Drop ?? [];
    const ports = PortMappings.map(({ ContainerPort }) => ContainerPort);
    return {
      name: Name,
      image: Image,
      command: container.EntryPoint,
      args: container.Command,
      env: Object.fromEntries([
        ...Environment.map(({ Name: variable, Value }) => [variable, Value]),
        ...sources.map(([variable, { name, key }]) => [variable, secrets.read(name, key)]),
      ]),
      secrets: Object.fromEntries(sources),
      mounts: [...this.#mounts(workload, task, container, roles.task), ...this.#objects(container, roles.task)],
      user: { uid: Number(uid), gid: Number(gid) },
      groups: [Number(gid)],
      capabilities: dropped.includes('ALL') ? [] : capabilities.filter((one) => !dropped.includes(one)),
      initProcess: LinuxParameters.InitProcessEnabled ?? false,
      readOnlyRoot: container.ReadonlyRootFilesystem ?? false,
      memoryMebibytes: container.Memory ?? Number(task.Memory),
      // ECS names no port here. Each goes by its number, and the first is the one that others mean.
      ports: {
        ...(ports[0] !== undefined && { http: ports[0] }),
        ...Object.fromEntries(ports.map((one) => [one, one])),
      },
      probes: { ...healthOf(container), ...(container.Essential && readiness && { readiness }) },
    };
  }

  /** ECS starts no container whose log cannot be made. */
  #checkLog(workload: string, { Name, LogConfiguration }: ContainerDefinition, execution: string): void {
    const name = LogConfiguration?.Options['awslogs-group'];
    const group = this.assembly.entries('AWS::Logs::LogGroup').find(([id]) => this.values.text({ Ref: id }) === name);
    if (!group) throw new Error(`${workload}: the log of ${Name} goes to ${name}, which is not there`);
    const arn = this.values.text({ 'Fn::GetAtt': [group[0], 'Arn'] });
    for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) {
      if (!this.grants.allows(execution, action, arn)) throw new Error(`${workload} has no right to ${action}`);
    }
  }

  #mounts(workload: string, task: TaskDefinition, { MountPoints = [], User }: ContainerDefinition, role: string) {
    return MountPoints.map(({ SourceVolume, ContainerPath, ReadOnly = false }): Mount => {
      const volume = task.Volumes!.find(({ Name }) => Name === SourceVolume)!;
      return {
        path: ContainerPath,
        subPath: '',
        readOnly: ReadOnly,
        source: this.#source(workload, volume, User, role),
      };
    });
  }

  #source(workload: string, volume: TaskVolume, user: string | undefined, role: string): MountSource {
    const { Name, EFSVolumeConfiguration: efs } = volume;
    // An empty folder of root's, which everybody may read.
    if (!efs) return { kind: 'scratch', volume: Name, rights: { uid: 0, gid: 0, mode: 0o755 } };
    const refuse = (why: string): never => {
      throw new Error(`${workload}: the volume ${Name} ${why}`);
    };
    const [id, access] =
      this.assembly
        .entries('AWS::EFS::AccessPoint')
        .find(([one]) => this.values.text({ Ref: one }) === efs.AuthorizationConfig?.AccessPointId) ??
      refuse('is not entered by an access point');
    const { PosixUser, RootDirectory, FileSystemId } = access.Properties;
    if (this.values.text(FileSystemId) !== efs.FilesystemId) refuse('is entered by the access point of another');
    if (efs.AuthorizationConfig?.IAM !== 'ENABLED' || efs.TransitEncryption !== 'ENABLED')
      refuse('asks nobody’s rights');
    if (`${PosixUser.Uid}:${PosixUser.Gid}` !== user) refuse(`belongs to ${PosixUser.Uid}, not to ${user}`);
    const { FileSystemId: fileSystem } = access.Properties;
    const arn = this.values.text({ 'Fn::GetAtt': [fileSystem.Ref, 'Arn'] });
    const { account, region } = this.assembly;
    const accessPoint = `arn:aws:elasticfilesystem:${region}:${account}:access-point/${this.values.text({ Ref: id })}`;
    for (const action of ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite']) {
      const context = { 'elasticfilesystem:AccessPointArn': accessPoint };
      if (!this.grants.allows(role, action, arn, context)) refuse(`cannot be mounted without the right to ${action}`);
    }
    const { OwnerUid, OwnerGid, Permissions } = RootDirectory.CreationInfo;
    const rights = { uid: Number(OwnerUid), gid: Number(OwnerGid), mode: Number.parseInt(Permissions, 8) };
    return { kind: 'claim', volume: Name, claim: fileSystem.Ref, rights };
  }

  /** The objects in S3 that the task may read, for the one image that asks for them. */
  #objects({ Image }: ContainerDefinition, role: string): Mount[] {
    if (Image !== filesImage) return [];
    const readable = this.assembly.objects.filter((name) =>
      this.grants.allows(role, 's3:GetObject', `arn:aws:s3:::${name}`),
    );
    const files = Object.fromEntries(readable.map((name) => [name, this.assembly.object(name)]));
    return [{ path: objectsFolder, subPath: '', readOnly: true, source: { kind: 'files', volume: 's3', files } }];
  }

  /** Properties of the ECS service of a task definition; none for a task that ends. */
  #serviceOf(name: string): Json {
    const services = this.assembly
      .entries('AWS::ECS::Service')
      .filter(([, { Properties }]) => Properties.TaskDefinition.Ref === name);
    const [[id, resource] = ['', undefined], ...others] = services;
    if (!resource) return undefined;
    if (others.length > 0) throw new Error(`${name} is run by more than one service`);
    const unclear = unknown(id, resource.Properties, serviceProperties);
    if (unclear.length > 0) throw new Error(unclear.join('; '));
    return resource.Properties;
  }

  /** Its name in the private zone. */
  #hostOf({ ServiceRegistries = [] }: Json): string | undefined {
    const [registry] = ServiceRegistries;
    if (!registry) return undefined;
    const { Name, DnsConfig } = this.assembly.resources[registry.RegistryArn['Fn::GetAtt'][0]]!.Properties;
    const [{ Type }] = DnsConfig.DnsRecords;
    if (Type !== 'A') throw new Error(`${Name} is found by a record ${Type}, which is not understood`);
    return `${Name}.${this.assembly.resources[DnsConfig.NamespaceId['Fn::GetAtt'][0]]!.Properties.Name}`;
  }

  /** How the load balancer in front asks whether a task gets requests. */
  #targetHealth({ LoadBalancers = [] }: Json): Probe | undefined {
    const [balancer, ...others] = LoadBalancers;
    if (!balancer) return undefined;
    if (others.length > 0) throw new Error('more than one target group is not understood');
    const group = this.assembly.resources[balancer.TargetGroupArn.Ref]!.Properties;
    const { HealthCheckPath: path, HealthCheckPort: port, Matcher, Protocol, TargetType } = group;
    const times = {
      timeoutSeconds: group.HealthCheckTimeoutSeconds,
      periodSeconds: group.HealthCheckIntervalSeconds,
      failureThreshold: group.UnhealthyThresholdCount,
    };
    // A network load balancer asks whether the port of the requests is open.
    if (Protocol === 'TCP' && group.HealthCheckProtocol === 'TCP' && TargetType === 'ip' && port === undefined)
      return { tcpSocket: { port: balancer.ContainerPort }, ...times };
    if (Protocol !== 'HTTP' || TargetType !== 'ip' || Matcher?.HttpCode !== '200-399' || !/^\d+$/.test(port))
      throw new Error(`the health check of ${balancer.TargetGroupArn.Ref} is not understood`);
    return { httpGet: { path, port: Number(port) }, ...times };
  }
}

/** Logical id of a role of a task definition. */
function roleOf({ Properties }: { readonly Properties?: Json }, property: string): string {
  const [id, attribute] = Properties[property]['Fn::GetAtt'] as [string, string];
  if (attribute !== 'Arn') throw new Error(`${property} is not understood`);
  return id;
}

/** ECS has one check, which replaces a task; it is asked from the start, and its failures count after the start period. */
function healthOf({ HealthCheck }: ContainerDefinition): RenderedContainer['probes'] {
  if (!HealthCheck) return {};
  const { Command, Interval = 30, Timeout = 5, Retries = 3, StartPeriod = 0 } = HealthCheck;
  const [kind, ...words] = Command;
  const liveness: Probe = {
    exec: { command: kind === 'CMD' ? words : ['/bin/sh', '-c', ...words] },
    timeoutSeconds: Timeout,
    periodSeconds: Interval,
    failureThreshold: Retries,
  };
  return { startup: { ...liveness, failureThreshold: Retries + Math.ceil(StartPeriod / Interval) }, liveness };
}

/** What has to end well before the main container, each after what it waits for itself. */
function inOrder(
  workload: string,
  containers: readonly ContainerDefinition[],
  main: ContainerDefinition,
): ContainerDefinition[] {
  const order: ContainerDefinition[] = [];
  const visit = (name: string, trail: readonly string[]): void => {
    if (trail.includes(name)) throw new Error(`${workload}: ${[...trail, name].join(' → ')} wait for each other`);
    const container = containers.find(({ Name }) => Name === name)!;
    for (const { ContainerName } of container.DependsOn ?? []) visit(ContainerName, [...trail, name]);
    if (!order.includes(container)) order.push(container);
  };
  visit(main.Name, []);
  const beside = containers.filter((container) => !order.includes(container)).map(({ Name }) => Name);
  if (beside.length > 0) throw new Error(`${workload}: ${beside} runs beside the program, which is not understood`);
  return order.slice(0, -1);
}
