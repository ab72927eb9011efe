/** A task definition of CloudFormation with every reference filled in, as far as it is understood here. */
export interface TaskDefinition {
  readonly Family: string;
  readonly Cpu: string;
  readonly Memory: string;
  readonly NetworkMode: string;
  readonly RequiresCompatibilities: readonly string[];
  readonly RuntimePlatform: { readonly CpuArchitecture: string; readonly OperatingSystemFamily: string };
  readonly ExecutionRoleArn: string;
  readonly TaskRoleArn: string;
  readonly Volumes?: readonly TaskVolume[];
  readonly ContainerDefinitions: readonly ContainerDefinition[];
}

export interface TaskVolume {
  readonly Name: string;
  readonly EFSVolumeConfiguration?: {
    readonly FilesystemId: string;
    readonly TransitEncryption?: string;
    readonly AuthorizationConfig?: { readonly AccessPointId?: string; readonly IAM?: string };
  };
}

export interface ContainerDefinition {
  readonly Name: string;
  readonly Image: string;
  readonly Essential: boolean;
  readonly EntryPoint?: readonly string[];
  readonly Command?: readonly string[];
  readonly Environment?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Secrets?: readonly { readonly Name: string; readonly ValueFrom: string }[];
  readonly User?: string;
  readonly ReadonlyRootFilesystem?: boolean;
  /** MiB. */
  readonly Memory?: number;
  readonly MountPoints?: readonly {
    readonly SourceVolume: string;
    readonly ContainerPath: string;
    readonly ReadOnly?: boolean;
  }[];
  readonly PortMappings?: readonly { readonly ContainerPort: number; readonly Protocol?: string }[];
  readonly DependsOn?: readonly { readonly ContainerName: string; readonly Condition: string }[];
  readonly HealthCheck?: HealthCheck;
  readonly StopTimeout?: number;
  readonly LinuxParameters?: {
    readonly InitProcessEnabled?: boolean;
    readonly Capabilities?: { readonly Drop?: readonly string[] };
  };
  readonly LogConfiguration?: { readonly LogDriver: string; readonly Options: Readonly<Record<string, string>> };
  readonly DockerLabels?: Readonly<Record<string, string>>;
}

/** Times in seconds. */
export interface HealthCheck {
  readonly Command: readonly string[];
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly Retries?: number;
  readonly StartPeriod?: number;
}
