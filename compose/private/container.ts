import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Construct } from 'constructs';
import { mountPoint } from '../../constructs/servers/mount-point';
import { Component } from '../../constructs/waist/component';
import type { Workload } from '../../constructs/waist/primitives';
import type { Value } from '../../constructs/waist/primitives/reference';
import type { Duration, Size } from '../../constructs/waist/units';
import type { Condition, HealthCheck, Mount, PublishedPort, ServiceDefinition } from '../compose-file';
import { ComposeService } from '../compose-service';
import type { ComposeTarget } from '../compose-target';
import { filesLabel, pathLabel, reasonLabel } from './labels';
import { volumeOwners } from './volume-owners';

/** Java programs have hundreds of threads; nothing of a platform has thousands. */
const processes = 2048;

/** What runs in a container: a workload's program, or that of a server that the target brings for a primitive. */
export interface Container
  extends Pick<Workload, 'image' | 'size'>,
    Partial<Pick<Workload, 'command' | 'args' | 'scratch'>> {
  readonly scope: Construct;
  readonly name: string;
  readonly env: Readonly<Record<string, Value>>;
  /** @default none */
  readonly files?: Readonly<Record<string, Value>>;
  /** Named volumes by the path where they are mounted. @default none */
  readonly volumes?: Readonly<Record<string, string>>;
  /** @default it waits for nobody */
  readonly dependsOn?: Readonly<Record<string, Condition>>;
  readonly restart: ServiceDefinition['restart'];
  /** @default nobody asks it */
  readonly healthcheck?: HealthCheck;
  /** Why a policy does not hold for it. @default each holds */
  readonly reason?: string;
  /** @default 10 seconds, as Compose has it */
  readonly stopsWithin?: Duration;
  /** @default 64 MB, as the engine has it */
  readonly sharedMemory?: Size;
  /** @default none */
  readonly ports?: readonly PublishedPort[];
}

/** Adds a container to the Compose file, hardened as everywhere: no root, no rights, a file system that is only read. */
export function renderContainer(target: ComposeTarget, container: Container): ComposeService {
  const { scope, name, image, size, scratch = [], ports } = container;
  const { uid, gid } = image.user;
  const words = (values: readonly Value[]) => values.map((value) => target.textOf(value));
  const files = renderFiles(target, container);
  const mounts = [...files.mounts, ...volumeMounts(target, container)];
  const folders = scratch.filter(({ seeded }) => !seeded);
  const networks = target.networks.of(name);
  const waits = {
    ...container.dependsOn,
    ...(Object.keys(container.volumes ?? {}).length > 0 && {
      [volumeOwners]: 'service_completed_successfully' as const,
    }),
  };
  const component = Component.tryOf(scope)?.title;
  const service = new ComposeService(scope, 'Container', name, {
    image: target.imageOf(image),
    ...(!image.architectures.includes('arm64') && { platform: 'linux/amd64' }),
    ...(container.command && { entrypoint: words(container.command) }),
    ...(container.args && { command: words(container.args) }),
    ...(Object.keys(container.env).length > 0 && {
      environment: Object.fromEntries(
        Object.entries(container.env).map(([variable, value]) => [variable, target.textOf(value)]),
      ),
    }),
    user: `${uid}:${gid}`,
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    mem_limit: `${size.memory.mebibytes}m`,
    // Twice what it is promised elsewhere, and a whole processor at least: starting takes more than running.
    cpus: Math.max(1, size.cpu.millis / 500),
    pids_limit: processes,
    ...(container.sharedMemory && { shm_size: `${container.sharedMemory.mebibytes}m` }),
    ...(folders.length > 0 && {
      tmpfs: folders.map(({ path }) => `${path}:mode=1777,size=${Math.floor(size.memory.mebibytes / 2)}m`),
    }),
    ...(mounts.length > 0 && { volumes: mounts }),
    ...(ports && { ports }),
    ...(networks.length > 0 ? { networks } : { network_mode: 'none' as const }),
    ...(Object.keys(waits).length > 0 && {
      depends_on: Object.fromEntries(Object.entries(waits).map(([other, condition]) => [other, { condition }])),
    }),
    ...(container.healthcheck && { healthcheck: container.healthcheck }),
    restart: container.restart,
    ...(container.stopsWithin && { stop_grace_period: `${container.stopsWithin.seconds}s` }),
    logging: { driver: 'json-file', options: { 'max-size': '10m' } },
    labels: {
      [pathLabel]: scope.node.path,
      ...(component && { 'citykit.component': component }),
      ...(container.reason !== undefined && { [reasonLabel]: container.reason }),
      ...(files.checksum && { [filesLabel]: files.checksum }),
    },
  });
  scope.node.defaultChild = service;
  target.addService(service);
  return service;
}

/**
 * The files of a container lie in a folder of its name beside the Compose file, as they lie below the one place where they are
 * mounted; those of several places as they lie in the container.
 */
function renderFiles(target: ComposeTarget, { name, files = {} }: Container) {
  const entries = Object.entries(files).map(([path, value]) => [path, target.resolvePublic(value)] as const);
  if (entries.length === 0) return { mounts: [] };
  const points = [...new Set(entries.map(([path]) => mountPoint(path)))];
  const [point = ''] = points;
  const top = points.length > 1 ? '' : point in files ? posix.dirname(point) : point;
  const here = (path: string) => `files/${name}${path.slice(top.length)}`;
  for (const [path, content] of entries) target.addFile(here(path), content);
  return {
    mounts: points.map(
      (point): Mount => ({ type: 'bind', source: `./${here(point)}`, target: point, read_only: true }),
    ),
    checksum: createHash('sha256').update(JSON.stringify(entries)).digest('hex').slice(0, 16),
  };
}

/**
 * Data volumes come empty, as their owner's. A seeded folder is a volume too, which the engine fills from the image when it
 * is new; it is another one for each version of the image.
 */
function volumeMounts(target: ComposeTarget, { scope, name, image, scratch = [], volumes = {} }: Container): Mount[] {
  const seeded = scratch
    .filter((folder) => folder.seeded)
    .map(({ path }): Mount => {
      const source = [name, path, image.tag]
        .join('-')
        .toLowerCase()
        .replace(/[^a-z0-9.]+/g, '-');
      target.addVolume(source, { scope });
      return { type: 'volume', source, target: path };
    });
  const data = Object.entries(volumes).map(([path, source]): Mount => {
    target.ownVolume(source, image.user);
    return { type: 'volume', source, target: path, volume: { nocopy: true } };
  });
  return [...data, ...seeded];
}
