import { mostRequests } from './capacity/broker-capacity';
import type { CitySpec } from './city-schema';
import type { DeepReadonly } from './deep-readonly';
import { schemas } from './late-schemas';
import { defaultPorts } from './notification-scheme';

type Targets = CitySpec['targets'];

/**
 * The spec with every default filled in that follows from another field. Targets stay as declared: the rules have to
 * know whether they were; {@link withTargets} fills them in.
 *
 * @param wanted targets that count as declared. @default none
 */
export function withDefaults({ $schema, ...spec }: CitySpec, wanted: readonly (keyof Targets)[] = []) {
  const { name, profile } = spec;
  const { kubernetes, aws, compose } = withSections(spec.targets, wanted);
  const title = spec.title ?? name.split('-').map(capitalised).join(' ');
  const domain = spec.domain ?? `${name}.localhost`;
  const email = spec.contact.email ?? `contact@${name}.localhost`;
  const devices = spec.load.devices ?? Math.ceil(spec.population / 1000);
  const messagesPerSecond = spec.load.messagesPerSecond ?? defaultRate(spec, devices);
  const bus = spec.broker.bus ?? (profile === 'city' ? ('kafka' as const) : ('memory' as const));
  const replicas = spec.broker.replicas ?? (bus === 'kafka' ? kafkaReplicas(messagesPerSecond) : 1);
  return {
    ...spec,
    title,
    domain,
    contact: { name: spec.contact.name ?? title, email },
    tenants: spec.tenants.map((tenant) => ({ id: tenant.id, title: tenant.title ?? inWords(tenant.id) })),
    load: { devices, messagesPerSecond },
    history: { retentionDays: spec.history.retentionDays ?? defaultRetentionDays[profile] },
    identity: {
      ...spec.identity,
      multiFactor: spec.identity.multiFactor ?? (profile === 'city' ? ('required' as const) : ('optional' as const)),
      adminEmail: spec.identity.adminEmail ?? email,
    },
    broker: {
      ...spec.broker,
      bus,
      replicas,
      notifications: spec.broker.notifications.map((receiver) => ({
        ...receiver,
        ports: receiver.ports ?? [...new Set(receiver.schemes.map((scheme) => defaultPorts[scheme]))],
      })),
    },
    openDataPortal: {
      ...spec.openDataPortal,
      replicas: spec.openDataPortal.replicas ?? (profile === 'city' ? 2 : 1),
    },
    gateway: {
      ...spec.gateway,
      requestsPerSecond:
        spec.gateway.requestsPerSecond ??
        Math.max(200, Math.min(4 * messagesPerSecond, mostRequests(profile, replicas))),
    },
    backups: spec.backups ?? defaultBackups(profile),
    verification: { ...spec.verification, enabled: spec.verification.enabled ?? profile !== 'laptop' },
    targets: {
      kubernetes: kubernetes && kubernetesWithDefaults(kubernetes, name, profile),
      aws,
      compose,
    },
  };
}

function withSections(targets: Targets, wanted: readonly (keyof Targets)[]): Targets {
  const { awsSection, composeSection, kubernetesSection } = schemas();
  return {
    kubernetes: targets.kubernetes ?? (wanted.includes('kubernetes') ? kubernetesSection.parse({}) : undefined),
    aws: targets.aws ?? (wanted.includes('aws') ? awsSection.parse({}) : undefined),
    compose: targets.compose ?? (wanted.includes('compose') ? composeSection.parse({}) : undefined),
  };
}

/** Days that history is kept for in each profile. */
export const defaultRetentionDays = { laptop: 7, pilot: 14, city: 30 } as const;

/** What a trial is taken to send, however large the city is that tries. */
const trialRate = { laptop: 2, pilot: 20, city: Number.POSITIVE_INFINITY } as const;

function defaultRate({ load, profile }: CitySpec, devices: number): number {
  const oneAMinute = Math.ceil(devices / 60);
  return load.devices === undefined ? Math.min(oneAMinute, trialRate[profile]) : oneAMinute;
}

/** One for each 500 messages a second, and two at least so that one may go; eight are the most of any profile. */
function kafkaReplicas(messagesPerSecond: number): number {
  return Math.min(8, Math.max(2, Math.ceil(messagesPerSecond / 500)));
}

/** A city as the rules see it: complete but for the targets that its spec does not declare. */
export type CityDraft = DeepReadonly<ReturnType<typeof withDefaults>>;

/** The draft with every target filled in, declared or not. */
export function withTargets(draft: CityDraft) {
  const { awsSection, composeSection, kubernetesSection } = schemas();
  return {
    ...draft,
    targets: {
      kubernetes:
        draft.targets.kubernetes ?? kubernetesWithDefaults(kubernetesSection.parse({}), draft.name, draft.profile),
      aws: draft.targets.aws ?? awsSection.parse({}),
      compose: draft.targets.compose ?? composeSection.parse({}),
    },
  };
}

/** Where the databases live: on a server that exists, or on one that the platform makes. */
type Postgres =
  | { existing: NonNullable<NonNullable<Targets['kubernetes']>['postgres']['existing']> }
  | { operator: 'cloudnative-pg' | 'none' };

function kubernetesWithDefaults(
  target: NonNullable<Targets['kubernetes']>,
  name: string,
  profile: CitySpec['profile'],
) {
  const { operator = profile === 'laptop' ? ('none' as const) : ('cloudnative-pg' as const), existing } =
    target.postgres;
  const postgres: Postgres = existing ? { existing } : { operator };
  return { ...target, namespace: target.namespace ?? name, postgres };
}

function defaultBackups(profile: CitySpec['profile']): NonNullable<CitySpec['backups']> {
  return profile === 'laptop'
    ? { enabled: false, reason: 'The laptop profile is for trying things out and holds no data of record.' }
    : { enabled: true, retentionDays: 14, schedule: '0 2 * * *' };
}

function inWords(id: string): string {
  return capitalised(id.replaceAll('_', ' ').trim());
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
