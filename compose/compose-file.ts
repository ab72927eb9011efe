/** What a service waits for of another before it starts. */
export type Condition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

/** A folder or file that a container sees: one beside the Compose file, to be read only, or a named volume. */
export type Mount =
  | { readonly type: 'bind'; readonly source: string; readonly target: string; readonly read_only: true }
  | {
      readonly type: 'volume';
      readonly source: string;
      readonly target: string;
      readonly read_only?: true;
      readonly volume?: { readonly nocopy: true };
    };

/** How the engine asks whether a container is well. Times are as Compose writes them: `10s`. */
export interface HealthCheck {
  /** `CMD` and the words of a command in the container, or `CMD-SHELL` and a line for its `/bin/sh`. */
  readonly test: readonly string[];
  /** Time between two questions. */
  readonly interval: string;
  /** The longest that an answer may take. */
  readonly timeout: string;
  /** How many bad answers in a row make a container unhealthy. */
  readonly retries: number;
  /** The longest a start takes; until then a bad answer does not count. */
  readonly start_period: string;
}

/** A port of a container that the machine answers on. */
export interface PublishedPort {
  /** What it is for: `https`. */
  readonly name: string;
  /** Port in the container. */
  readonly target: number;
  /** Port of the machine. */
  readonly published: string;
  /** Address of the machine. */
  readonly host_ip: string;
  /** UDP is not published. */
  readonly protocol: 'tcp';
  /** There is one container. */
  readonly mode: 'host';
}

/**
 * A service of a Compose file, as far as the kit writes one. `environment` and commands may hold `${NAME:?…}`, which Compose
 * fills in from the file `.env`.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/spec.md
 */
export interface ServiceDefinition {
  /** Reference of the image, with its tag. */
  image: string;
  /** What the image is published for, where that is one architecture alone. @default the machine's */
  platform?: string;
  /** Replaces the image's entrypoint, and drops its command. @default the image's */
  entrypoint?: readonly string[];
  /** Arguments of the entrypoint. @default the image's */
  command?: readonly string[];
  /** Environment variables. @default none */
  environment?: Readonly<Record<string, string>>;
  /** Numeric user and group. */
  user: string;
  /** The file system of the image cannot be written to. */
  read_only: true;
  /** Rights of root that even root would not have. */
  cap_drop: readonly ['ALL'];
  /** Rights that are given back. @default none */
  cap_add?: readonly string[];
  /** `no-new-privileges:true`: no program inside gains rights. */
  security_opt: readonly string[];
  /** The most memory it may take, in mebibytes: `512m`. */
  mem_limit: string;
  /** The most processors it may take. */
  cpus: number;
  /** The most processes and threads it may have. */
  pids_limit: number;
  /** Size of `/dev/shm`. @default 64 MB */
  shm_size?: string;
  /** Folders in memory that it may write to. @default none */
  tmpfs?: readonly string[];
  /** Files and named volumes. @default none */
  volumes?: readonly Mount[];
  /** Ports that the machine answers on. @default none */
  ports?: readonly PublishedPort[];
  /** Networks that it is in. */
  networks?: readonly string[];
  /** Set where it is in no network. */
  network_mode?: 'none';
  /** What it starts after. @default nothing */
  depends_on?: Readonly<Record<string, { readonly condition: Condition }>>;
  /** How the engine asks whether it is well. @default it is not asked */
  healthcheck?: HealthCheck;
  /** Whether it is started again when it has ended. */
  restart: 'no' | 'unless-stopped';
  /** The longest it may take to stop. @default 10 seconds */
  stop_grace_period?: string;
  /** Where its output goes. */
  logging: { readonly driver: string; readonly options: Readonly<Record<string, string>> };
  /** What the kit knows it by. */
  labels: Readonly<Record<string, string>>;
}

/** Where a platform on one machine answers. */
export interface EdgeNotes {
  /** Public host names. */
  readonly hosts: readonly string[];
  /** Address of the machine. */
  readonly address: string;
  /** Port of the machine. */
  readonly httpsPort: number;
  /** Variables of `.env` that hold the certificate with its chain, and its key. */
  readonly certificate: { readonly chain: string; readonly key: string };
  /** `local`: signed by an authority of this machine. `own`: put into the folder `certificates` by the city. */
  readonly issuer: 'local' | 'own';
}

/** What a person is told of a platform that is up. */
export interface WelcomeNotes {
  /** Title of the city. */
  readonly title: string;
  /** Address of the open data portal. */
  readonly portal: string;
  /** Address of the NGSI-LD API. */
  readonly api: string;
  /** Where the first person signs in, and what makes that person. @default Keycloak is somebody else's */
  readonly people?: {
    readonly signIn: string;
    /** A service whose environment has Keycloak's administrator, and whose image has Node. */
    readonly madeBy: string;
    readonly realm: string;
    readonly email: string;
    readonly tenants: readonly string[];
  };
}

/** What `citykit up` has to know of a platform besides its services. */
export interface PlatformNotes {
  /** Passwords to make, by the name of their variable: how many letters and digits each has. */
  readonly secrets: Readonly<Record<string, number>>;
  /** Variables whose values somebody else keeps. */
  readonly given: readonly string[];
  /** The way in. @default none */
  readonly edge?: EdgeNotes;
  /** What is said when it is up. @default no whole platform: nothing */
  readonly welcome?: WelcomeNotes;
}

/** A Compose file, as far as the kit writes one. */
export interface ComposeFile {
  /** Name of the project. */
  readonly name: string;
  /** For `citykit up`; Compose passes over it. */
  readonly 'x-citykit': PlatformNotes;
  /** In the order in which they start. */
  readonly services: Readonly<Record<string, ServiceDefinition>>;
  /** Nothing leads out of an internal network. */
  readonly networks: Readonly<Record<string, { readonly internal?: true }>>;
  /** They stay when the platform is taken down. */
  readonly volumes: Readonly<Record<string, { readonly labels: Readonly<Record<string, string>> }>>;
}
