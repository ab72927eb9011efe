import type { Finding } from '../../constructs/waist/finding';
import type { ComposeFile, ServiceDefinition } from '../compose-file';
import { reasonLabel } from '../private/labels';

/** What holds for every service. */
interface Policy {
  readonly rule: string;
  readonly message: string;
  /** What it would lead to. */
  readonly why: string;
  /** Fields of a service that break it, and that do not. */
  readonly example: { readonly wrong: string; readonly right: string };
  readonly fix: string;
  /** Whether a label with a reason excepts a service. @default false */
  readonly reason?: true;
  /** Paths in the service at which it does not hold. */
  readonly broken: (service: ServiceDefinition, file: ComposeFile) => readonly string[];
}

const when = (broken: boolean, path: string): string[] => (broken ? [path] : []);

/** Variables whose names say that they hold a secret. */
const secretName = /(^|_)(PASSWORD|PASS|SECRET|TOKEN|KEY)($|_)/;

/** Names that end in these say where a secret is, or what it is called, and are none. */
const noSecret = /_(ID|URL|FILE|NAME|USER|USERNAME)$/;

/** A value that Compose fills in, or none at all. */
const filledIn = /^$|\$\{[A-Z0-9_]+(:[?-][^}]*)?\}/;

/** What holds for every service of a platform. */
export const composePolicies: readonly Policy[] = [
  {
    rule: 'compose-root',
    message: 'It runs as root, or as a user whom only the image knows',
    why: 'What breaks out of such a container is root on the machine.',
    fix: 'Give user as numbers, of a user who is not root.',
    reason: true,
    example: { wrong: "user: '0:0'", right: "user: '101:101'" },
    broken: ({ user }) => when(!/^[1-9]\d*:\d+$/.test(user ?? ''), 'user'),
  },
  {
    rule: 'compose-rights',
    message: 'It keeps rights of root',
    why: 'A program that is broken into could do more than it needs: open raw sockets, or gain the rights of root.',
    fix: "Set cap_drop to [ALL], security_opt to ['no-new-privileges:true'], and no privileged.",
    example: { wrong: 'cap_drop: []', right: 'cap_drop: [ALL]' },
    broken: (service) => [
      ...when(!service.cap_drop?.includes('ALL'), 'cap_drop'),
      ...when(!service.security_opt?.includes('no-new-privileges:true'), 'security_opt'),
      ...when('privileged' in service && service.privileged === true, 'privileged'),
      ...['pid', 'ipc', 'userns_mode', 'devices'].filter((field) => field in service),
      ...when((service.network_mode ?? 'none') !== 'none', 'network_mode'),
    ],
  },
  {
    rule: 'compose-added-rights',
    message: 'It is given rights of root',
    why: 'No program of a platform needs a right of root, but for the one that gives volumes to their owners.',
    fix: `Remove cap_add, or say why in the label ${reasonLabel}.`,
    reason: true,
    example: { wrong: 'cap_add: [NET_ADMIN]', right: 'cap_drop: [ALL]' },
    broken: ({ cap_add }) => when((cap_add ?? []).length > 0, 'cap_add'),
  },
  {
    rule: 'compose-read-only',
    message: 'It may write to its file system',
    why: 'Whoever breaks in could leave programs behind.',
    fix: 'Set read_only, and give folders to write to as tmpfs or volumes.',
    example: { wrong: 'read_only: false', right: 'read_only: true' },
    broken: ({ read_only }) => when(read_only !== true, 'read_only'),
  },
  {
    rule: 'compose-limits',
    message: 'It may take all of the machine',
    why: 'One program that goes wrong would take memory, processors or processes from all others.',
    fix: 'Set mem_limit, cpus and pids_limit.',
    example: { wrong: 'pids_limit: null', right: 'pids_limit: 512' },
    broken: (service) => (['mem_limit', 'cpus', 'pids_limit'] as const).filter((limit) => service[limit] === undefined),
  },
  {
    rule: 'compose-image',
    message: 'Its image has no fixed version',
    why: 'What runs would change by itself, and differ from machine to machine.',
    fix: 'Name a tag that is not latest, or a digest.',
    example: { wrong: 'image: docker.io/library/nginx:latest', right: 'image: docker.io/library/nginx:1.29.3' },
    broken: ({ image }) => when(!/[^/]:(?!latest$)[\w.-]+(@sha256:[0-9a-f]{64})?$/.test(image ?? ''), 'image'),
  },
  {
    rule: 'compose-restart',
    message: 'Nobody starts it again, or it is started again without end',
    why: 'What ends is missing until somebody looks; what fails at every start hides that it does.',
    fix: "Set restart to 'unless-stopped' for what keeps running, and to 'no' for what ends.",
    example: { wrong: 'restart: always', right: 'restart: unless-stopped' },
    broken: ({ restart }) => when(restart !== 'no' && restart !== 'unless-stopped', 'restart'),
  },
  {
    rule: 'compose-health',
    message: 'Nobody can tell whether it is well',
    why: 'Services that start after it would not know when, and citykit up could not say that all is well.',
    fix: 'Give it a healthcheck, with something that its image can ask with.',
    reason: true,
    example: {
      wrong: 'healthcheck: null',
      right: "healthcheck: { test: [CMD, 'true'], interval: 10s, timeout: 5s, retries: 3, start_period: 10s }",
    },
    broken: ({ healthcheck, restart }) => when(restart !== 'no' && !healthcheck, 'healthcheck'),
  },
  {
    rule: 'compose-secret',
    message: 'It holds what looks like a secret',
    why: 'Everybody who sees the file could read it.',
    fix: 'Refer to a Secret: it is filled in from .env.',
    example: {
      wrong: 'environment: { DB_PASSWORD: izmir }',
      right: `environment: { DB_PASSWORD: '\${DB_PASSWORD:?is missing}' }`,
    },
    broken: ({ environment = {} }) =>
      Object.entries(environment)
        .filter(([name, value]) => secretName.test(name) && !noSecret.test(name) && !filledIn.test(value))
        .map(([name]) => `environment.${name}`),
  },
  {
    rule: 'compose-mounts',
    message: 'It sees files of the machine that are not its own',
    why: 'With a folder of the machine, or the socket of the engine, a container has the machine.',
    fix: 'Mount files that lie beside compose.yaml, to be read only, or named volumes.',
    example: {
      wrong: 'volumes: [{ type: bind, source: /var/run/docker.sock, target: /docker.sock, read_only: true }]',
      right: 'volumes: [{ type: volume, source: data, target: /data }]',
    },
    broken: ({ volumes = [] }) =>
      volumes.flatMap((mount, at) =>
        mount.type === 'bind' &&
        !(mount.source.startsWith('./files/') && !mount.source.includes('..') && mount.read_only)
          ? [`volumes[${at}]`]
          : [],
      ),
  },
  {
    rule: 'compose-ports',
    message: 'It publishes a port beside the way in',
    why: 'A second way in is past tokens, limits and the audit log.',
    fix: 'Route it through the gateway.',
    example: {
      wrong: "ports: [{ name: web, target: 8080, published: '8080', host_ip: 127.0.0.1, protocol: tcp, mode: host }]",
      right: 'networks: [site]',
    },
    broken: ({ ports = [], labels }, { services }) => {
      const others = Object.values(services).filter((one) => (one.ports ?? []).length > 0);
      return when(ports.length > 0 && others.length > 1 && !labels?.[reasonLabel], 'ports');
    },
  },
];

/** Findings where a service breaks a policy. */
export function checkPolicies(file: ComposeFile): Finding[] {
  return Object.entries(file.services).flatMap(([name, service]) =>
    composePolicies
      .filter(({ reason }) => !(reason && service.labels?.[reasonLabel]))
      .flatMap(({ rule, message, fix, broken }) =>
        broken(service, file).map((path) => ({ gate: 'policy', rule, object: `service ${name}`, path, message, fix })),
      ),
  );
}
