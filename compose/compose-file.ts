/** What a service waits for of another before it starts. */
export type Condition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

/** A folder or file that a container sees. */
export type Mount =
  | { readonly type: 'bind'; readonly source: string; readonly target: string; readonly read_only: true }
  | {
      readonly type: 'volume';
      readonly source: string;
      readonly target: string;
      readonly read_only?: true;
      readonly volume?: { readonly nocopy: true };
    };

/** How Compose asks whether a container is well. */
export interface HealthCheck {
  readonly test: readonly string[];
  readonly interval: string;
  readonly timeout: string;
  readonly retries: number;
  readonly start_period: string;
}

/**
 * A service of a Compose file, as far as the kit writes one. `environment` and commands may hold `${NAME:?…}`, which Compose
 * fills in from the file `.env`.
 *
 * @see https://github.com/compose-spec/compose-spec/blob/main/spec.md
 */
export interface ServiceDefinition {
  image: string;
  platform?: string;
  entrypoint?: readonly string[];
  command?: readonly string[];
  environment?: Readonly<Record<string, string>>;
  user: string;
  read_only: true;
  cap_drop: readonly ['ALL'];
  cap_add?: readonly string[];
  security_opt: readonly string[];
  mem_limit: string;
  cpus: number;
  pids_limit: number;
  shm_size?: string;
  tmpfs?: readonly string[];
  volumes?: readonly Mount[];
  ports?: readonly {
    readonly name: string;
    readonly target: number;
    readonly published: string;
    readonly host_ip: string;
    readonly protocol: 'tcp';
    readonly mode: 'host';
  }[];
  networks?: readonly string[];
  network_mode?: 'none';
  depends_on?: Readonly<Record<string, { readonly condition: Condition }>>;
  healthcheck?: HealthCheck;
  restart: 'no' | 'unless-stopped';
  stop_grace_period?: string;
  logging: { readonly driver: string; readonly options: Readonly<Record<string, string>> };
  labels: Readonly<Record<string, string>>;
}

/** What `citykit up` has to know of a platform besides its services. */
export interface PlatformNotes {
  /** Passwords to make, by the name of their variable: how many letters and digits each has. */
  readonly secrets: Readonly<Record<string, number>>;
  /** Variables whose values somebody else keeps. */
  readonly given: readonly string[];
  /** Of the way in: where it answers, and the variables that hold its certificate and key. */
  readonly edge?: {
    readonly hosts: readonly string[];
    readonly address: string;
    readonly httpsPort: number;
    readonly certificate: { readonly chain: string; readonly key: string };
    /** `local`: signed by an authority of this machine. `own`: put into the folder `certificates` by the city. */
    readonly issuer: 'local' | 'own';
  };
  /** What is said when it is up. @default no whole platform: nothing */
  readonly welcome?: WelcomeNotes;
}

/** What a person is told of a platform that is up. */
export interface WelcomeNotes {
  /** Title of the city. */
  readonly title: string;
  readonly portal: string;
  readonly api: string;
  /** Where the first person signs in, and whoever makes that person: a service with Keycloak's administrator. */
  readonly people?: {
    readonly signIn: string;
    readonly madeBy: string;
    readonly realm: string;
    readonly email: string;
    readonly tenants: readonly string[];
  };
}

/** A Compose file, as far as the kit writes one. */
export interface ComposeFile {
  readonly name: string;
  readonly 'x-citykit': PlatformNotes;
  readonly services: Readonly<Record<string, ServiceDefinition>>;
  readonly networks: Readonly<Record<string, { readonly internal?: true }>>;
  readonly volumes: Readonly<Record<string, { readonly labels: Readonly<Record<string, string>> }>>;
}
