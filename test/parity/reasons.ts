import type { Difference } from './differences';
import type { Aspect } from './facts';

/** Why some differences are as they are. */
export interface Reason {
  readonly aspects: readonly Aspect[];
  /** The subjects that it is about. @default all */
  readonly subject?: RegExp;
  /** What is said there. @default anything */
  readonly value?: RegExp;
  /** A target that says it, and one that does not. */
  readonly on?: string;
  readonly notOn?: string;
  readonly why: string;
}

export const covers = (reason: Reason, { subject, aspect, value, on, notOn }: Difference): boolean =>
  reason.aspects.includes(aspect) &&
  (reason.subject?.test(subject) ?? true) &&
  (reason.value?.test(value) ?? true) &&
  (reason.on === undefined || on.includes(reason.on)) &&
  (reason.notOn === undefined || notOn.includes(reason.notOn));

/** Every difference is covered by one of these, and each of these covers a difference: the test says so. */
export const reasons: readonly Reason[] = [
  {
    aspects: ['image'],
    value: /^(public\.ecr\.aws\/docker|docker\.io)\/library\//,
    why: 'The same tag of an official image. AWS takes it from the copy in its own registry, which has no limit of pulls for an account.',
  },
  {
    aspects: ['component', 'runs', 'image', 'variable', 'file', 'port', 'health', 'reaches', 'reaches-port'],
    subject: /^Monitoring\//,
    on: 'AWS',
    why: 'CloudWatch asks nobody. A task asks each program for its metrics and hands them over; on Kubernetes the operators’ Prometheus asks, and one machine has none.',
  },
  {
    aspects: ['health'],
    subject: /^Telemetry\/Service$/,
    on: 'Kubernetes',
    why: 'Kubernetes asks from outside. ECS and Compose ask from within, where the image has nothing that could ask; a container that ends is replaced in any case.',
  },
  {
    aspects: ['component', 'runs', 'image', 'variable', 'file', 'port'],
    subject: /\/(Backup|Restore)$/,
    on: 'Kubernetes',
    why: 'AWS backs a file system up by itself, with AWS Backup. Elsewhere jobs do it, with restic.',
  },
  {
    aspects: ['component', 'runs', 'image', 'variable', 'file'],
    subject: /^Secrets$/,
    on: 'Kubernetes',
    why: 'Secrets Manager makes passwords by itself, an external store has them, and `citykit up` makes those of one machine. On Kubernetes without a store a job makes them.',
  },
  {
    aspects: ['component', 'runs', 'image', 'variable'],
    subject: /^Platform$/,
    on: 'Compose',
    why: 'Kubernetes (`fsGroup`) and AWS (access points) give a volume to the user who writes to it. With Compose a first service does.',
  },
  {
    aspects: ['runs'],
    subject: /^(Database|EventBus|Portal\/Cache)$/,
    why: 'Whoever offers it as a service of its own, as AWS does and operators do, runs it; elsewhere it is a program like the others.',
  },
  {
    aspects: ['image', 'variable', 'file', 'port', 'health'],
    subject: /^(Database|EventBus|Portal\/Cache|Gateway\/Edge)$/,
    why: 'Where it is a program of the platform, it has an image, settings and a health check; where it is somebody’s service, it has none.',
  },
  {
    aspects: ['reaches', 'reaches-port'],
    subject: /^(Database|EventBus)$/,
    on: 'Kubernetes',
    why: 'Replicas of a server talk to each other. On AWS that is inside the service.',
  },
  {
    aspects: ['reaches', 'reaches-port'],
    subject: /^Gateway\/Edge$/,
    why: 'The load balancer of AWS and the edge of Compose belong to the platform. On Kubernetes the controller stands outside it, and the gateway’s own policy lets it in.',
  },
  {
    aspects: ['reaches', 'reaches-port'],
    value: /^Portal\/(Index|Files)(:2049)?$/,
    on: 'AWS',
    why: 'A volume is a file system in the network (NFS). Elsewhere the node mounts it.',
  },
  {
    aspects: ['reaches', 'reaches-port'],
    value: /^(Database|EventBus)(:\d+)?$/,
    notOn: 'EKS',
    why: 'A policy knows what lies beside its cluster by addresses alone, and these have names: a program that talks to the database may leave by its port. The database’s security group lets in the cluster.',
  },
  {
    aspects: ['variable'],
    subject: /^Devices\/Service$/,
    value: /^MQTT_URL$/,
    why: 'The address that devices are told. An Ingress takes HTTP alone, so MQTT has no address there; a Gateway and AWS have.',
  },
  {
    aspects: ['file', 'variable', 'health'],
    subject: /^Broker\/HistoryRetention$/,
    on: 'Compose',
    why: 'Compose starts nothing on a schedule. The job waits for its time by itself, and is unwell when its last run failed.',
  },
];
