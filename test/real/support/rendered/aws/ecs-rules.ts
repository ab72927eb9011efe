import type { Json } from './cloud-assembly';
import type { ContainerDefinition, TaskDefinition } from './task-definition';

const understood = {
  task: [
    ...['Family', 'Cpu', 'Memory', 'NetworkMode', 'RequiresCompatibilities', 'RuntimePlatform', 'ExecutionRoleArn'],
    ...['TaskRoleArn', 'Volumes', 'ContainerDefinitions'],
  ],
  volume: ['Name', 'EFSVolumeConfiguration'],
  container: [
    ...['Name', 'Image', 'Essential', 'EntryPoint', 'Command', 'Environment', 'Secrets', 'User', 'Memory', 'DependsOn'],
    ...['ReadonlyRootFilesystem', 'MountPoints', 'PortMappings', 'HealthCheck', 'StopTimeout', 'LinuxParameters'],
    ...['LogConfiguration', 'DockerLabels'],
  ],
  mount: ['SourceVolume', 'ContainerPath', 'ReadOnly'],
  port: ['ContainerPort', 'Protocol'],
  linux: ['InitProcessEnabled', 'Capabilities'],
  capabilities: ['Drop'],
  health: ['Command', 'Interval', 'Timeout', 'Retries', 'StartPeriod'],
};

/** Memory in MiB that Fargate has for a number of processor units: from, to, in steps of. */
const offers: Readonly<Record<string, readonly [from: number, to: number, step: number]>> = {
  256: [512, 2048, 512],
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16384, 1024],
  4096: [8192, 30720, 1024],
  8192: [16384, 61440, 4096],
  16384: [32768, 122880, 8192],
};

/**
 * Why ECS would not take the task on Fargate, or what of it is not understood here; empty when it can be run.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
 */
export function ecsRefusals(task: TaskDefinition): string[] {
  const { Cpu, Memory, Volumes = [], ContainerDefinitions: containers } = task;
  const [from, to, step] = offers[Cpu] ?? [0, -1, 1];
  const memory = Number(Memory);
  // Of the smallest offer, 1.5 GiB is none.
  const offered = memory >= from && memory <= to && (memory - from) % step === 0 && !(Cpu === '256' && memory === 1536);
  const essential = containers.filter(({ Essential }) => Essential);
  return [
    ...unknown('the task', task, understood.task),
    ...Volumes.flatMap((volume) => unknown(`the volume ${volume.Name}`, volume, understood.volume)),
    ...unless(task.NetworkMode === 'awsvpc', `the network mode is ${task.NetworkMode}`),
    ...unless(String(task.RequiresCompatibilities) === 'FARGATE', `it is for ${task.RequiresCompatibilities}`),
    ...unless(task.RuntimePlatform?.OperatingSystemFamily === 'LINUX', 'it is not for Linux'),
    ...unless(offered, `Fargate has no ${Cpu} processor units with ${Memory} MiB`),
    ...unless(essential.length === 1, `${essential.length} containers are essential, which is not understood`),
    ...unless(containers.length <= 10, 'it has more than ten containers'),
    ...unless(containers.reduce((sum, one) => sum + (one.Memory ?? 0), 0) <= memory, 'its containers want more memory'),
    ...repeated(
      'container',
      containers.map(({ Name }) => Name),
    ),
    ...repeated(
      'volume',
      Volumes.map(({ Name }) => Name),
    ),
    ...containers.flatMap((container) => ofContainer(container, task).map((why) => `${container.Name}: ${why}`)),
  ];
}

function ofContainer(container: ContainerDefinition, task: TaskDefinition): string[] {
  const { DependsOn = [], Environment = [], Secrets = [], MountPoints = [], PortMappings = [] } = container;
  const { HealthCheck, LinuxParameters = {}, StopTimeout = 30, LogConfiguration } = container;
  const others = new Map(task.ContainerDefinitions.map((one) => [one.Name, one]));
  return [
    ...unknown('the container', container, understood.container),
    ...MountPoints.flatMap((mount) => unknown('a mount', mount, understood.mount)),
    ...PortMappings.flatMap((port) => unknown('a port', port, understood.port)),
    ...unknown('its Linux parameters', LinuxParameters, understood.linux),
    ...unknown('its capabilities', LinuxParameters.Capabilities ?? {}, understood.capabilities),
    ...DependsOn.flatMap(({ ContainerName, Condition }) => {
      const other = others.get(ContainerName);
      if (!other) return [`it depends on ${ContainerName}, which is not there`];
      if (Condition !== 'SUCCESS') return [`it waits until ${ContainerName} is ${Condition}, which is not understood`];
      return unless(!other.Essential, `it waits for the end of ${ContainerName}, which is essential`);
    }),
    // A variable may stand once, as a value or as a secret.
    ...repeated(
      'variable',
      [...Environment, ...Secrets].map(({ Name }) => Name),
    ),
    ...Environment.filter(({ Value }) => typeof Value !== 'string').map(({ Name }) => `${Name} is no text`),
    ...repeated(
      'mount at',
      MountPoints.map(({ ContainerPath }) => ContainerPath),
    ),
    ...MountPoints.filter(({ SourceVolume }) => !task.Volumes?.some(({ Name }) => Name === SourceVolume)).map(
      ({ SourceVolume }) => `there is no volume ${SourceVolume}`,
    ),
    ...PortMappings.filter(({ Protocol = 'tcp' }) => Protocol !== 'tcp').map(({ Protocol }) => `a port is ${Protocol}`),
    ...unless(StopTimeout >= 2 && StopTimeout <= 120, `it may take ${StopTimeout} s to stop`),
    ...unless(LogConfiguration?.LogDriver === 'awslogs', 'its log goes somewhere else than to CloudWatch'),
    ...(HealthCheck ? ofHealthCheck(HealthCheck) : []),
  ];
}

function ofHealthCheck(check: NonNullable<ContainerDefinition['HealthCheck']>): string[] {
  const { Command, Interval = 30, Timeout = 5, Retries = 3, StartPeriod = 0 } = check;
  const within = (name: string, value: number, from: number, to: number) =>
    unless(value >= from && value <= to, `${name} of its health check is ${value}`);
  return [
    ...unknown('its health check', check, understood.health),
    ...unless(['CMD', 'CMD-SHELL'].includes(Command[0] ?? ''), `its health check begins with ${Command[0]}`),
    ...within('the interval', Interval, 5, 300),
    ...within('the timeout', Timeout, 2, 60),
    ...within('the number of retries', Retries, 1, 10),
    ...within('the start period', StartPeriod, 0, 300),
  ];
}

function unless(holds: boolean, why: string): string[] {
  return holds ? [] : [why];
}

/** Properties that this reader would ignore otherwise. */
export function unknown(what: string, value: Json, names: readonly string[]): string[] {
  return Object.keys(value)
    .filter((name) => !names.includes(name))
    .map((name) => `${name} of ${what} is not understood`);
}

function repeated(what: string, names: readonly string[]): string[] {
  return names
    .filter((name, index) => names.indexOf(name) !== index)
    .map((name) => `the ${what} ${name} is there twice`);
}
