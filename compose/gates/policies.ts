import type { Finding } from '../../constructs/waist/finding';
import type { ComposeFile, ServiceDefinition } from '../compose-file';
import { reasonLabel } from '../private/labels';

/** What holds for every service. */
interface Policy {
  readonly rule: string;
  readonly message: string;
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

const policies: readonly Policy[] = [
  {
    rule: 'compose-root',
    message: 'It runs as root, or as a user whom only the image knows',
    fix: 'Give user as numbers, of a user who is not root.',
    reason: true,
    broken: ({ user }) => when(!/^[1-9]\d*:\d+$/.test(user ?? ''), 'user'),
  },
  {
    rule: 'compose-rights',
    message: 'It keeps rights of root',
    fix: "Set cap_drop to [ALL], security_opt to ['no-new-privileges:true'], and no privileged.",
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
    fix: `Remove cap_add, or say why in the label ${reasonLabel}.`,
    reason: true,
    broken: ({ cap_add }) => when((cap_add ?? []).length > 0, 'cap_add'),
  },
  {
    rule: 'compose-read-only',
    message: 'It may write to its file system',
    fix: 'Set read_only, and give folders to write to as tmpfs or volumes.',
    broken: ({ read_only }) => when(read_only !== true, 'read_only'),
  },
  {
    rule: 'compose-limits',
    message: 'It may take all of the machine',
    fix: 'Set mem_limit, cpus and pids_limit.',
    broken: (service) => (['mem_limit', 'cpus', 'pids_limit'] as const).filter((limit) => service[limit] === undefined),
  },
  {
    rule: 'compose-image',
    message: 'Its image has no fixed version',
    fix: 'Name a tag that is not latest, or a digest.',
    broken: ({ image }) => when(!/[^/]:(?!latest$)[\w.-]+(@sha256:[0-9a-f]{64})?$/.test(image ?? ''), 'image'),
  },
  {
    rule: 'compose-restart',
    message: 'Nobody starts it again, or it is started again without end',
    fix: "Set restart to 'unless-stopped' for what keeps running, and to 'no' for what ends.",
    broken: ({ restart }) => when(restart !== 'no' && restart !== 'unless-stopped', 'restart'),
  },
  {
    rule: 'compose-health',
    message: 'Nobody can tell whether it is well',
    fix: 'Give it a healthcheck, with something that its image can ask with.',
    reason: true,
    broken: ({ healthcheck, restart }) => when(restart !== 'no' && !healthcheck, 'healthcheck'),
  },
  {
    rule: 'compose-secret',
    message: 'It holds what looks like a secret',
    fix: 'Refer to a Secret: it is filled in from .env.',
    broken: ({ environment = {} }) =>
      Object.entries(environment)
        .filter(([name, value]) => secretName.test(name) && !noSecret.test(name) && !filledIn.test(value))
        .map(([name]) => `environment.${name}`),
  },
  {
    rule: 'compose-mounts',
    message: 'It sees files of the machine that are not its own',
    fix: 'Mount files that lie beside compose.yaml, to be read only, or named volumes.',
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
    fix: 'Route it through the gateway.',
    broken: ({ ports = [], labels }, { services }) => {
      const others = Object.values(services).filter((one) => (one.ports ?? []).length > 0);
      return when(ports.length > 0 && others.length > 1 && !labels?.[reasonLabel], 'ports');
    },
  },
];

/** Findings where a service breaks a policy. */
export function checkPolicies(file: ComposeFile): Finding[] {
  return Object.entries(file.services).flatMap(([name, service]) =>
    policies
      .filter(({ reason }) => !(reason && service.labels?.[reasonLabel]))
      .flatMap(({ rule, message, fix, broken }) =>
        broken(service, file).map((path) => ({ gate: 'policy', rule, object: `service ${name}`, path, message, fix })),
      ),
  );
}
