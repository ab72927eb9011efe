import { dirname } from 'node:path/posix';
import { Token } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import { shellWord, type WordPart } from '../../constructs/servers/shell-words';
import type { Text, Workload } from '../../constructs/waist/primitives';
import type { AwsTarget } from '../aws-target';
import { mountVolume } from '../volume';
import { fargateImage, filesImage, folderImage, pulled } from './fargate-image';
import { textAsset } from './text-asset';

/** A folder of the main container that lies on a volume of the task. */
interface Mount {
  readonly name: string;
  readonly path: string;
  readonly readOnly: boolean;
}

/** Where the init containers see the volumes. */
const staging = '/prepare';

/** The capabilities that containers get unless told otherwise, but for CHOWN, which it takes to give a folder away. */
const allButChown = [
  ecs.Capability.AUDIT_WRITE,
  ecs.Capability.DAC_OVERRIDE,
  ecs.Capability.FOWNER,
  ecs.Capability.FSETID,
  ecs.Capability.KILL,
  ecs.Capability.MKNOD,
  ecs.Capability.NET_BIND_SERVICE,
  ecs.Capability.NET_RAW,
  ecs.Capability.SETFCAP,
  ecs.Capability.SETGID,
  ecs.Capability.SETPCAP,
  ecs.Capability.SETUID,
  ecs.Capability.SYS_CHROOT,
];

/**
 * Files, scratch folders and volumes of a task. ECS has no ConfigMap, and its folders start empty and owned by root. So
 * up to three containers run to their end before the main one. One, the only one ever run as root and with no right but to
 * change owners, gives the folders to the user of the main container; one fetches the files from an asset; one of the main
 * container's image copies what seeded folders start with.
 *
 * @throws when one mounted folder lies in another, since then one would hide the other.
 */
export class TaskStorage {
  readonly #definition: ecs.FargateTaskDefinition;
  readonly #files: readonly Mount[];
  readonly #scratch: readonly Mount[];
  readonly #volumes: readonly Mount[];

  constructor(
    private readonly workload: Workload,
    private readonly target: AwsTarget,
    private readonly task: { readonly definition: ecs.FargateTaskDefinition; readonly logging: ecs.LogDriver },
  ) {
    this.#definition = task.definition;
    this.#files = topFolders(workload).map((path, index) => ({ name: `files-${index}`, path, readOnly: true }));
    this.#scratch = workload.scratch.map(({ path }, index) => ({ name: `scratch-${index}`, path, readOnly: false }));
    this.#volumes = Object.keys(workload.volumes).map((path, index) => ({
      name: `volume-${index}`,
      path,
      readOnly: false,
    }));
    refuseNesting(workload, [...this.#files, ...this.#scratch, ...this.#volumes]);
    for (const { name } of this.#prepared) this.#definition.addVolume({ name });
    Object.values(workload.volumes).forEach((volume, index) => {
      mountVolume(volume, target, this.#definition, `volume-${index}`);
    });
  }

  get #prepared(): readonly Mount[] {
    return [...this.#files, ...this.#scratch];
  }

  /** Mounts everything into the main container and makes it wait for the preparation. */
  attach(container: ecs.ContainerDefinition): void {
    container.addMountPoints(
      ...[...this.#prepared, ...this.#volumes].map(({ name, path, readOnly }) => ({
        sourceVolume: name,
        containerPath: path,
        readOnly,
      })),
    );
    if (this.#prepared.length === 0) return;
    const folders = this.#addFolders();
    const later = [this.#files.length > 0 && this.#addFiles(), this.#addSeeds()].filter(
      (step) => step instanceof ecs.ContainerDefinition,
    );
    for (const step of later) after(step, folders);
    for (const step of later.length > 0 ? later : [folders]) after(container, step);
  }

  #pulled(reference: string): ecs.ContainerImage {
    return pulled(this.#definition, reference, this.target.options.registryMirrors);
  }

  #addFolders(): ecs.ContainerDefinition {
    const { uid, gid } = this.workload.image.user;
    const parameters = new ecs.LinuxParameters(this.#definition, 'FoldersLinux');
    parameters.dropCapabilities(...allButChown);
    return this.#addInit('folders', this.#prepared, {
      image: this.#pulled(folderImage),
      // Only root may give a folder away.
      user: '0:0',
      linuxParameters: parameters,
      entryPoint: ['chown', `${uid}:${gid}`],
      command: this.#prepared.map(({ name }) => `${staging}/${name}`),
    });
  }

  #addFiles(): ecs.ContainerDefinition {
    const variables: Record<string, string> = {};
    const script = this.#installScript((value) => {
      const name = `VALUE_${Object.keys(variables).length}`;
      variables[name] = value;
      return name;
    });
    const asset = textAsset(this.target.place(this.workload), 'Files', 'files.sh', script);
    this.#definition.addToTaskRolePolicy(
      new iam.PolicyStatement({
        sid: 'Files',
        actions: ['s3:GetObject'],
        resources: [asset.bucket.arnForObjects(asset.s3ObjectKey)],
      }),
    );
    return this.#addInit('files', this.#files, {
      image: this.#pulled(filesImage),
      environment: { ...variables, FILES: asset.s3ObjectUrl },
      entryPoint: ['/bin/bash', '-euo', 'pipefail', '-c'],
      command: ['aws s3 cp --only-show-errors "$FILES" - | /bin/bash -eu'],
    });
  }

  /**
   * The files as a shell script that writes them: one object to fetch instead of one for each file. A value that only
   * the deployment knows, such as a database's address, goes in through a variable, as an asset cannot hold it.
   */
  #installScript(variableFor: (value: string) => string): string {
    const lines = Object.entries(this.workload.files).flatMap(([path, content]) => {
      const mount = this.#files.find((candidate) => isWithin(path, candidate.path))!;
      const place = `${staging}/${mount.name}${path.slice(mount.path.length)}`;
      return [
        `mkdir -p ${shellWord([dirname(place)])}`,
        `printf %s ${shellWord(this.#wordParts(content, variableFor))} > ${shellWord([place])}`,
      ];
    });
    return `${lines.join('\n')}\n`;
  }

  #wordParts(content: Text, variableFor: (value: string) => string): WordPart[] {
    return content.parts.map((part) => {
      if (typeof part === 'string') return part;
      const value = this.target.resolvePublic(part);
      return Token.isUnresolved(value) ? { variable: variableFor(value) } : value;
    });
  }

  #addSeeds(): ecs.ContainerDefinition | undefined {
    const { image } = this.workload;
    const seeded = this.#scratch.filter((_, index) => this.workload.scratch[index]?.seeded);
    if (seeded.length === 0) return undefined;
    if (!image.shell) throw new Error(`${this.workload.node.path}: ${image.name} has no shell to seed a folder with`);
    return this.#addInit('seeds', seeded, {
      image: this.#pulled(fargateImage(image, this.target.options.registryMirrors)),
      entryPoint: [image.shell, '-c'],
      command: [seeded.map(({ name, path }) => `cp -R ${shellWord([path])}/. ${staging}/${name}/`).join(' && ')],
    });
  }

  #addInit(
    name: string,
    mounts: readonly Mount[],
    options: Omit<ecs.ContainerDefinitionOptions, 'essential' | 'logging'>,
  ): ecs.ContainerDefinition {
    const { uid, gid } = this.workload.image.user;
    const container = this.#definition.addContainer(name, {
      user: `${uid}:${gid}`,
      linuxParameters: withoutRights(this.#definition, `${name}Linux`, options.linuxParameters),
      ...options,
      essential: false,
      readonlyRootFilesystem: true,
      logging: this.task.logging,
    });
    container.addMountPoints(
      ...mounts.map((mount) => ({
        sourceVolume: mount.name,
        containerPath: `${staging}/${mount.name}`,
        readOnly: false,
      })),
    );
    return container;
  }
}

/** Linux parameters of a container that needs no capability at all. */
export function withoutRights(
  definition: ecs.TaskDefinition,
  id: string,
  known?: ecs.LinuxParameters,
  props: ecs.LinuxParametersProps = {},
): ecs.LinuxParameters {
  if (known) return known;
  const parameters = new ecs.LinuxParameters(definition, id, props);
  parameters.dropCapabilities(ecs.Capability.ALL);
  return parameters;
}

function after(container: ecs.ContainerDefinition, step: ecs.ContainerDefinition): void {
  container.addContainerDependencies({ container: step, condition: ecs.ContainerDependencyCondition.SUCCESS });
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}

/** The folders of the files, without those that lie in another of them. */
function topFolders(workload: Workload): string[] {
  const folders = [...new Set(Object.keys(workload.files).map((path) => dirname(path)))];
  if (folders.includes('/'))
    throw new Error(`${workload.node.path}: on Fargate a file needs a folder of its own, not /`);
  return folders.filter((folder) => !folders.some((other) => other !== folder && isWithin(folder, other)));
}

function refuseNesting(workload: Workload, mounts: readonly Mount[]): void {
  for (const outer of mounts) {
    const inner = mounts.find((mount) => mount !== outer && isWithin(mount.path, outer.path));
    if (!inner) continue;
    throw new Error(
      `${workload.node.path}: on Fargate the folder ${outer.path} would hide ${inner.path}; give each a folder of its own`,
    );
  }
}
